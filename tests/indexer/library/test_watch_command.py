"""`manba watch`: builds, watches, builds again, tells each build in a line, and ends quietly when it is asked to."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from .conftest import Shelf

ROOT = Path(__file__).resolve().parents[3]


class Command:
    """A running `manba watch`."""

    def __init__(self, shelf: Shelf, *options: str) -> None:
        self.errors = shelf.folder / "errors"
        with self.errors.open("w", encoding="utf-8") as errors:
            self.process = subprocess.Popen(
                [
                    *(sys.executable, "-m", "indexer", "watch", *options),
                    *("--corpus", str(shelf.corpus), "--index", str(shelf.index), "--state", str(shelf.state)),
                ],
                stdout=subprocess.PIPE,
                stderr=errors,
                encoding="utf-8",
                env={**os.environ, "PYTHONPATH": str(ROOT)},
            )

    def line(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().rstrip("\n")

    def must_complain(self, text: str) -> None:
        ends_at = time.monotonic() + 20
        while text not in self.errors.read_text(encoding="utf-8"):
            assert time.monotonic() < ends_at, self.errors.read_text(encoding="utf-8")
            time.sleep(0.02)

    def end(self, number: signal.Signals) -> tuple[int, str]:
        self.process.send_signal(number)
        return self.process.wait(20), self.errors.read_text(encoding="utf-8")


@pytest.fixture
def started() -> Iterator[list[Command]]:
    commands: list[Command] = []
    yield commands
    for command in commands:
        command.process.kill()
        command.process.wait()


def test_a_line_for_each_build_until_interrupted(shelf: Shelf, started: list[Command]) -> None:
    text = shelf.edit("Zdanie sprzed początku.")
    command = Command(shelf)
    started.append(command)
    first = command.line()
    assert "  3 articles, 3 passages; 1 embedded, 2 reused; " in first
    assert first.endswith(f"snapshot {newest(shelf)}")
    assert shelf.served() == text
    text = shelf.edit("Zdanie w trakcie.")
    assert command.line().endswith(f"snapshot {newest(shelf)}")
    assert shelf.served() == text
    # A file that cannot be used takes nothing away, and is said.
    path = shelf.corpus / "pl-sklep.md"
    path.write_bytes(b"\xff\xfe broken")
    command.must_complain("pl-sklep.md:1: ")
    assert "nothing has changed" in command.line()
    assert shelf.served() == text
    text = shelf.edit("Zdanie naprawione.")
    assert "1 embedded" in command.line()
    assert shelf.served() == text
    complaints = command.errors.read_text(encoding="utf-8")
    assert command.end(signal.SIGINT) == (0, complaints)
    assert shelf.leftovers() == []


def test_as_json_and_a_corpus_that_cannot_be_indexed_is_waited_for(shelf: Shelf, started: list[Command]) -> None:
    for path in shelf.corpus.iterdir():
        path.rename(shelf.folder / path.name)
    command = Command(shelf, "--json")
    started.append(command)
    command.must_complain("manba: ")
    (shelf.folder / "pl-sklep.md").rename(shelf.corpus / "pl-sklep.md")
    told = json.loads(command.line())
    assert told["snapshot"] == newest(shelf)
    assert (told["changed"], told["counts"]["articles"], told["problems"]) == (True, 1, [])
    code, complaints = command.end(signal.SIGTERM)
    assert code == 0
    assert "Traceback" not in complaints


def newest(shelf: Shelf) -> str:
    return (shelf.index / "CURRENT").read_text(encoding="ascii").strip()
