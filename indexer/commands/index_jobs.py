"""`manba index-jobs` and `index-anew`: what a server starts; people use `manba build` or `manba watch`."""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import sys
import threading
from pathlib import Path

import click

from indexer.commands.options import corpus_option, embedder_option, index_option, state_option
from indexer.library.state import state_folder

NICENESS = 10
"""Answering goes before indexing."""
GRACE_S = 5.0
"""Seconds for ending properly, after which the process just ends: the next one finds all it needs."""


@click.command(hidden=True)
@corpus_option
@index_option
@state_option
@embedder_option
@click.option("--watch", is_flag=True, help="Re-index when files of the corpus change.")
def index_jobs(corpus: tuple[Path, ...], index: Path, state: Path | None, *, embedder: str | None, watch: bool) -> None:
    """Do the jobs of a state folder until standard input ends, or SIGTERM."""
    from indexer.library.indexing import Indexer
    from indexer.library.recording import recorder_of

    stop = _as_child()
    place = state_folder(index, state)
    Indexer(recorder_of(corpus, state=place), index=index, state=place, embedder=embedder).run(stop, watch=watch)


@click.command(hidden=True)
@corpus_option
@index_option
@embedder_option
def index_anew(corpus: tuple[Path, ...], index: Path, *, embedder: str | None) -> None:
    """Write a whole snapshot beside those that serve, which the next job lets serve."""
    from indexer.index.reindexing import Reindexer

    stop = _as_child()
    Reindexer(roots=corpus, index=index, embedder=embedder).rewrite(should_stop=stop.is_set)


def _as_child() -> threading.Event:
    """Be the child of a server: behind it in turn, ending with it; the event says when to end."""
    _log()
    with contextlib.suppress(OSError):
        os.nice(NICENESS)
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_follow_parent, args=(stop,), name="follow the parent", daemon=True).start()
    return stop


def _follow_parent(stop: threading.Event) -> None:
    """Standard input ends when the process that holds its other end does, also by SIGKILL."""
    with contextlib.suppress(OSError):
        while os.read(sys.stdin.fileno(), 1024):
            pass
    stop.set()
    # A step that takes long, or hangs, must not keep the process alive for ever.
    threading.Event().wait(GRACE_S)
    os._exit(0)


def _log() -> None:
    """As the server logs; the two share standard error."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root = logging.getLogger("manba")
    root.handlers[:] = [handler]
    root.propagate = False
    level = os.environ.get("MANBA_LOG_LEVEL", "").upper()
    root.setLevel(level if level in logging.getLevelNamesMapping() else logging.INFO)
