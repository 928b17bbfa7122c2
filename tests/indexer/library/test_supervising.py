"""The indexer's process beside a server: one for each state, back when it dies, gone when the server is."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from filelock import FileLock, Timeout

from indexer.library import children, supervising
from indexer.library.indexing import LOCK_FILE
from indexer.library.jobs import Jobs
from indexer.library.supervising import IndexerProcess

ROOT = Path(__file__).resolve().parents[3]
Thing = TypeVar("Thing")

SERVER = """
import sys, time
from pathlib import Path
from indexer.library.supervising import IndexerProcess

folder = Path(sys.argv[1])
process = IndexerProcess([folder / "corpus"], index=folder / "index", state=folder / "state")
process.ensure()
while process.pid is None:
    time.sleep(0.01)
print(process.pid, flush=True)
time.sleep(600)
"""


def soon(look: Callable[[], Thing | None], *, within_s: float = 20) -> Thing:
    ends_at = time.monotonic() + within_s
    while not (found := look()):
        assert time.monotonic() < ends_at, "it did not happen in time"
        time.sleep(0.01)
    return found


def is_alive(pid: int) -> bool:
    """Whether a process runs; one that has ended and that nobody has asked for does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def is_locked(state: Path) -> bool:
    try:
        with FileLock(state / LOCK_FILE, timeout=0):
            return False
    except Timeout:
        return True


@pytest.fixture
def process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[IndexerProcess]:
    monkeypatch.setattr(supervising, "_LOCK_S", 0.05)
    (tmp_path / "state").mkdir()
    made = IndexerProcess([tmp_path / "corpus"], index=tmp_path / "index", state=tmp_path / "state")
    yield made
    made.stop()


def test_it_does_jobs_comes_back_when_it_is_killed_and_ends_when_told(process: IndexerProcess, tmp_path: Path) -> None:
    assert process.pid is None
    process.ensure()
    process.ensure()
    jobs = Jobs(tmp_path / "state")
    job = jobs.wait(jobs.request(author="a test").id, timeout_s=30)
    assert job.state == "failed"
    assert job.error is not None
    assert job.error.endswith("there is no such file or folder; correct the path")
    first = process.pid
    assert first is not None
    assert os.getpriority(os.PRIO_PROCESS, first) >= 10
    os.kill(first, signal.SIGKILL)
    second = soon(lambda: process.pid if process.pid != first else None)
    assert jobs.wait(jobs.request(author="a test").id, timeout_s=30).state == "failed"
    begun = time.monotonic()
    process.stop()
    assert time.monotonic() - begun < children.END_S + 1
    assert process.pid is None
    assert not is_alive(second)
    assert not is_locked(tmp_path / "state")


def test_of_two_servers_one_has_it_and_the_other_takes_over(process: IndexerProcess, tmp_path: Path) -> None:
    process.ensure()
    soon(lambda: process.pid)
    other = IndexerProcess([tmp_path / "corpus"], index=tmp_path / "index", state=tmp_path / "state")
    other.ensure()
    time.sleep(0.3)
    assert other.pid is None
    process.stop()
    assert soon(lambda: other.pid) is not None
    other.stop()


def test_it_ends_with_a_server_that_is_killed(tmp_path: Path) -> None:
    (tmp_path / "state").mkdir()
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [sys.executable, "-c", SERVER, str(tmp_path)], stdout=subprocess.PIPE, text=True, env=environment
    ) as server:
        assert server.stdout is not None
        child = int(server.stdout.readline())
        soon(lambda: is_locked(tmp_path / "state"))
        assert is_alive(child)
        server.kill()
    soon(lambda: not is_alive(child), within_s=10)
    soon(lambda: not is_locked(tmp_path / "state"), within_s=1)


def test_a_process_that_dies_at_once_is_started_again_more_and_more_seldom(
    process: IndexerProcess, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    marks = tmp_path / "marks"
    script = f"open({str(marks)!r}, 'a').write('x'); raise SystemExit(3)"
    process._command = [sys.executable, "-S", "-c", script]
    monkeypatch.setattr(supervising, "_CHILD_S", 0.01)
    process.ensure()
    time.sleep(2.0)
    process.stop()
    # Pauses of 0.2, 0.4, 0.8 and 1.6 s.
    assert 2 <= len(marks.read_text()) <= 4
    pauses = [line for line in caplog.messages if line.startswith("the indexer ended (exit code 3); another one")]
    assert pauses[0].endswith("starts in 0.2 s")
    assert pauses[1].endswith("starts in 0.4 s")


def test_a_folder_that_cannot_be_written_to_is_said_once(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "file").write_text("in the way")
    process = IndexerProcess([tmp_path], index=tmp_path / "index", state=tmp_path / "file" / "state")
    process.ensure()
    soon(lambda: caplog.messages)
    time.sleep(0.6)
    process.stop()
    (message,) = caplog.messages
    assert message.startswith("the indexer cannot be started: ")
