"""The daily budget: over processes, over midnight, killed in the midst, on a damaged file and a full disk."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from api.generation.budget import MODEL_FILE, Budget
from indexer import Database, StateError

SPENDING = """
import sys
from pathlib import Path
from api.generation.budget import Budget

budget = Budget(Path(sys.argv[1]), daily_tokens=10**9)
for number in range(int(sys.argv[2])):
    budget.owe(7)
    assert budget.settle()
    print(number + 1, flush=True)
"""


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 11, 28, 23, 59, 59, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@contextmanager
def spending(state: Path, times: int) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-c", SPENDING, str(state), str(times)], stdout=subprocess.PIPE, text=True, encoding="utf-8"
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def test_processes_count_together(tmp_path: Path) -> None:
    with spending(tmp_path, 60) as one, spending(tmp_path, 60) as other:
        assert [one.wait(60), other.wait(60)] == [0, 0]
    assert Budget(tmp_path, daily_tokens=1).used_today() == 2 * 60 * 7


def test_what_was_counted_outlives_a_kill(tmp_path: Path) -> None:
    with spending(tmp_path, 10**6) as process:
        assert process.stdout is not None
        while int(process.stdout.readline()) < 40:
            pass
        process.send_signal(signal.SIGKILL)
        told = [40, *map(int, process.stdout.read().split())][-1]
    budget = Budget(tmp_path, daily_tokens=10**9)
    # One more may be written and not yet told.
    assert budget.used_today() in {7 * told, 7 * (told + 1)}
    budget.owe(1)
    assert budget.settle()


def test_each_day_has_its_own(tmp_path: Path) -> None:
    clock = Clock()
    budget = Budget(tmp_path, daily_tokens=100, clock=clock)
    budget.owe(100)
    clock.now += timedelta(seconds=1)
    # Owed before midnight, written down after it.
    assert budget.is_spent() is False
    assert budget.used_today() == 0
    clock.now -= timedelta(seconds=1)
    assert budget.used_today() == 100
    assert budget.is_spent() is True


def test_what_is_owed_counts_before_it_is_written_down(tmp_path: Path) -> None:
    budget = Budget(tmp_path, daily_tokens=100)
    budget.owe(100)
    assert budget.is_spent() is True


def test_full_disk_spends_nothing_and_forgets_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    budget = Budget(tmp_path, daily_tokens=100)
    assert budget.is_spent() is False
    budget.owe(30)
    with monkeypatch.context() as full:

        def refuse(*_: object, **__: object) -> None:
            raise StateError(where="model.db", what="the disk is full", next_step="make room")

        full.setattr(Database, "writing", refuse)
        # It can still be read: what was used since would be free for ever.
        assert budget.is_spent() is True
        assert budget.is_spent() is True
    assert budget.is_spent() is False
    assert budget.used_today() == 30


def test_damaged_file_spends_nothing(tmp_path: Path) -> None:
    (tmp_path / MODEL_FILE).write_bytes(b"no database at all " * 100)
    budget = Budget(tmp_path, daily_tokens=100)
    assert budget.is_spent() is True
    budget.owe(5)
    assert budget.settle() is False
    (tmp_path / MODEL_FILE).unlink()
    assert budget.is_spent() is False
    assert budget.used_today() == 5
