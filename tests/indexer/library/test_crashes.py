"""kill -9 at every step of a change, and a disk that is full at every step: nothing is lost or half made."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from indexer.articles import read_corpus
from indexer.concepts import sidecar_of
from indexer.library.library import Library
from indexer.library.versions import Author

ANNA = Author(name="Anna")
OLD = "---\nlang: pl\n---\nStary tekst o zwrotach w sklepie.\n"
NEW = "---\nlang: pl\n---\nNowy tekst o zwrotach w sieci, dłuższy niż stary.\n"
TERMS = b'[terms]\n"omni" = "omnichannel"\n'
FEWEST_STEPS = 8

Order = dict[str, Any]
Doing = Callable[..., list[dict[str, Any]]]


@pytest.fixture(scope="module")
def do() -> Iterator[Doing]:
    """Carry out orders in processes of their own; see dying.py."""
    path = Path(__file__).with_name("dying.py")
    with subprocess.Popen(
        [sys.executable, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[3],
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        stdin, stdout = process.stdin, process.stdout

        def send(*orders: Order) -> list[dict[str, Any]]:
            stdin.write(json.dumps(orders) + "\n")
            stdin.flush()
            answers: list[dict[str, Any]] = json.loads(stdout.readline())
            assert not any(answer["crashed"] for answer in answers), answers
            return answers

        yield send
        stdin.close()


class Scene:
    """A corpus before a change, and what may be there after it."""

    def __init__(self, folder: Path, change: Order, *, exists: bool, after: str | None) -> None:
        self.root, self.state = folder / "corpus", folder / "state"
        self.root.mkdir(parents=True)
        self.order = {**change, "root": str(self.root), "state": str(self.state)}
        self.after = after
        self.library = library = Library([self.root], state=self.state)
        library.put("inny", b"---\nlang: pl\n---\nInny tekst o sklepie.\n", author=ANNA)
        if exists:
            library.put("zwroty", OLD.encode(), author=ANNA)
            sidecar_of(self.root / "zwroty.md").write_bytes(TERMS)
        if change["op"] == "restore":
            library.delete("zwroty", author=ANNA)
        self.before = self.text()
        self.actions = self.made_here()

    def text(self) -> str | None:
        path = self.root / "zwroty.md"
        return path.read_text(encoding="utf-8") if path.exists() else None

    def made_here(self) -> list[str]:
        """What was done to the article through the library, newest first."""
        with sqlite3.connect(self.state / "versions.db") as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            assert connection.execute("SELECT count(*) FROM pending").fetchone()[0] == 0
            rows = connection.execute(
                "SELECT action FROM versions WHERE article_id = 'zwroty' AND action <> 'found' ORDER BY number DESC"
            )
            return [action for (action,) in rows]

    def check(self, *, must_be_made: bool | None = None) -> bool:
        """Whether the change was made; it was made whole or not at all, and whoever writes next sees which."""
        assert self.text() in {self.before, self.after}
        self.library.settle()
        settled = self.text()
        self.library.put("jeszcze", b"---\nlang: pl\n---\nJeszcze jeden tekst o sklepie.\n", author=ANNA)
        made = self.text() == self.after
        assert self.text() == settled
        assert settled in {self.before, self.after}
        assert must_be_made in {None, made}
        actions = self.made_here()
        assert actions[1:] == self.actions if made else actions == self.actions
        assert not list(self.root.rglob(".*"))
        is_there = self.text() is not None
        ids = {one.article.id for one in read_corpus([self.root], facts={}).articles}
        assert ids == {"inny", "jeszcze"} | ({"zwroty"} if is_there else set())
        # The sidecar goes and comes with its article.
        has_sidecar = sidecar_of(self.root / "zwroty.md").exists()
        assert has_sidecar == (is_there and actions[0] != "created" if made else self.before is not None)
        if self.before is not None:
            assert self.library.version("zwroty", "1")[1] == OLD.encode()
        return made


CHANGES = {
    "create": ({"op": "put", "text": NEW}, False, NEW),
    "replace": ({"op": "put", "text": NEW}, True, NEW),
    "delete": ({"op": "delete"}, True, None),
    "restore": ({"op": "restore", "number": 3}, True, OLD),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_killed_at_any_step_is_made_whole_or_not_at_all(do: Doing, tmp_path: Path, name: str) -> None:
    change, exists, after = CHANGES[name]
    outcomes = []
    for step in count():
        scene = Scene(tmp_path / str(step), change, exists=exists, after=after)
        (answer,) = do({**scene.order, "step": step, "how": "kill"})
        if not answer["killed"]:
            # What was acknowledged is there.
            assert answer["done"] >= 1
            scene.check(must_be_made=True)
            break
        outcomes.append(scene.check())
        shutil.rmtree(tmp_path / str(step))
    assert len(outcomes) >= FEWEST_STEPS
    # Up to one step nothing has happened, and from there on all has.
    assert outcomes == sorted(outcomes)
    assert {False, True} == set(outcomes)


@pytest.mark.parametrize("name", CHANGES)
def test_a_disk_that_is_full_at_any_step_is_told_and_leaves_all_as_it_was(do: Doing, tmp_path: Path, name: str) -> None:
    change, exists, after = CHANGES[name]
    refused = 0
    for step in count():
        scene = Scene(tmp_path / str(step), change, exists=exists, after=after)
        (answer,) = do({**scene.order, "step": step, "how": "full"})
        if "error" in answer:
            refused += 1
            assert answer["error"] == "StateError"
            assert "see that the disk has room" in answer["what"]
        # A failure after the change was made does not undo it, and is none to its editor.
        scene.check(must_be_made="done" in answer)
        if "done" in answer and step > 4 * FEWEST_STEPS:
            break
        shutil.rmtree(tmp_path / str(step))
    assert refused >= FEWEST_STEPS // 2


def test_files_that_may_not_grow_are_refused_by_the_system_and_nothing_is_lost(do: Doing, tmp_path: Path) -> None:
    long = "---\nlang: pl\n---\n" + "Klient kupuje w sklepie i w sieci. " * 2_000 + "\n"
    refused = 0
    for limit in (0, 2_000, 10_000, 40_000, 69_000, 120_000, 500_000):
        scene = Scene(tmp_path / str(limit), {"op": "put", "text": long}, exists=True, after=long)
        (answer,) = do({**scene.order, "step": limit, "how": "limit"})
        refused += "error" in answer
        scene.check(must_be_made="done" in answer)
        shutil.rmtree(tmp_path / str(limit))
    assert refused >= 4
    assert "done" in answer
