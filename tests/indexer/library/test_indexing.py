"""The indexer outlives what goes wrong with its builds, says it plainly, and never keeps a request waiting."""

from __future__ import annotations

import errno
import logging
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from indexer.errors import BusyError, CancelledError, CorpusError, SnapshotError, StateError
from indexer.index.manifest import Manifest
from indexer.index.outcome import Reindexed
from indexer.index.snapshot import SnapshotStore
from indexer.library import indexing as module
from indexer.library.indexing import Indexer
from indexer.library.job import Job
from indexer.library.jobs import Jobs
from indexer.library.recording import NoRecorder

MODEL = {"name": "m", "dimension": 2, "content_hash": "0" * 64}
DONE = Reindexed(
    manifest=Manifest(
        name="20260101T000000-000001-00000000",
        created="2026-01-01T00:00:00+00:00",
        embedder=MODEL,
        word_model=MODEL,
        counts={"passages": 5},
        vectors="Flat",
        search_form=1,
    ),
    changed=True,
    embedded=2,
    reused=3,
    problems=(CorpusError(where="a.md", what="is broken", next_step="mend it"),),
)
Build = Callable[..., Reindexed]


class Reindexer:
    """Stands for the one that builds: each run is the next of the `builds`."""

    def __init__(self, builds: list[Build]) -> None:
        self.builds = builds
        self.roots: Any = ()
        self.wholes: list[bool] = []

    def run(self, *, whole: bool, **options: Any) -> Reindexed:
        self.wholes.append(whole)
        return self.builds.pop(0)(**options)

    def models(self) -> None:
        """There are none."""


LEAVE_WORD = "import sys; open('word', 'w').write(' '.join(sys.argv[1:]))"


def failing(error: Exception) -> Build:
    def build(**_: Any) -> Reindexed:
        raise error

    return build


def fine(**_: Any) -> Reindexed:
    return DONE


class Running:
    """An indexer at work in a thread of the test."""

    def __init__(self, folder: Path, reindexer: Reindexer) -> None:
        self.reindexer = reindexer
        self.jobs = Jobs(folder / "state")
        self.stop = threading.Event()
        indexer = Indexer(
            NoRecorder(roots=(folder / "corpus",)), index=folder / "index", state=folder / "state", embedder=None
        )
        self.thread = threading.Thread(target=indexer.run, args=(self.stop,))
        self.thread.start()

    def do(self, *builds: Build, whole: bool = False) -> Job:
        self.reindexer.builds[:] = builds
        return self.jobs.wait(self.jobs.request(author="a test", whole=whole).id, timeout_s=10)

    def end(self) -> None:
        self.stop.set()
        self.thread.join(10)
        assert not self.thread.is_alive()


@pytest.fixture
def running(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Running]:
    reindexer = Reindexer([])
    monkeypatch.setattr(module, "Reindexer", lambda **_: reindexer)
    monkeypatch.setattr(module, "own_steps", lambda _: iter(()))
    monkeypatch.setattr(module, "warm_up", lambda _: None)
    made = Running(tmp_path, reindexer)
    yield made
    made.end()


def test_what_a_build_did_is_told(running: Running) -> None:
    job = running.do(fine, whole=True)
    assert (job.state, job.snapshot, job.embedded, job.reused) == ("done", DONE.manifest.name, 2, 3)
    assert job.problems == ("a.md: is broken; mend it",)
    assert running.do(fine).state == "done"
    assert running.reindexer.wholes == [True, False]


def test_files_are_named_as_they_stand_in_the_corpus(running: Running, tmp_path: Path) -> None:
    broken = CorpusError(where=f"{tmp_path}/corpus/fa/a.md, line 3", what="is broken", next_step="mend it")
    job = running.do(lambda **_: replace(DONE, problems=(broken,)))
    assert job.problems == ("fa/a.md, line 3: is broken; mend it",)


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (
            CorpusError(where="corpus", what="holds no article", next_step="add one"),
            "corpus: holds no article; add one",
        ),
        (SnapshotError(where="s", what="is damaged", next_step="build"), "s: is damaged; build"),
        (StateError(where="versions.db", what="is full", next_step="make room"), "versions.db: is full; make room"),
        (OSError(errno.ENOSPC, "No space", "/disk/x"), "/disk/x: the disk is full; make room there, then re-index"),
        (
            PermissionError(errno.EACCES, "no", "/disk/x"),
            "/disk/x: permission denied; let the indexer write there, then re-index",
        ),
        (MemoryError(), "INDEX: there is not enough memory to build; end other programs there, then re-index"),
        (
            ValueError("17"),
            "INDEX: the build failed (ValueError: 17); see the server's log, and run: manba doctor",
        ),
    ],
)
def test_a_build_that_fails_says_where_what_and_what_to_do_and_the_next_one_is_done(
    running: Running, tmp_path: Path, error: Exception, told: str
) -> None:
    job = running.do(failing(error))
    assert (job.state, job.snapshot) == ("failed", None)
    assert job.error == told.replace("INDEX", str(tmp_path / "index"))
    assert running.do(fine).state == "done"


def test_it_waits_for_another_process_that_builds(running: Running, tmp_path: Path) -> None:
    store = SnapshotStore(tmp_path / "index")
    waited = []

    def build(*, wait_s: float, **_: Any) -> Reindexed:
        begun = time.monotonic()
        try:
            with store.writing(wait_s=wait_s):
                return DONE
        finally:
            waited.append(time.monotonic() - begun)

    with store.writing():
        running.reindexer.builds[:] = [build] * 20
        job = running.jobs.request(author="a test")
        time.sleep(0.8)
        now = running.jobs.get(job.id)
        assert (now.state, now.stage) == ("running", "waiting for another build")
    assert running.jobs.wait(job.id, timeout_s=10).state == "done"
    assert len(waited) >= 2


