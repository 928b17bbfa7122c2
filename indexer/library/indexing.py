"""The indexer: takes one job after another, builds, and outlives whatever goes wrong with them.

It runs in a process of its own (`indexer.library.supervising` starts it), one for each state folder, so that answering
does not slow down. Killed at any moment it leaves the old snapshot serving, and its job to the next one.
"""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from indexer.errors import BusyError, CancelledError, ManbaError, NotFoundError, StateError
from indexer.index.outcome import Reindexed
from indexer.index.reindexing import Reindexer
from indexer.library.children import manba
from indexer.library.commits import Commits
from indexer.library.failures import told, within
from indexer.library.job import WAITING, Ending, Job
from indexer.library.jobs import Jobs
from indexer.library.recording import Recorder
from indexer.library.rewriting import COMMAND as REWRITE
from indexer.library.rewriting import Rewriting
from indexer.library.warming import own_steps, take_step, warm_up
from indexer.library.watching import corpus_changes

logger = logging.getLogger("manba.indexer")

LOCK_FILE = "indexer.lock"
PROGRESS_S = 0.1
"""Seconds between two reports of progress: each is a write to the state."""
OTHERS_S = 900.0
"""Seconds a job waits for another process that builds the same index."""
RETRY_S = 1.0
ON_DISK = "file"
"""The author of a job that is requested because a file was changed on the disk."""
_LOCK_S = 0.1
_ASK_S = 0.05
_OTHERS_STEP_S = 0.5


