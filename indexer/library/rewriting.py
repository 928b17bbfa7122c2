"""Writing all of an index anew in the background, when what lies on top of it has grown; jobs go on meanwhile."""

from __future__ import annotations

import logging
import threading
import time
from typing import TYPE_CHECKING

from indexer.errors import CancelledError, ManbaError, StateError

if TYPE_CHECKING:
    from indexer.index.reindexing import Reindexer
    from indexer.library.jobs import Jobs

logger = logging.getLogger("manba.indexer")

AUTHOR = "indexer"
_AFTER_FAILURE_S = 300.0
_END_S = 4.0


class Rewriting:
    """At most one whole snapshot in the making; when it is written, a job lets it serve."""

    def __init__(self, reindexer: Reindexer, jobs: Jobs) -> None:
        """Write with `reindexer`; nothing is begun yet."""
        self._reindexer = reindexer
        self._jobs = jobs
        self._thread: threading.Thread | None = None
        self._not_before = 0.0
        self._stop = threading.Event()

    def begin(self) -> None:
        """Begin, unless it is under way, or failed a short time ago."""
        if (self._thread is not None and self._thread.is_alive()) or time.monotonic() < self._not_before:
            return
        self._thread = threading.Thread(target=self._write, name="write the index anew", daemon=True)
        self._thread.start()

    def end(self) -> None:
        """Stop what is under way; nothing of it stays."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(_END_S)

    def _write(self) -> None:
        begun = time.monotonic()
        try:
            manifest = self._reindexer.rewrite(should_stop=self._stop.is_set)
            logger.info("index written anew: snapshot=%s took_s=%.1f", manifest.name, time.monotonic() - begun)
            self._jobs.request(author=AUTHOR)
        except CancelledError:
            return
        except StateError as error:
            logger.warning("the index was written anew; it serves from the next job on: %s", error)
        except (ManbaError, OSError) as error:
            self._not_before = time.monotonic() + _AFTER_FAILURE_S
            logger.warning("the index could not be written anew, which is tried again later: %s", error)
        except Exception:
            self._not_before = time.monotonic() + _AFTER_FAILURE_S
            logger.exception("the index could not be written anew, which is tried again later")