def test_it_does_not_wait_for_ever_and_can_be_cancelled_meanwhile(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    busy = failing(BusyError(where="index", what="another process is building this index", next_step="wait"))

    def slow(**options: Any) -> Reindexed:
        time.sleep(0.06)
        return busy(**options)

    running.reindexer.builds[:] = [slow] * 1000
    job = running.jobs.request(author="a test")
    time.sleep(0.2)
    running.jobs.cancel(job.id)
    assert running.jobs.wait(job.id, timeout_s=5).state == "cancelled"
    monkeypatch.setattr(module, "OTHERS_S", 0.2)
    job = running.do(*[slow] * 1000)
    assert (job.state, job.error) == ("failed", "index: another process is building this index; wait")


def test_a_cancelled_build_stops_at_its_next_step_and_progress_is_told(running: Running) -> None:
    seen: list[tuple[str, int, int]] = []
    seen_at: list[float] = []

    def build(*, should_stop: Callable[[], bool], progress: Callable[[str, int, int], None], **_: Any) -> Reindexed:
        for step in range(1000):
            progress("embeddings", step, 1000)
            if should_stop():
                raise CancelledError(where="index", what="cancelled", next_step="again")
            time.sleep(0.002)
        return DONE

    running.reindexer.builds[:] = [build]
    job = running.jobs.request(author="a test")
    ends_at = time.monotonic() + 5
    while len(seen) < 4 and time.monotonic() < ends_at:
        job = running.jobs.wait_for_news(job, timeout_s=5)
        if job.stage:
            seen.append((job.stage, job.done, job.total))
            seen_at.append(time.monotonic())
    running.jobs.cancel(job.id)
    ended = running.jobs.wait(job.id, timeout_s=5)
    assert (ended.state, ended.error) == ("cancelled", None)
    steps = [done for _, done, _ in seen]
    assert steps == sorted(set(steps))
    assert {(stage, total) for stage, _, total in seen} == {("embeddings", 1000)}
    # A report each 0.1 s, noticed within some 0.02 s.
    assert seen_at[3] - seen_at[0] >= 0.25


def test_what_cannot_be_written_down_is_written_down_later(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    full = StateError(where="jobs.db", what="the state cannot be written", next_step="make room")
    finish, failures = Jobs.finish, [full, full]

    def sometimes(self: Jobs, *arguments: Any, **options: Any) -> Job:
        if failures:
            raise failures.pop()
        return finish(self, *arguments, **options)

    monkeypatch.setattr(module, "RETRY_S", 0.05)
    monkeypatch.setattr(Jobs, "finish", sometimes)
    assert running.do(fine).state == "done"
    assert failures == []


def test_jobs_that_cannot_be_read_are_read_later(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    claim, failures = Jobs.claim, 2

    def sometimes(self: Jobs) -> Job | None:
        nonlocal failures
        if failures:
            failures -= 1
            raise StateError(where="jobs.db", what="the state cannot be read", next_step="look")
        return claim(self)

    monkeypatch.setattr(module, "RETRY_S", 0.05)
    monkeypatch.setattr(Jobs, "claim", sometimes)
    assert running.do(fine).state == "done"
    assert failures == 0


def test_a_state_that_is_deleted_under_it_does_not_stop_it(running: Running) -> None:
    def build(**_: Any) -> Reindexed:
        for file in running.jobs.path.parent.glob("jobs.db*"):
            file.unlink()
        return DONE

    running.reindexer.builds[:] = [build]
    running.jobs.request(author="a test")
    time.sleep(0.3)
    assert running.do(fine).state == "done"


def test_what_has_grown_is_written_anew_and_serves_by_a_job_of_its_own(
    running: Running, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    # The child leaves word of how it was called instead of working.
    monkeypatch.setattr(module, "manba", lambda *line, **options: [sys.executable, "-c", LEAVE_WORD, *map(str, line)])
    monkeypatch.chdir(tmp_path)
    first = running.do(lambda **_: replace(DONE, has_grown=True), fine)
    assert first.state == "done"
    ends_at = time.monotonic() + 5
    while len(running.jobs.recent()) < 2 and time.monotonic() < ends_at:
        time.sleep(0.01)
    assert (tmp_path / "word").read_text(encoding="utf-8").startswith("index-anew ")
    newest = running.jobs.recent()[0]
    assert newest.author == "indexer"
    assert running.jobs.wait(newest.id, timeout_s=5).state == "done"


def test_a_request_is_begun_at_once_and_waiting_costs_next_to_nothing(running: Running) -> None:
    begun: list[float] = []

    def build(**_: Any) -> Reindexed:
        begun.append(time.perf_counter())
        return DONE

    running.do(build)
    late_ms = []
    for number in range(15):
        time.sleep(0.05 + number / 1000)
        running.reindexer.builds[:] = [build]
        job = running.jobs.request(author="a test")
        asked = time.perf_counter()
        assert running.jobs.wait(job.id, timeout_s=5).state == "done"
        late_ms.append((begun[-1] - asked) * 1000)
    assert sorted(late_ms)[len(late_ms) // 2] <= 30
    used = time.process_time()
    time.sleep(1)
    assert time.process_time() - used <= 0.05


def test_only_one_works_on_a_state(running: Running, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    other = Running(tmp_path, running.reindexer)
    with caplog.at_level(logging.INFO, logger="manba.indexer"):
        assert [running.do(fine).state for _ in range(3)] == ["done"] * 3
        running.end()
        assert other.do(fine).state == "done"
    other.end()
    assert sum(" done: snapshot=" in line for line in caplog.messages) == 4
