"""`manba watch`: keep the index to the files of a corpus, as long as it runs."""

from __future__ import annotations

import contextlib
import signal
import sys
import threading
import time
from datetime import datetime
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import click
import orjson

from indexer.commands.options import (
    corpus_of,
    embedder_option,
    index_option,
    json_option,
    kept_corpus_option,
    state_option,
)
from indexer.errors import CorpusError, ManbaError
from indexer.library.failures import told
from indexer.library.state import state_folder

if TYPE_CHECKING:
    from indexer.index.outcome import Reindexed
    from indexer.index.reindexing import Reindexer
    from indexer.library.recording import Recorder

WAIT_S = 600.0
"""Seconds to wait for another build of the index."""
RETRY_S = 10.0
"""Seconds until a build is tried again that failed for a reason which is not in the corpus."""


@click.command()
@kept_corpus_option
@index_option
@state_option
@embedder_option
@json_option
def watch(corpus: tuple[Path, ...], index: Path, state: Path | None, *, embedder: str | None, as_json: bool) -> None:
    """Index a corpus, then again whenever its files change; a line for each build, until interrupted.

    An article whose file cannot be used stays as it was indexed until the file is mended. Running servers switch to
    each new index.
    """
    from indexer.index.reindexing import Reindexer
    from indexer.library.recording import recorder_of
    from indexer.library.watching import corpus_changes

    signal.signal(signal.SIGTERM, _interrupt)
    recorder = recorder_of(corpus or corpus_of(index), state=state_folder(index, state))
    reindexer = Reindexer(roots=recorder.roots, index=index, embedder=embedder, keeps_broken=True)
    show = _show_json if as_json else _show
    with contextlib.suppress(KeyboardInterrupt):
        for _ in corpus_changes(lambda: recorder.roots, stop=threading.Event()):
            reindexer.roots = recorder.roots
            begun = time.monotonic()
            done = _built(reindexer, recorder)
            if done is not None:
                for problem in done.problems:
                    click.echo(f"manba: {problem}", err=True)
                show(done, took_s=time.monotonic() - begun)


def _built(reindexer: Reindexer, recorder: Recorder) -> Reindexed | None:
    """What a build did; None where the corpus has to change before there can be one."""
    said = ""
    while True:
        try:
            return reindexer.run(wait_s=WAIT_S, before_current=recorder.note_indexed)
        except (ManbaError, OSError) as error:
            reason = told(error, index=reindexer.index)
            if reason != said:
                click.echo(f"manba: {reason}", err=True)
            said = reason
            if isinstance(error, CorpusError):
                return None
            time.sleep(RETRY_S)


def _show(done: Reindexed, *, took_s: float) -> None:
    counts = done.manifest.counts
    work = f"{done.embedded} embedded, {done.reused} reused" if done.changed else "nothing has changed"
    now = datetime.now().astimezone()
    click.echo(
        f"{now:%H:%M:%S}  {counts['articles']} articles, {counts['passages']} passages; {work}; {took_s:.1f} s; "
        f"snapshot {done.manifest.name}"
    )
    sys.stdout.flush()


def _show_json(done: Reindexed, *, took_s: float) -> None:
    line = {
        "snapshot": done.manifest.name,
        "changed": done.changed,
        "counts": done.manifest.counts,
        "embedded": done.embedded,
        "reused": done.reused,
        "problems": [str(problem) for problem in done.problems],
        "took_s": round(took_s, 3),
    }
    click.echo(orjson.dumps(line).decode())
    sys.stdout.flush()


def _interrupt(number: int, frame: FrameType | None) -> None:  # noqa: ARG001
    """To be asked to end is no failure, whoever asks."""
    raise KeyboardInterrupt
