"""Writing all of an index anew in the background, when what lies on top of it has grown; jobs go on meanwhile.

It takes as long as the first build did, in a process of its own: edits and answers are not to wait for it.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from indexer.errors import StateError
from indexer.library.children import end, how, start

if TYPE_CHECKING:
    from indexer.library.jobs import Jobs

logger = logging.getLogger("manba.indexer")

AUTHOR = "indexer"
COMMAND = "index-anew"
_AFTER_FAILURE_S = 300.0
_LOOK_S = 0.1


class Rewriting:
    """At most one whole snapshot in the making; when it is written, a job lets it serve."""

    def __init__(self, command: Callable[[], Sequence[str]], jobs: Jobs) -> None:
        """Write by the command line that `command` gives; nothing is begun yet."""
        self._command = command
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
            self._thread.join()

    def _write(self) -> None:
        begun = time.monotonic()
        try:
            child = start(self._command())
        except OSError as error:
            self._put_off(str(error))
            return
        while child.poll() is None:
            if self._stop.wait(_LOOK_S):
                end(child)
                return
        if child.returncode:
            self._put_off(how(child))
            return
        logger.info("index written anew: took_s=%.1f", time.monotonic() - begun)
        try:
            self._jobs.request(author=AUTHOR)
        except StateError as error:
            logger.warning("the index was written anew; it serves from the next job on: %s", error)

    def _put_off(self, reason: str) -> None:
        self._not_before = time.monotonic() + _AFTER_FAILURE_S
        logger.warning("the index could not be written anew, which is tried again later: %s", reason)
