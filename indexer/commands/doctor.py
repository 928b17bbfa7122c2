"""`manba doctor`: look at what the product stands on and say what is wrong and how to mend it."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, entry_points, version
from pathlib import Path

import click
import orjson

from indexer.commands.options import corpus_of, index_option, json_option, kept_corpus_option, state_option
from indexer.errors import ManbaError
from indexer.library.state import damage, state_folder

_PACKAGES = ("faiss-cpu", "fastapi", "hazm", "camel-tools", "sentence-transformers", "torch", "numpy", "tokenizers")
_TRIAL = "omnichannel"
EXAMINATIONS = "manba.examinations"
"""The entry points of what else is looked at: functions without arguments that give a Finding."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing looked at: `sound` or not, what was found, and the next step where it is not."""

    subject: str
    sound: bool
    found: str
    next_step: str = ""


@click.command()
@kept_corpus_option
@index_option
@state_option
@json_option
def doctor(corpus: tuple[Path, ...], index: Path, state: Path | None, *, as_json: bool) -> None:
    """Examine packages, models, corpus, index and state; exit code 1 when something needs mending."""
    findings = list(_examine(corpus or corpus_of(index), index, state_folder(index, state)))
    if as_json:
        click.echo(orjson.dumps([asdict(one) for one in findings], option=orjson.OPT_INDENT_2).decode())
    else:
        for one in findings:
            click.echo(f"{'ok  ' if one.sound else 'FAIL'}  {one.subject}: {one.found}")
            if one.next_step:
                click.echo(f"      → {one.next_step}")
    if not all(one.sound for one in findings):
        sys.exit(1)


def _examine(corpus: tuple[Path, ...], index: Path, state: Path) -> Iterator[Finding]:
    for package in _PACKAGES:
        yield _package(package)
    yield _guarded("model", _model)
    yield _guarded("corpus", lambda: _corpus(corpus))
    yield _guarded("index", lambda: _index(index))
    yield _guarded("state", lambda: _state(state))
    for point in sorted(entry_points(group=EXAMINATIONS), key=lambda one: one.name):
        look: Callable[[], Finding] = point.load()
        yield _guarded(point.name.replace("-", " "), look)


def _guarded(subject: str, look: Callable[[], Finding]) -> Finding:
    try:
        return look()
    except ManbaError as error:
        return Finding(subject=subject, sound=False, found=f"{error.where}: {error.what}", next_step=error.next_step)


def _package(name: str) -> Finding:
    try:
        return Finding(subject=name, sound=True, found=version(name))
    except PackageNotFoundError:
        return Finding(subject=name, sound=False, found="not installed", next_step="run: make install")


def _model() -> Finding:
    from indexer.models_in_use import Models

    begun = time.perf_counter()
    embedder = Models.load().embedder
    loaded_ms = 1000 * (time.perf_counter() - begun)
    known = bool(embedder.embed_query(_TRIAL).any())
    found = f"{embedder.name}, {embedder.dimension} dimensions, loaded in {loaded_ms:.0f} ms"
    if known:
        return Finding(subject="model", sound=True, found=found)
    return Finding(subject="model", sound=False, found=f"{found}, knows no word", next_step="reinstall manba")


def _corpus(corpus: tuple[Path, ...]) -> Finding:
    from indexer.articles import read_corpus

    found = read_corpus(corpus)
    counted = f"{len(found.articles)} articles, {len(found.problems)} problems"
    if found.problems or not found.articles:
        return Finding(subject="corpus", sound=False, found=counted, next_step="run: manba check")
    return Finding(subject="corpus", sound=True, found=counted)


def _index(index: Path) -> Finding:
    from indexer.index.snapshot import SnapshotStore
    from indexer.knowledge import KnowledgeBase

    knowledge = KnowledgeBase.open(index)
    if knowledge.refused:
        first = knowledge.refused[0]
        found = f"{first.where}: {first.what}; {knowledge.snapshot_id} serves instead"
        return Finding(subject="index", sound=False, found=found, next_step=first.next_step)
    SnapshotStore(index).verify(knowledge.snapshot_id)
    found = f"{knowledge.snapshot_id}, {knowledge.view().manifest.counts['passages']} passages, checksums agree"
    if not knowledge.search(_TRIAL, top_k=1):
        return Finding(
            subject="index", sound=False, found=f"{found}; {_TRIAL!r} finds nothing", next_step="run: manba build"
        )
    return Finding(subject="index", sound=True, found=found)


def _state(state: Path) -> Finding:
    files = sorted(state.glob("*.db"))
    if not files:
        return Finding(subject="state", sound=True, found=f"{state} holds nothing yet")
    for file in files:
        fault = damage(file)
        if fault is not None:
            return Finding(
                subject="state",
                sound=False,
                found=f"{file}: {fault}",
                next_step="stop the server and put the file of your last backup in its place",
            )
    return Finding(subject="state", sound=True, found=f"{state}, {len(files)} databases, sound")
