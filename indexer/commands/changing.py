"""`manba add` and `manba remove`: change the articles of a corpus, with their versions kept, and index them."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import orjson

from indexer.commands.build import Bar
from indexer.commands.options import corpus_of, index_option, json_option, kept_corpus_option, state_option
from indexer.commands.terminal import isolate
from indexer.errors import ConflictError, NotFoundError

if TYPE_CHECKING:
    from indexer.index.outcome import Reindexed
    from indexer.library.importing import Imported
    from indexer.library.library import Library

_EXIT_NO, _EXIT_BAD_INPUT = 1, 2

_no_build_option = click.option("--no-build", is_flag=True, help="Change the corpus only; leave the index as it is.")
_wait_option = click.option(
    "--wait", "wait_s", type=float, default=60.0, help="Seconds to wait for another build of this index."
)


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@kept_corpus_option
@index_option
@state_option
@json_option
@click.option("--replace", is_flag=True, help="Replace articles that are there already with another text.")
@_no_build_option
@_wait_option
def add(
    paths: tuple[Path, ...],
    corpus: tuple[Path, ...],
    index: Path,
    state: Path | None,
    *,
    as_json: bool,
    replace: bool,
    no_build: bool,
    wait_s: float,
) -> None:
    """Copy the articles of PATHS (files, folders, zips) into the corpus, and index them.

    Each file is checked first; what cannot be used is told and left out. What is replaced stays in its versions.
    Exit code 0 when all are in the corpus, 1 when one is there already with another text, 2 when one cannot be used.
    """
    library = _library(corpus or corpus_of(index), index, state)
    done = library.import_paths(paths, author=_author(), replace=replace)
    if not as_json:
        for one in done:
            _print(one)
    # Also what was there already: it may have been added without being indexed.
    is_there = any(one.status in {"created", "replaced", "unchanged"} for one in done)
    built = _reindexed(library, index, wait_s=wait_s, silent=as_json) if is_there and not no_build else None
    if as_json:
        _print_json({"files": [_as_json(one) for one in done], **_built_json(built)})
    else:
        counts = Counter(one.status for one in done)
        click.echo(", ".join(f"{number} {status}" for status, number in counts.items()) or "nothing to add")
        _print_built(built)
    if any(one.status == "refused" for one in done):
        sys.exit(_EXIT_BAD_INPUT)
    if any(one.status == "skipped" and one.article_id is not None for one in done):
        sys.exit(_EXIT_NO)


@click.command()
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@kept_corpus_option
@index_option
@state_option
@json_option
@_no_build_option
@_wait_option
def remove(
    ids: tuple[str, ...],
    corpus: tuple[Path, ...],
    index: Path,
    state: Path | None,
    *,
    as_json: bool,
    no_build: bool,
    wait_s: float,
) -> None:
    """Delete the articles with these ids from the corpus, and index what is left; their versions stay.

    Exit code 0 when all were deleted, 1 when there is none with such an id, 2 when one may not be deleted.
    """
    library = _library(corpus or corpus_of(index), index, state)
    removed, missing, refused = [], [], []
    for article_id in dict.fromkeys(ids):
        try:
            library.delete(article_id, author=_author())
        except NotFoundError:
            missing.append(article_id)
            click.echo(f"manba: {article_id}: there is no such article; see the ids with manba check", err=True)
        except ConflictError as error:
            refused.append(article_id)
            click.echo(f"manba: {error}", err=True)
        else:
            removed.append(article_id)
            if not as_json:
                click.echo(f"removed {isolate(article_id)}")
    built = _reindexed(library, index, wait_s=wait_s, silent=as_json) if removed and not no_build else None
    if as_json:
        _print_json({"removed": removed, "missing": missing, "refused": refused, **_built_json(built)})
    else:
        _print_built(built)
    if refused or missing:
        sys.exit(_EXIT_BAD_INPUT if refused else _EXIT_NO)


def _library(corpus: tuple[Path, ...], index: Path, state: Path | None) -> Library:
    from indexer.library.library import Library
    from indexer.library.state import state_folder

    return Library(corpus, state=state_folder(index, state))


def _author() -> Any:
    from indexer.library.versions import Author

    return Author(name="command line")


def _reindexed(library: Library, index: Path, *, wait_s: float, silent: bool) -> Reindexed:
    from indexer.index.reindexing import Reindexer

    # What somebody else left broken in the corpus does not keep this change from being indexed.
    reindexer = Reindexer(roots=library.roots, index=index, keeps_broken=True)
    return reindexer.run(wait_s=wait_s, progress=Bar(silent=silent), before_current=library.note_indexed)


def _print(one: Imported) -> None:
    told = f"{one.status:<9} {isolate(one.name)}"
    if one.article_id is not None and one.path is not None:
        told += f" as {isolate(one.article_id)}, {isolate(str(one.path))}"
    click.echo(told)
    for warning in one.warnings:
        click.echo(f"  warning: {warning}")
    if one.what is not None:
        click.echo(f"  {one.what}", err=one.status == "refused")
    if one.next_step is not None:
        click.echo(f"  next: {one.next_step}", err=one.status == "refused")


def _as_json(one: Imported) -> dict[str, Any]:
    return {
        "name": one.name,
        "status": one.status,
        "id": one.article_id,
        "path": str(one.path) if one.path else None,
        "what": one.what,
        "next_step": one.next_step,
        "warnings": list(one.warnings),
    }


def _built_json(built: Reindexed | None) -> dict[str, Any]:
    if built is None:
        return {"snapshot": None, "embedded": 0, "reused": 0, "problems": []}
    return {
        "snapshot": built.manifest.name,
        "embedded": built.embedded,
        "reused": built.reused,
        "problems": [str(problem) for problem in built.problems],
    }


def _print_built(built: Reindexed | None) -> None:
    if built is None:
        return
    for problem in built.problems:
        click.echo(f"manba: {problem}", err=True)
    counts = built.manifest.counts
    click.echo(
        f"{counts['articles']} articles, {counts['passages']} passages; "
        f"{built.embedded} embedded, {built.reused} reused\nsnapshot {built.manifest.name} serves"
    )


def _print_json(told: dict[str, Any]) -> None:
    click.echo(orjson.dumps(told, option=orjson.OPT_INDENT_2).decode())
