"""`manba build`: index a corpus and make the new snapshot current."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path

import click
import orjson

from indexer.commands.options import corpus_option, index_option, json_option, state_option
from indexer.errors import BrokenFilesError, ManbaError

_REDRAW_S = 0.1


class Bar:
    """Progress on a terminal: one line redrawn; elsewhere one plain line per finished stage."""

    def __init__(self, *, silent: bool) -> None:
        """Show nothing when `silent`."""
        self._terminal = sys.stderr.isatty()
        self._silent = silent
        self._drawn_at = 0.0

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Tell that `done` of `total` steps of a stage are done."""
        finished = done >= total
        now = time.monotonic()
        if self._silent or not (finished or (self._terminal and now - self._drawn_at > _REDRAW_S)):
            return
        self._drawn_at = now
        if self._terminal:
            click.echo(f"\r\x1b[K{stage}: {done}/{total}", nl=finished, err=True)
        else:
            click.echo(f"{stage}: {total}", err=True)


@click.command()
@corpus_option
@index_option
@state_option
@json_option
@click.option(
    "--embedder",
    metavar="NAME_OR_PATH",
    envvar="MANBA_EMBEDDER",
    help="A sentence-transformers model, or built-in; without it the model the index was made with.",
)
@click.option("--wait", "wait_s", type=float, default=0.0, help="Seconds to wait for another build of this index.")
@click.option("--allow-problems", is_flag=True, help="Index the sound articles although others have problems.")
@click.option("--whole", is_flag=True, help="Index all articles anew, not only those that changed.")
def build(
    corpus: tuple[Path, ...],
    index: Path,
    state: Path | None,
    *,
    as_json: bool,
    embedder: str | None,
    wait_s: float,
    allow_problems: bool,
    whole: bool,
) -> None:
    """Index what changed in a corpus and let it serve; the previous index serves until the new one is checked."""
    from indexer.index.reindexing import Reindexer
    from indexer.library.library import Library
    from indexer.library.state import state_folder

    begun = time.monotonic()
    library = Library(corpus, state=state_folder(index, state))
    reindexer = Reindexer(roots=library.roots, index=index, embedder=embedder, allows_problems=allow_problems)
    try:
        done = reindexer.run(
            whole=whole, wait_s=wait_s, progress=Bar(silent=as_json), before_current=library.note_indexed
        )
    except BrokenFilesError as error:
        _tell_problems(error.problems)
        click.echo("manba: nothing was built; mend these files or pass --allow-problems to leave them out", err=True)
        sys.exit(2)
    _tell_problems(done.problems)
    counts = done.manifest.counts
    if as_json:
        summary = {
            "snapshot": done.manifest.name,
            "changed": done.changed,
            "index": str(index),
            "counts": counts,
            "embedder": done.manifest.embedder["name"],
            "embedded": done.embedded,
            "reused": done.reused,
            "problems": [str(problem) for problem in done.problems],
        }
        click.echo(orjson.dumps(summary, option=orjson.OPT_INDENT_2).decode())
        return
    languages = ", ".join(
        f"{name.removeprefix('passages_')} {count}" for name, count in counts.items() if name.startswith("passages_")
    )
    work = f"{done.embedded} embedded, {done.reused} reused" if done.changed else "nothing has changed"
    click.echo(
        f"{counts['articles']} articles, {counts['passages']} passages ({languages}); "
        f"{work}; {time.monotonic() - begun:.1f} s\n"
        f"snapshot {done.manifest.name} serves from {index}, embedded by {done.manifest.embedder['name']}"
    )


def _tell_problems(problems: Sequence[ManbaError]) -> None:
    for problem in problems:
        click.echo(f"manba: {problem}", err=True)
