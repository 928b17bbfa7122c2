"""Watching the files of a corpus: events of the system make it quick, looking at the files makes it sure.

Events get lost (network folders, a full queue, a folder that is moved away and back), and tell of files nobody reads.
So they only say when to look; what is told is a difference in the files themselves.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from indexer.articles.corpus import corpus_files

if TYPE_CHECKING:
    from watchfiles import Change

logger = logging.getLogger("manba.indexer")

QUIET_MS = 100
"""Files that change together are told together: it is waited until none has changed for so long …"""
PATIENCE_MS = 1500
"""… but not longer than this."""
LOOK_S = 2.0
"""Seconds between two looks when no event came; more in a corpus so large that a look takes long."""
_LOOKS_SHARE = 0.02

_Seen = Mapping[Path, tuple[int, int, int, int]]
"""Of each file: inode, size, times of change of its content and of itself."""


def corpus_changes(roots: Sequence[Path], *, stop: threading.Event) -> Iterator[None]:
    """Yield once at the beginning, and again whenever files below `roots` have changed since the last time.

    What counts is what the articles are read from, sidecars and glossary included; hidden files and unfinished ones
    (`.NAME.partial`) do not. While a root is not there nothing is told: an unmounted disk has not lost its articles.
    Ends when `stop` is set.
    """
    roots = tuple(roots)
    known = _look(roots)
    yield None
    for _ in _moments(roots, stop):
        now = _look(roots)
        missing = [root for root in roots if not root.exists()]
        if missing:
            logger.debug("not there at the moment: %s", missing[0])
        elif now != known:
            known = now
            yield None


def _look(roots: Sequence[Path]) -> _Seen:
    seen = {}
    for path in corpus_files(roots):
        try:
            file = path.stat()
        except OSError:
            continue
        seen[path] = (file.st_ino, file.st_size, file.st_mtime_ns, file.st_ctime_ns)
    return seen


def _moments(roots: Sequence[Path], stop: threading.Event) -> Iterator[None]:
    """When to look: after events, and now and then."""
    while not stop.is_set():
        begun = time.monotonic()
        yield None
        pause_s = max(LOOK_S, (time.monotonic() - begun) / _LOOKS_SHARE)
        yield from _events(roots, stop, for_s=pause_s)


def _events(roots: Sequence[Path], stop: threading.Event, *, for_s: float) -> Iterator[None]:
    """A moment for each bunch of events, until none came for `for_s` seconds or a root was replaced."""
    from watchfiles import watch

    there = _identities(roots)
    if len(there) < len(roots):
        stop.wait(min(for_s, 0.5))
        return
    try:
        for changes in watch(
            *there,
            watch_filter=_may_matter,
            debounce=PATIENCE_MS,
            step=QUIET_MS,
            stop_event=stop,
            rust_timeout=round(for_s * 1000),
            yield_on_timeout=True,
            ignore_permission_denied=True,
        ):
            yield None
            # What stands at the path of a replaced root is not what is watched.
            if _identities(roots) != there:
                return
    except OSError as error:
        logger.warning("files are looked at every %.0f s only, for they cannot be watched: %s", for_s, error)
        stop.wait(for_s)
