"""Options several commands share, and where things are unless told otherwise."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from indexer.domain import LanguageCode

Command = TypeVar("Command", bound=Callable[..., Any])

DEFAULT_CORPUS = "corpus"
DEFAULT_INDEX = "index"
LANGUAGE_CHOICE = click.Choice([code.value for code in LanguageCode])


def corpus_option(command: Command) -> Command:
    """`--corpus DIR`, repeatable: MANBA_CORPUS (paths joined as in PATH), ./corpus or the shipped corpus by default."""
    return click.option(
        "--corpus",
        "corpus",
        multiple=True,
        type=click.Path(path_type=Path),
        default=default_corpus,
        show_default=f"$MANBA_CORPUS, ./{DEFAULT_CORPUS} or the shipped corpus",
        help="Folder (or file) of articles; may be given several times.",
    )(command)


def kept_corpus_option(command: Command) -> Command:
    """`--corpus DIR`, repeatable, for who goes on with an index; not given it is empty: see `corpus_of`."""
    return click.option(
        "--corpus",
        "corpus",
        multiple=True,
        type=click.Path(path_type=Path),
        show_default=f"$MANBA_CORPUS, what the index was built from, ./{DEFAULT_CORPUS} or the shipped corpus",
        help="Folder (or file) of articles; may be given several times.",
    )(command)


def corpus_of(index: Path) -> tuple[Path, ...]:
    """Where the articles of an index are: MANBA_CORPUS, what it was built from, or the default of a new index.

    To index another corpus by mistake would take every article of this one away.
    """
    from indexer.index.snapshot import SnapshotStore

    kept = () if _named_corpus() else SnapshotStore(index).corpus()
    return kept or tuple(map(Path, default_corpus()))


def default_corpus() -> list[str]:
    """Where articles are looked for unless told otherwise: MANBA_CORPUS, ./corpus, or the shipped corpus."""
    if named := _named_corpus():
        return named
    if Path(DEFAULT_CORPUS).is_dir():
        return [DEFAULT_CORPUS]
    from indexer.shipped import shipped_corpus

    return [str(shipped_corpus() or DEFAULT_CORPUS)]


def _named_corpus() -> list[str]:
    """What MANBA_CORPUS names; an empty name is none, and must not stand for the folder one happens to be in."""
    return [folder for folder in os.environ.get("MANBA_CORPUS", "").split(os.pathsep) if folder]


def index_option(command: Command) -> Command:
    """`--index DIR`: MANBA_INDEX or ./index by default."""
    return click.option(
        "--index",
        "index",
        type=click.Path(path_type=Path, file_okay=False),
        envvar="MANBA_INDEX",
        default=DEFAULT_INDEX,
        show_default=f"$MANBA_INDEX or ./{DEFAULT_INDEX}",
        help="Folder of the index.",
    )(command)


def state_option(command: Command) -> Command:
    """`--state DIR`: MANBA_STATE, or INDEX.state beside the index by default (`indexer.library.state.state_folder`)."""
    return click.option(
        "--state",
        "state",
        type=click.Path(path_type=Path, file_okay=False),
        envvar="MANBA_STATE",
        show_default="$MANBA_STATE or INDEX.state",
        help="Folder of versions, keys and questions.",
    )(command)


def embedder_option(command: Command) -> Command:
    """`--embedder NAME_OR_PATH`: MANBA_EMBEDDER, or the model the index was made with."""
    return click.option(
        "--embedder",
        metavar="NAME_OR_PATH",
        envvar="MANBA_EMBEDDER",
        help="A sentence-transformers model, or built-in; without it the model the index was made with.",
    )(command)


def json_option(command: Command) -> Command:
    """`--json`: machine-readable output on standard output."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")(command)


def filter_options(command: Command) -> Command:
    """`--source-language` and `--article`, both repeatable."""
    command = click.option(
        "--article", "article_ids", multiple=True, help="Search only this article (id); may be given several times."
    )(command)
    return click.option(
        "--source-language",
        "source_languages",
        multiple=True,
        type=LANGUAGE_CHOICE,
        help="Search only articles in this language; may be given several times.",
    )(command)


def chosen_languages(codes: tuple[str, ...]) -> tuple[LanguageCode, ...] | None:
    """The languages of a repeatable option, None when it was not given."""
    return tuple(LanguageCode(code) for code in codes) or None