class Indexer:
    """Does the jobs of one state folder."""

    def __init__(
        self,
        recorder: Recorder,
        *,
        index: Path,
        state: Path,
        embedder: str | None = None,
    ) -> None:
        """Keep the index at `index` to the articles that `recorder` knows of."""
        self._index = index
        self._state = state
        self._recorder = recorder
        self._jobs = Jobs(state)
        # What cannot be read stays as it was indexed: an editor's slip takes nothing away from learners.
        self._reindexer = Reindexer(
            roots=recorder.roots, index=index, embedder=embedder, keeps_broken=True, puts_off=True
        )
        self._rewriting = Rewriting(lambda: manba(REWRITE, recorder.roots, index=index, embedder=embedder), self._jobs)

    def run(self, stop: threading.Event, *, watch: bool = False) -> None:
        """Do jobs until `stop` is set, alone: where another process does them, wait until it has ended.

        With `watch` a job is requested at the beginning and whenever files of the corpus change.
        """
        with self._alone(stop) as is_alone:
            if not is_alone:
                return
            watcher = threading.Thread(target=self._watch, args=(stop,), name="watch the corpus", daemon=True)
            if watch:
                watcher.start()
            with Commits(self._jobs.path) as commits:
                self._take_over(stop)
                warming = threading.Thread(target=warm_up, args=(stop.is_set,), name="get warm", daemon=True)
                warming.start()
                steps = own_steps(self._reindexer)
                while not stop.is_set():
                    # These are for when nobody waits; a job that is there already is done as it is. What is committed
                    # after looking for a job ends the wait that follows.
                    if not self._do_next(stop) and not take_step(steps):
                        commits.wait(stop=stop)
            self._rewriting.end()
            if watch:
                watcher.join()

    @contextlib.contextmanager
    def _alone(self, stop: threading.Event) -> Iterator[bool]:
        self._state.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self._state / LOCK_FILE)
        while not stop.is_set():
            try:
                lock.acquire(timeout=0)
            except Timeout:
                stop.wait(_LOCK_S)
                continue
            try:
                yield True
            finally:
                lock.release()
            return
        yield False

    def _do_next(self, stop: threading.Event) -> bool:
        """Do the next job; whether there may be another one to do."""
        try:
            job = self._jobs.claim()
        except StateError as error:
            logger.warning("jobs cannot be read, trying again: %s", error)
            stop.wait(RETRY_S)
            return True
        if job is None:
            return False
        begun = time.monotonic()
        ended = self._do(job, stop)
        if ended is not None:
            logger.info(
                "job %s %s: snapshot=%s embedded=%d reused=%d took_ms=%.0f%s",
                ended.id,
                ended.state,
                ended.snapshot,
                ended.embedded,
                ended.reused,
                (time.monotonic() - begun) * 1000,
                f" error={ended.error}" if ended.error else "",
            )
        return True

    def _do(self, job: Job, stop: threading.Event) -> Job | None:
        """The job as it ended; None where it was queued again, for this process has to end."""
        report = _Report(self._jobs, job, stop)
        try:
            done = self._build(job, report)
        except CancelledError:
            if report.is_cancelled:
                return self._end(job, stop, "cancelled")
            with contextlib.suppress(StateError):
                self._jobs.give_back(job.id)
            return None
        except Exception as error:
            if not isinstance(error, ManbaError | OSError):
                logger.exception("job %s failed", job.id)
            return self._end(job, stop, "failed", error=within(self._recorder.roots, told(error, index=self._index)))
        if done.has_grown:
            self._rewriting.begin()
        return self._end(
            job,
            stop,
            "done",
            snapshot=done.manifest.name,
            embedded=done.embedded,
            reused=done.reused,
            problems=[within(self._recorder.roots, str(problem)) for problem in done.problems],
        )

    def _build(self, job: Job, report: _Report) -> Reindexed:
        self._reindexer.roots = self._recorder.roots
        gives_up_at = time.monotonic() + OTHERS_S
        while True:
            try:
                return self._reindexer.run(
                    whole=job.whole,
                    wait_s=_OTHERS_STEP_S,
                    progress=report.progress,
                    should_stop=report.should_stop,
                    before_current=self._recorder.note_indexed,
                )
            except BusyError:
                if time.monotonic() > gives_up_at:
                    raise
                report.progress(WAITING, 0, 1)
                if report.should_stop():
                    raise CancelledError(
                        where=str(self._index), what="the build was cancelled", next_step="request it again"
                    ) from None

    def _end(self, job: Job, stop: threading.Event, state: Ending, **outcome: Any) -> Job | None:
        """Write down what became of a job, as soon as that is possible."""
        while True:
            try:
                return self._jobs.finish(job.id, state, **outcome)
            except NotFoundError:
                # The state was deleted under a running indexer; nobody can ask for this job any more.
                return None
            except StateError as error:
                logger.warning("job %s is %s, which cannot be written down yet: %s", job.id, state, error)
                if stop.wait(RETRY_S):
                    return None

    def _take_over(self, stop: threading.Event) -> None:
        """Take care of what a dead indexer left; nothing else is to be done before that is known."""
        while not stop.is_set():
            try:
                for job in self._jobs.take_over():
                    logger.warning("job %s was left by an indexer that died; now it is %s", job.id, job.state)
            except StateError as error:
                logger.warning("jobs cannot be read, trying again: %s", error)
                stop.wait(RETRY_S)
            else:
                return

    def _watch(self, stop: threading.Event) -> None:
        """Request a job at once and after each change, as long as it takes."""
        for _ in corpus_changes(lambda: self._recorder.roots, stop=stop):
            while not stop.is_set():
                try:
                    job = self._jobs.request(author=ON_DISK)
                except StateError as error:
                    logger.warning("files changed, but no job can be requested yet: %s", error)
                    stop.wait(RETRY_S)
                else:
                    logger.info("files of the corpus changed: job %s", job.id)
                    break


class _Report:
    """What a running job hears and tells, seldom enough to cost nothing."""

    def __init__(self, jobs: Jobs, job: Job, stop: threading.Event) -> None:
        self._jobs = jobs
        self._job_id = job.id
        self._stop = stop
        self._told_at = self._asked_at = time.monotonic()
        self.is_cancelled = False

    def progress(self, stage: str, done: int, total: int) -> None:
        if time.monotonic() - self._told_at < PROGRESS_S:
            return
        # What cannot be written down now must not stop a build that may well succeed.
        with contextlib.suppress(StateError):
            self._jobs.tell(self._job_id, stage, done, total)
        self._told_at = time.monotonic()

    def should_stop(self) -> bool:
        if time.monotonic() - self._asked_at >= _ASK_S:
            with contextlib.suppress(StateError):
                self.is_cancelled = self._jobs.is_cancelled(self._job_id)
            self._asked_at = time.monotonic()
        return self.is_cancelled or self._stop.is_set()
