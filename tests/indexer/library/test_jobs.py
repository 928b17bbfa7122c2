"""Jobs: joined before they begin, done in their order, cancelled, left by the dead, and forgotten in time."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from indexer.errors import NotFoundError
from indexer.library import jobs as module
from indexer.library.commits import Commits
from indexer.library.job import Job
from indexer.library.jobs import MOST_DEATHS, Jobs


@pytest.fixture
def jobs(tmp_path: Path) -> Jobs:
    return Jobs(tmp_path / "state")


def begin(jobs: Jobs) -> Job:
    job = jobs.claim()
    assert job is not None
    return job


def test_a_job_from_its_request_to_its_end(jobs: Jobs) -> None:
    job = jobs.request(author="Ada")
    assert (job.state, job.author, job.whole, job.started, job.is_finished) == ("queued", "Ada", False, None, False)
    assert begin(jobs).id == job.id
    jobs.tell(job.id, "embeddings", 1, 4)
    running = jobs.get(job.id)
    assert (running.state, running.stage, running.done, running.total) == ("running", "embeddings", 1, 4)
    assert running.progress == pytest.approx((2 + 0.25) / 6)
    done = jobs.finish(job.id, "done", snapshot="s", embedded=3, reused=4, problems=["a.md:1: what; next"])
    assert (done.state, done.snapshot, done.embedded, done.reused) == ("done", "s", 3, 4)
    assert (done.problems, done.progress, done.error) == (("a.md:1: what; next",), 1.0, None)
    assert done.finished is not None
    assert done.started is not None
    assert done.created <= done.started <= done.finished
    assert datetime.fromisoformat(done.finished).tzinfo == UTC
    assert jobs.get(job.id) == done
    assert jobs.claim() is None


def test_requests_join_a_job_that_has_not_begun_and_no_other(jobs: Jobs) -> None:
    first = jobs.request(author="Ada")
    assert jobs.request(author="Ben").id == first.id
    assert jobs.request(author="Ben", whole=True).whole is True
    assert jobs.request(author="Ada").whole is True
    assert begin(jobs).id == first.id
    second = jobs.request(author="Ben")
    assert second.id != first.id
    assert (second.author, second.whole) == ("Ben", False)
    assert jobs.request(author="Ada").id == second.id


def test_of_many_requests_at_once_there_is_one_job(jobs: Jobs) -> None:
    with ThreadPoolExecutor(8) as pool:
        requested = {job.id for job in pool.map(lambda number: jobs.request(author=str(number)), range(40))}
    assert len(requested) == 1
    assert [job.id for job in jobs.recent(10)] == list(requested)


def test_a_queued_job_is_dropped_a_running_one_is_asked_to_stop_a_finished_one_stays(jobs: Jobs) -> None:
    dropped = jobs.cancel(jobs.request(author="Ada").id)
    assert (dropped.state, dropped.started) == ("cancelled", None)
    assert dropped.finished is not None
    assert jobs.claim() is None
    running = jobs.request(author="Ada")
    begin(jobs)
    assert jobs.is_cancelled(running.id) is False
    asked = jobs.cancel(running.id)
    assert (asked.state, asked.stage) == ("running", "cancelling")
    assert jobs.is_cancelled(running.id) is True
    jobs.tell(running.id, "words", 1, 2)
    assert jobs.get(running.id).stage == "cancelling"
    ended = jobs.finish(running.id, "done", snapshot="s")
    assert jobs.cancel(running.id) == ended


@pytest.mark.parametrize("call", [Jobs.get, Jobs.cancel, lambda jobs, name: jobs.wait(name, timeout_s=1)])
def test_an_unknown_job_is_said_to_be_none(jobs: Jobs, call: object) -> None:
    with pytest.raises(NotFoundError, match="nothing: there is no such job, or no longer; see GET /v1/jobs"):
        call(jobs, "nothing")  # type: ignore[operator]


def test_what_a_dead_indexer_left_is_queued_again_before_what_came_later(jobs: Jobs) -> None:
    left = jobs.request(author="Ada")
    begin(jobs)
    jobs.tell(left.id, "words", 1, 2)
    later = jobs.request(author="Ben")
    (taken,) = jobs.take_over()
    assert (taken.id, taken.state, taken.started, taken.stage) == (left.id, "queued", None, "")
    assert jobs.take_over() == []
    assert [begin(jobs).id, begin(jobs).id] == [left.id, later.id]


def test_a_job_the_indexer_dies_of_fails_and_one_that_was_to_be_cancelled_is(jobs: Jobs) -> None:
    deadly = jobs.request(author="Ada")
    for _ in range(MOST_DEATHS - 1):
        begin(jobs)
        assert [job.state for job in jobs.take_over()] == ["queued"]
    begin(jobs)
    jobs.tell(deadly.id, "words", 1, 2)
    (failed,) = jobs.take_over()
    assert failed.state == "failed"
    assert failed.error == (
        "the indexer: its process ended 3 times in the midst of this job, last at the stage 'words'; "
        "see the server's log and the machine's memory, and run: manba build"
    )
    cancelled = jobs.request(author="Ada")
    begin(jobs)
    jobs.cancel(cancelled.id)
    assert [job.state for job in jobs.take_over()] == ["cancelled"]
    assert jobs.claim() is None


def test_given_back_it_is_queued_and_has_not_died(jobs: Jobs) -> None:
    job = jobs.request(author="Ada")
    for _ in range(MOST_DEATHS + 1):
        assert begin(jobs).id == job.id
        jobs.give_back(job.id)
    assert jobs.get(job.id).state == "queued"


def test_the_jobs_that_ended_first_are_forgotten_and_no_other(jobs: Jobs, monkeypatch: pytest.MonkeyPatch) -> None:
    assert module.KEPT_JOBS == 200
    monkeypatch.setattr(module, "KEPT_JOBS", 5)
    waits_long = jobs.request(author="Ada")
    begin(jobs)
    ended = [jobs.cancel(jobs.request(author="Ada").id) for _ in range(5 + 2)]
    kept = jobs.recent(1000)
    assert len(kept) == 5 + 1
    assert [job.id for job in kept[:-1]] == [job.id for job in reversed(ended[2:])]
    assert jobs.finish(waits_long.id, "done").state == "done"
    assert jobs.get(waits_long.id).state == "done"
    with pytest.raises(NotFoundError):
        jobs.get(ended[2].id)


def test_the_order_does_not_depend_on_the_clock(jobs: Jobs, monkeypatch: pytest.MonkeyPatch) -> None:
    years = iter(range(2050, 1950, -1))

    class Backwards(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            return datetime(next(years), 1, 1, tzinfo=UTC)

    monkeypatch.setattr(module, "datetime", Backwards)
    monkeypatch.setattr(module, "KEPT_JOBS", 2)
    requested = []
    for _ in range(4):
        requested.append(jobs.request(author="Ada"))
        assert begin(jobs).id == requested[-1].id
        jobs.finish(requested[-1].id, "done")
    assert requested[0].created > requested[-1].created
    assert [job.id for job in jobs.recent(9)] == [requested[3].id, requested[2].id]
    last = jobs.request(author="Ada")
    begin(jobs)
    assert [job.id for job in jobs.take_over()] == [last.id]
    assert begin(jobs).id == last.id


def test_waiting_ends_with_the_job_or_the_time(jobs: Jobs) -> None:
    job = jobs.request(author="Ada")
    begun = time.monotonic()
    assert jobs.wait(job.id, timeout_s=0.05).state == "queued"
    assert 0.05 <= time.monotonic() - begun < 2

    def do() -> None:
        begin(jobs)
        jobs.tell(job.id, "words", 1, 2)
        time.sleep(0.1)
        jobs.finish(job.id, "done")

    doing = threading.Thread(target=do)
    doing.start()
    news = jobs.wait_for_news(job, timeout_s=10)
    assert news.state == "running"
    assert jobs.wait(job.id, timeout_s=10).state == "done"
    doing.join()
    assert jobs.wait_for_news(job, timeout_s=10).state == "done"
    assert jobs.wait(job.id, timeout_s=0).state == "done"


def test_a_commit_is_noticed_once_from_any_connection(jobs: Jobs) -> None:
    with Commits(jobs.path) as commits:
        assert commits.has_new() is True
        jobs.request(author="Ada")
        assert commits.has_new() is True
        assert commits.has_new() is False
        jobs.recent(1)
        assert commits.has_new() is False
        assert commits.wait(timeout_s=0.05) is False
        threading.Timer(0.05, lambda: jobs.request(author="Ben", whole=True)).start()
        begun = time.monotonic()
        assert commits.wait(timeout_s=10) is True
        assert time.monotonic() - begun < 1


def test_a_database_that_is_made_anew_under_a_watcher_is_noticed(jobs: Jobs) -> None:
    jobs.request(author="Ada")
    stop = threading.Event()
    with Commits(jobs.path) as commits:
        assert commits.has_new() is True
        assert commits.has_new() is False
        for file in jobs.path.parent.glob("jobs.db*"):
            file.unlink()
        assert commits.has_new() is True
        jobs.request(author="Ben")
        assert commits.has_new() is True
        assert commits.has_new() is False
        stop.set()
        assert commits.wait(stop=stop) is False


@pytest.mark.parametrize("begun", [False, True])
def test_a_cancelled_job_that_others_have_joined_leaves_them_one_of_their_own(jobs: Jobs, begun: bool) -> None:
    job = jobs.request(author="Ada", whole=True)
    jobs.request(author="Ben")
    if begun:
        begin(jobs)
    jobs.cancel(job.id)
    if begun:
        jobs.finish(job.id, "cancelled")
    assert jobs.get(job.id).state == "cancelled"
    left = begin(jobs)
    assert (left.author, left.whole, left.id == job.id) == ("Ada", False, False)
    # Nobody has joined that one.
    jobs.cancel(left.id)
    jobs.finish(left.id, "cancelled")
    assert jobs.claim() is None
