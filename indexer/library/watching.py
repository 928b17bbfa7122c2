"""Watching the files of a corpus: events of the system make it quick, looking at the files makes it sure.

Events get lost (network folders, a full queue, a folder that is moved away and back), and tell of files nobody reads.
So they only say when to look; what is told is a difference in the files themselves.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from indexer.articles.corpus import article_paths
from indexer.articles.source_facts import sources_path
from indexer.concepts import sidecar_of
from indexer.concepts.glossary import glossary_paths
from indexer.errors import CorpusError

if TYPE_CHECKING:
    from watchfiles import Change

logger = logging.getLogger("manba.indexer")

QUIET_MS = 100
"""Files that change together are told together: it is waited until none has changed for so long …"""
PATIENCE_MS = 1500
"""… but not longer than this."""
LOOK_S = 2.0
"""Seconds between two looks when no event comes; more in a corpus so large that a look takes long."""
_LOOKING_SHARE = 0.02
_MISSING_S = 0.5
_SUFFIXES = (".md", ".txt", ".toml")

Roots = Callable[[], Sequence[Path]]
_Seen = Mapping[Path, tuple[int, int, int, int]]


def corpus_changes(roots: Roots, *, stop: threading.Event) -> Iterator[None]:
    """Yield once at the beginning, and again whenever files below `roots()` have changed since the last time.

    What counts is what the articles are read from, sidecars and glossary included; hidden files and unfinished ones
    (`.NAME.partial`) do not. While a root is not there nothing is told: an unmounted disk has not lost its articles;
    when it is back, that is. Ends when `stop` is set.
    """
    known: _Seen | None = _look(roots())
    yield None
    pause_s = LOOK_S
    while not stop.is_set():
        watched = tuple(roots())
        for _ in chain([None], _events(watched, stop, for_s=pause_s)):
            begun = time.monotonic()
            now = _look(watched)
            pause_s = max(LOOK_S, (time.monotonic() - begun) / _LOOKING_SHARE)
            has_changed = now is not None and now != known
            # What could not be looked at is told of when it can be, changed or not: a build that came meanwhile failed.
            known = now
            if has_changed and not stop.is_set():
                yield None
            if tuple(roots()) != watched:
                break


def _look(roots: Sequence[Path]) -> _Seen | None:
    """Inode, size and both times of change of each file that counts; None when that cannot be said at the moment."""
    seen = {}
    try:
        articles = list(article_paths(roots))
        for path in chain(articles, map(sidecar_of, articles), glossary_paths(roots), filter(None, [sources_path()])):
            try:
                file = path.stat()
            except FileNotFoundError:
                continue
            seen[path] = (file.st_ino, file.st_size, file.st_mtime_ns, file.st_ctime_ns)
    except (CorpusError, OSError) as error:
        logger.debug("the corpus cannot be looked at now: %s", error)
        return None
    # One that went away meanwhile has not lost its files one by one.
    return seen if all(root.exists() for root in roots) else None


def _events(roots: Sequence[Path], stop: threading.Event, *, for_s: float) -> Iterator[None]:
    """A moment to look at each bunch of events, and after `for_s` seconds without any; ends when a root is replaced."""
    from watchfiles import watch

    there = _identities(roots)
    if len(there) < len(roots):
        stop.wait(_MISSING_S)
        return
    try:
        for _ in watch(
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
            # What stands at the path of a root that was replaced is not what is watched.
            if _identities(roots) != there:
                return
    except OSError as error:
        logger.warning("files are only looked at every %.0f s, for they cannot be watched: %s", for_s, error)
        stop.wait(for_s)


def _identities(roots: Sequence[Path]) -> Mapping[Path, tuple[int, int]]:
    found = {}
    for root in roots:
        try:
            file = root.stat()
        except OSError:
            continue
        found[root] = (file.st_dev, file.st_ino)
    return found


def _may_matter(_: Change, path: str) -> bool:
    """Whether an event may be that of a file that counts, or of a folder with such files."""
    name = os.path.basename(path)
    if name.startswith("."):
        return False
    return name.lower().endswith(_SUFFIXES) or os.path.isdir(path) or not os.path.exists(path)
