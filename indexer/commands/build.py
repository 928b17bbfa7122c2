"""`manba build`: index a corpus and make the new snapshot current."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import click
import orjson

from indexer.commands.options import corpus_option, index_option, json_option

_REDRAW_S = 0.1


class _Bar:
    """Progress on a terminal: one line redrawn; elsewhere one plain line per finished stage."""

    def __init__(self, *, silent: bool) -> None:
        self._terminal = sys.stderr.isatty()
        self._silent = silent
        self._drawn_at = 0.0

    def __call__(self, stage: str, done: int, total: int) -> None:
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
@json_option
@click.option(
    "--embedder",
    metavar="NAME_OR_PATH",
    envvar="MANBA_EMBEDDER",
    help="A sentence-transformers model, or built-in; without it the model the index was made with.",
)
@click.option("--wait", "wait_s", type=float, default=0.0, help="Seconds to wait for another build of this index.")
@click.option("--allow-problems", is_flag=True, help="Index the sound articles although others have problems.")
def build(
    corpus: tuple[Path, ...], index: Path, *, as_json: bool, embedder: str | None, wait_s: float, allow_problems: bool
) -> None:
    """Index a corpus and let it serve; the previous index serves until the new one is whole and checked."""
    from indexer.articles import read_corpus
    from indexer.index.build import build_snapshot
    from indexer.index.snapshot import SnapshotStore
    from indexer.models_in_use import Models

    begun = time.monotonic()
    found = read_corpus(corpus)
    for problem in found.problems:
        click.echo(f"manba: {problem}", err=True)
    if found.problems and not allow_problems:
        click.echo("manba: nothing was built; mend these files or pass --allow-problems to leave them out", err=True)
        sys.exit(2)
    models = Models.load(embedder or SnapshotStore(index).embedder_reference())
    report = build_snapshot(
        found.articles,
        index=index,
        models=models,
        glossary=found.glossary,
        wait_s=wait_s,
        progress=_Bar(silent=as_json),
    )
    counts = report.manifest.counts
    if as_json:
        summary = {
            "snapshot": report.manifest.name,
            "index": str(index),
            "counts": counts,
            "embedder": report.manifest.embedder["name"],
            "embedded": report.embedded,
            "reused": report.reused,
            "problems": [str(problem) for problem in found.problems],
        }
        click.echo(orjson.dumps(summary, option=orjson.OPT_INDENT_2).decode())
        return
    languages = ", ".join(
        f"{name.removeprefix('passages_')} {count}" for name, count in counts.items() if name.startswith("passages_")
    )
    click.echo(
        f"{counts['articles']} articles, {counts['passages']} passages ({languages}); "
        f"{report.embedded} embedded, {report.reused} reused; {time.monotonic() - begun:.1f} s\n"
        f"snapshot {report.manifest.name} serves from {index}, embedded by {report.manifest.embedder['name']}"
    )
