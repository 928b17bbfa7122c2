"""Another program writes to an article's file while it is being changed: nothing that it wrote is lost."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from indexer.concepts import sidecar_of
from indexer.errors import StateError
from indexer.library import swapping
from indexer.library.library import Library
from indexer.library.versions import Author

from .test_crashes import Doing, do

ANNA = Author(name="Anna")
OLD = b"---\nlang: pl\n---\nStary tekst o zwrotach w sklepie.\n"
NEW = b"---\nlang: pl\n---\nNowy tekst o zwrotach w sieci.\n"
FIRST = b"---\nlang: pl\n---\nCo inny program zapisuje najpierw.\n"
SECOND = b"---\nlang: pl\n---\nCo zapisuje potem.\n"
THIRD = b"---\nlang: pl\n---\nCo zapisuje na koniec.\n"

Doer = Callable[[], object]
assert do is not None


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "corpus"
    root.mkdir()
    return root


@pytest.fixture
def library(root: Path, tmp_path: Path) -> Library:
    library = Library([root], state=tmp_path / "state")
    library.put("zwroty", OLD, author=ANNA)
    return library


def write(path: Path, raw: bytes) -> Doer:
    """What another program does that writes as careful ones do."""

    def written() -> None:
        path.with_name("partial").write_bytes(raw)
        path.with_name("partial").rename(path)

    return written


BEFORE_FIRST, AFTER_FIRST, BEFORE_SECOND, AFTER_SECOND, BEFORE_THIRD = range(5)
"""Moments of a change: before and after each time that it renames a file."""


def at_moments(monkeypatch: pytest.MonkeyPatch, doings: dict[int, Doer]) -> None:
    """Have each of `doings` done at its moment."""
    calls = count()

    def interrupted(rename: Callable[..., Any]) -> Callable[..., Any]:
        def interrupting(*arguments: Any) -> Any:
            moment = 2 * next(calls)
            doings.get(moment, lambda: None)()
            done = rename(*arguments)
            doings.get(moment + 1, lambda: None)()
            return done

        return interrupting

    monkeypatch.setattr(swapping, "_rename", interrupted(swapping._rename))
    monkeypatch.setattr(Path, "replace", interrupted(Path.replace))


def history(library: Library) -> list[tuple[str, bytes]]:
    """What was done to the article, the oldest first, and the text of each version, known whole."""
    found = [library.version("zwroty", str(one.number)) for one in reversed(library.versions("zwroty"))]
    assert all(version.is_whole for version, _ in found)
    return [(version.action, raw) for version, raw in found]


def leftovers(root: Path) -> list[Path]:
    return list(root.rglob(".*"))


WRITTEN = [
    {BEFORE_FIRST: FIRST},
    # While the new text stands there for a moment.
    {BEFORE_FIRST: FIRST, AFTER_FIRST: SECOND},
    {BEFORE_FIRST: FIRST, AFTER_FIRST: SECOND, AFTER_SECOND: THIRD},
    # After what it had written was put back, before anybody has looked at the file.
    {BEFORE_FIRST: FIRST, AFTER_SECOND: SECOND},
]


@pytest.mark.parametrize("written", WRITTEN)
def test_all_that_another_program_writes_while_a_text_is_published_is_kept(
    library: Library, root: Path, monkeypatch: pytest.MonkeyPatch, written: dict[int, bytes]
) -> None:
    path = root / "zwroty.md"
    at_moments(monkeypatch, {moment: write(path, raw) for moment, raw in written.items()})
    library.put("zwroty", NEW, author=ANNA)
    assert history(library) == [("created", OLD), *(("found", raw) for raw in written.values()), ("replaced", NEW)]
    assert path.read_bytes() == NEW
    assert leftovers(root) == []


def test_what_another_program_deletes_while_a_text_is_published_stays_in_the_versions(
    library: Library, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = root / "zwroty.md"
    at_moments(monkeypatch, {BEFORE_FIRST: write(path, FIRST), AFTER_FIRST: path.unlink})
    library.put("zwroty", NEW, author=ANNA)
    assert history(library) == [("created", OLD), ("found", FIRST), ("deleted", FIRST), ("created", NEW)]
    assert leftovers(root) == []


@pytest.mark.parametrize("written", [one for one in WRITTEN if THIRD not in one.values()])
def test_all_that_another_program_writes_while_an_article_is_deleted_is_kept(
    library: Library, root: Path, monkeypatch: pytest.MonkeyPatch, written: dict[int, bytes]
) -> None:
    path = root / "zwroty.md"
    at_moments(monkeypatch, {moment: write(path, raw) for moment, raw in written.items()})
    library.delete("zwroty", author=ANNA)
    kept = list(written.values())
    assert history(library) == [("created", OLD), *(("found", raw) for raw in kept), ("deleted", kept[-1])]
    assert not path.exists()
    assert leftovers(root) == []


def test_a_sidecar_that_another_program_writes_while_its_article_is_restored_is_kept(
    library: Library, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = root / "zwroty.md"
    sidecar = sidecar_of(path)
    texts = [f'[terms]\n"{word}" = "omnichannel"\n'.encode() for word in ("omni", "wszystko", "razem")]
    sidecar.write_bytes(texts[0])
    library.put("zwroty", NEW, author=ANNA)
    # The article is renamed first, then its sidecar.
    at_moments(monkeypatch, {BEFORE_SECOND: write(sidecar, texts[1]), AFTER_SECOND: write(sidecar, texts[2])})
    library.restore("zwroty", 1, author=ANNA)
    numbers = [one.number for one in reversed(library.versions("zwroty"))]
    kept = [library._store.find("zwroty", str(number))[1] for number in numbers]
    assert [texts.index(one.sidecar) for one in kept if one.sidecar is not None] == [0, 0, 1, 2]
    assert path.read_bytes() == OLD
    assert not sidecar.exists()
    assert leftovers(root) == []


@pytest.mark.parametrize("op", ["put", "delete"])
def test_a_change_killed_while_another_programs_words_are_out_of_their_place(
    do: Doing, tmp_path: Path, op: str
) -> None:
    outcomes = set()
    for step in count():
        root, state = tmp_path / str(step) / "corpus", tmp_path / str(step) / "state"
        root.mkdir(parents=True)
        library = Library([root], state=state)
        library.put("zwroty", OLD, author=ANNA)
        order = {"op": op, "text": NEW.decode(), "root": str(root), "state": str(state), "meanwhile": FIRST.decode()}
        (answer,) = do({**order, "step": step, "how": "kill"})
        library.put("inny", b"---\nlang: pl\n---\nInny tekst o sklepie.\n", author=ANNA)
        texts = [raw for _, raw in history(library)]
        path = root / "zwroty.md"
        now = path.read_bytes() if path.exists() else None
        assert leftovers(root) == []
        if (root / "interrupted").exists():
            assert FIRST in [*texts, now]
            assert now != OLD
        assert now in {OLD, FIRST, NEW if op == "put" else None}
        outcomes.add(now)
        if not answer["killed"]:
            assert texts[:2] == [OLD, FIRST]
            break
    # The other program's words were on their way back at one step at least.
    assert FIRST in outcomes


def test_words_that_cannot_be_put_back_at_once_are_put_back_by_the_next_change(
    library: Library, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = root / "zwroty.md"

    def refuse() -> None:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patch:
        at_moments(patch, {BEFORE_FIRST: write(path, FIRST), BEFORE_SECOND: refuse, BEFORE_THIRD: refuse})
        with pytest.raises(StateError):
            library.put("zwroty", NEW, author=ANNA)
    library.put("inny", b"---\nlang: pl\n---\nInny tekst o sklepie.\n", author=ANNA)
    assert path.read_bytes() == FIRST
    assert history(library)[:2] == [("created", OLD), ("found", FIRST)]
    assert leftovers(root) == []
