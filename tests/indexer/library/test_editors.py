"""Two editors at once, in threads and in processes: neither overwrites what the other has written."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from filelock import FileLock

from indexer.errors import ConflictError
from indexer.library import changes
from indexer.library.library import Library

from . import dying
from .texts import ANNA, text

EDITORS, TIMES = 4, 6


def test_editors_in_threads_lose_no_edit(library: Library) -> None:
    library.put("licznik", text("Klient był w sklepie tyle razy: 0"), author=ANNA)
    with ThreadPoolExecutor(EDITORS) as pool:
        refused = list(pool.map(lambda _: dying.count_up(library, "licznik", TIMES), range(EDITORS)))
    assert library.file("licznik").raw.endswith(f": {EDITORS * TIMES}\n".encode())
    numbers = [one.number for one in library.versions("licznik")]
    assert numbers == list(range(EDITORS * TIMES + 1, 0, -1))
    for number in numbers:
        assert library.version("licznik", str(number))[1].endswith(f": {number - 1}\n".encode())
    assert all(times >= 0 for times in refused)


def test_editors_in_processes_lose_no_edit(library: Library, root: Path, state: Path) -> None:
    library.put("licznik", text("Klient był w sklepie tyle razy: 0"), author=ANNA)
    order = {"op": "count", "id": "licznik", "times": TIMES, "root": str(root), "state": str(state)}
    answers = dying.run([order] * EDITORS)
    assert not any(answer["crashed"] for answer in answers)
    assert all("done" in answer for answer in answers)
    assert library.file("licznik").raw.endswith(f": {EDITORS * TIMES}\n".encode())
    assert len(library.versions("licznik")) == EDITORS * TIMES + 1
    assert [one.name for one in root.iterdir()] == ["licznik.md"]


def test_many_new_articles_at_once_are_all_there(library: Library, root: Path) -> None:
    with ThreadPoolExecutor(EDITORS) as pool:
        done = list(
            pool.map(lambda n: library.put(f"a{n}", text(f"Tekst numer {n} o sklepie."), author=ANNA), range(24))
        )
    assert all(one.created for one in done)
    assert {one.name for one in root.iterdir()} == {f"a{number}.md" for number in range(24)}


def test_of_two_who_create_one_article_one_is_told(library: Library) -> None:
    def create(number: int) -> bool:
        try:
            library.put("nowy", text(f"Tekst numer {number} o sklepie."), author=ANNA, must_be_new=True)
        except ConflictError:
            return False
        return True

    with ThreadPoolExecutor(EDITORS) as pool:
        assert sum(pool.map(create, range(EDITORS))) == 1
    assert len(library.versions("nowy")) == 1


def test_a_writer_who_waits_too_long_is_told_so(library: Library, state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changes, "WAIT_S", 0.05)
    state.mkdir()
    with (
        FileLock(state / changes.LOCK_FILE),
        pytest.raises(ConflictError, match="others are changing the articles all the time; try again in a minute"),
    ):
        library.put("nowy", text(), author=ANNA)
    library.put("nowy", text(), author=ANNA)
