"""The desk of the editors: the library, the jobs, the log of changes and the indexer's process, for one application.

Whatever blocks runs in threads of its own, so that an edit that waits for another one never holds up an answer.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import cached_property, partial
from typing import TYPE_CHECKING, Protocol, TypeVar

import anyio
import anyio.to_thread

from api.access import Caller
from api.audit import Audit
from api.editing.idempotency import Attempt, Replies
from api.keys.model import Scope
from api.keys.store import KeyStore
from api.problems import Problem
from api.settings import Settings
from indexer import ConflictError, ManbaError, NotFoundError, StateError

if TYPE_CHECKING:
    from indexer import Author, Job, Jobs, KeptSnapshot, Library, RolledBack

THREADS = 8
POLL_S = 0.02
ROLLBACK_WAIT_S = 10.0
"""Seconds a rollback waits for a build to end."""
LEFT_OVER = "server"
"""The author of a job for what a killed server has left."""

_SPECIMEN = b"# Manba\n\nManba is the word for source.\n"

T = TypeVar("T")
logger = logging.getLogger("manba.editing")


class Indexing(Protocol):
    """What carries out jobs, in some process: `ensure` sees that it runs, `stop` ends it."""

    def ensure(self) -> None:
        """Start it, or start it again, unless it runs here or for another worker."""

    def stop(self) -> None:
        """End it, if it runs here."""


StartIndexer = Callable[[Settings], Indexing]


def indexer_process(settings: Settings) -> Indexing:
    """The indexer's process for the corpus, index and state that `settings` name."""
    from indexer import IndexerProcess

    return IndexerProcess(
        settings.roots,
        index=settings.index,
        state=settings.state_folder,
        embedder=settings.embedder,
        watch=settings.watch,
    )


class Desk:
    """What editors' routes work with. Nothing is imported or opened before it is used."""

    def __init__(self, settings: Settings, keys: KeyStore, *, start_indexer: StartIndexer = indexer_process) -> None:
        """Work on the corpus, index and state that `settings` name; `start_indexer` gives what carries out jobs."""
        self._settings = settings
        self._keys = keys
        self._start_indexer = start_indexer
        self._indexing: Indexing | None = None
        self._starting = threading.Lock()
        self.audit = Audit(settings.state_folder)
        self.replies = Replies(settings.state_folder)
        self._limiter: anyio.CapacityLimiter | None = None

    @cached_property
    def library(self) -> Library:
        """The articles on disk and their versions."""
        from indexer import Library

        return Library(self._settings.roots, state=self._settings.state_folder)

    @cached_property
    def jobs(self) -> Jobs:
        """The re-indexes asked for."""
        from indexer import Jobs

        return Jobs(self._settings.state_folder)

    @property
    def has_state(self) -> bool:
        """Whether anything was ever kept."""
        return self._settings.state_folder.is_dir()

    async def start(self) -> None:
        """Start the indexer's process where someone may edit or files are watched; else it waits for `ensure`."""
        try:
            if await anyio.to_thread.run_sync(self._is_needed_from_the_start):
                await anyio.to_thread.run_sync(self.ensure_indexer)
                await self.run(self._settle)
        except (StateError, ConflictError) as error:
            # Readers are served all the same.
            logger.error("editing is not ready: %s", error)

    def warm(self) -> None:
        """Load what the first change would have to wait for, where changes are expected."""
        if self._indexing is not None:
            with suppress(ManbaError):
                self.library.check(_SPECIMEN)

    async def stop(self) -> None:
        """End the indexer's process, if this worker runs it."""
        if self._indexing is not None:
            await anyio.to_thread.run_sync(self._indexing.stop)

    def _is_needed_from_the_start(self) -> bool:
        if self._settings.watch or self._settings.editing == "open":
            return True
        return self._settings.editing == "keys" and self._keys.any_valid(Scope.EDIT)

    def _settle(self) -> None:
        """Finish, and index, the change that a server was making when it was killed."""
        if self.has_state and self.library.settle():
            self.jobs.request(author=LEFT_OVER)

    def ensure_indexer(self) -> None:
        """See that some worker of this server runs the indexer's process."""
        with self._starting:
            if self._indexing is None:
                self._indexing = self._start_indexer(self._settings)
            self._indexing.ensure()

    async def run(self, work: Callable[[], T]) -> T:
        """`work` in a thread of the desk."""
        if self._limiter is None:
            self._limiter = anyio.CapacityLimiter(THREADS)
        return await anyio.to_thread.run_sync(work, limiter=self._limiter)

    def reindex(self, caller: Caller) -> Job:
        """A job that will index what is stored now; one that has not begun yet is joined."""
        job = self.jobs.request(author=caller.name)
        self.ensure_indexer()
        return job

    def record(self, caller: Caller, action: str, subject: str, **details: object) -> None:
        """Write what was done into the log of changes."""
        try:
            self.audit.record(action, subject, key_id=caller.key_id, key_name=caller.name, **details)
        except StateError as error:
            # It is done, and versions and jobs carry their authors; to call it a failure would be untrue.
            logger.error("not in the log of changes: %s %s by %s: %s", action, subject, caller.name, error)

    def forget(self, attempt: Attempt) -> None:
        """Let a request that came to nothing be sent again."""
        with suppress(StateError):
            self.replies.drop(attempt)

    def job(self, job_id: str) -> Job:
        """One job; `Problem` unknown-job (404)."""
        try:
            return self.jobs.get(job_id)
        except NotFoundError:
            raise Problem(
                slug="unknown-job", detail="There is no job of this id. The newest are at /v1/jobs."
            ) from None

    def snapshots(self) -> list[KeptSnapshot]:
        """The snapshots that are kept, newest first."""
        from indexer import kept_snapshots

        return kept_snapshots(self._settings.index)

    def roll_back(self, name: str | None) -> RolledBack:
        """Let an earlier snapshot serve, by default the one before that which does.

        Raises `Problem`: unknown-snapshot (404), conflict (409) where none is earlier; BusyError, SnapshotError.
        """
        from indexer import roll_back

        try:
            done = roll_back(self._settings.index, name, wait_s=ROLLBACK_WAIT_S)
        except NotFoundError:
            detail = "No such snapshot is kept. Those that are kept are at /v1/snapshots."
            raise Problem(slug="unknown-snapshot", detail=detail) from None
        if done is None:
            raise Problem(slug="conflict", detail="No earlier snapshot is kept than the one that serves.")
        return done

    async def wait_for(self, job: Job, wait_s: float) -> Job:
        """`job` once it is over, or as it is after `wait_s` seconds."""
        with anyio.move_on_after(wait_s):
            while not job.is_finished:
                await anyio.sleep(POLL_S)
                job = await self.run(partial(self.job, job.id))
        return job


def author_of(caller: Caller) -> Author:
    """`caller` as the author of a version."""
    from indexer import Author

    return Author(key_id=caller.key_id, name=caller.name)
