"""Jobs: what was asked of the indexer, kept in the state folder until it is done, and what became of it.

Whoever changed an article requests a job, the indexer's process claims it. Their order is that of their numbers, which
only count up: what the clock says is for people to read.
"""

from __future__ import annotations

import secrets
import sqlite3
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import orjson

from indexer.errors import NotFoundError
from indexer.library.commits import Commits
from indexer.library.job import CANCELLING, Ending, Job
from indexer.library.state import Database

JOBS_FILE = "jobs.db"
KEPT_JOBS = 200
"""So many finished jobs are kept, the newest."""
MOST_DEATHS = 3
"""A job at which the indexer's process died so many times is not tried again."""

_SCHEMA = (
    """
CREATE TABLE jobs (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL,
    author TEXT NOT NULL,
    whole INTEGER NOT NULL,
    created TEXT NOT NULL,
    started TEXT,
    finished TEXT,
    ending INTEGER,
    stage TEXT NOT NULL DEFAULT '',
    done INTEGER NOT NULL DEFAULT 0,
    total INTEGER NOT NULL DEFAULT 0,
    is_cancelled INTEGER NOT NULL DEFAULT 0,
    deaths INTEGER NOT NULL DEFAULT 0,
    snapshot TEXT,
    embedded INTEGER NOT NULL DEFAULT 0,
    reused INTEGER NOT NULL DEFAULT 0,
    error TEXT,
    problems TEXT NOT NULL DEFAULT '[]'
);
CREATE INDEX jobs_by_state ON jobs (state, number);
CREATE INDEX jobs_by_ending ON jobs (ending);
""",
    "ALTER TABLE jobs ADD COLUMN is_joined INTEGER NOT NULL DEFAULT 0;\n",
)


class Jobs:
    """The jobs of one state folder; safe to share between threads and processes.

    Every method raises StateError when the state cannot be read or written, and those that name a job NotFoundError
    when there is none of this id, or no longer.
    """

    def __init__(self, state: Path) -> None:
        """Stand for the jobs in the folder `state`; nothing is opened yet."""
        self.path = state / JOBS_FILE
        self._database = Database(self.path, _SCHEMA)

    def request(self, *, author: str, whole: bool = False) -> Job:
        """Ask for a re-index, `whole` or of what changed; what was written before this call will be in it.

        A job that has not begun is joined, so that many edits make one build.
        """
        with self._database.writing() as connection:
            row = connection.execute("SELECT * FROM jobs WHERE state = 'queued' ORDER BY number DESC").fetchone()
            if row is not None:
                connection.execute(
                    "UPDATE jobs SET whole = max(whole, ?), is_joined = 1 WHERE id = ?", (whole, row["id"])
                )
                return _found(connection, row["id"])
            return _found(connection, _insert(connection, author=author, whole=whole))

    def get(self, job_id: str) -> Job:
        """The job of this id."""
        with self._database.reading() as connection:
            return _found(connection, job_id)

    def recent(self, limit: int = 20) -> list[Job]:
        """The `limit` jobs that were requested last, the newest first."""
        with self._database.reading() as connection:
            rows = connection.execute("SELECT * FROM jobs ORDER BY number DESC LIMIT ?", (limit,))
            return [_job(row) for row in rows]

    def wait(self, job_id: str, *, timeout_s: float) -> Job:
        """The job once it has finished, or as it is after `timeout_s` seconds."""
        return self._wait(job_id, None, timeout_s=timeout_s)

    def wait_for_news(self, job: Job, *, timeout_s: float) -> Job:
        """The job of this id once it differs from `job`, or as it is after `timeout_s` seconds."""
        return self._wait(job.id, job, timeout_s=timeout_s)

    def cancel(self, job_id: str) -> Job:
        """Drop a queued job, and ask the indexer to stop a running one; one that has finished stays as it is.

        Where others joined it, a new job that is not whole takes its place: their changes wait for one, too.
        """
        with self._database.writing() as connection:
            job = _found(connection, job_id)
            if job.state == "queued":
                _finish(connection, job_id, "cancelled")
            elif job.state == "running":
                connection.execute(
                    "UPDATE jobs SET is_cancelled = 1, stage = ?, done = 0, total = 1 WHERE id = ?",
                    (CANCELLING, job_id),
                )
            return _found(connection, job_id)

    # What follows is for the indexer, of which one works at a time.

    def claim(self) -> Job | None:
        """Begin with the oldest queued job; None when there is none."""
        with self._database.reading() as connection:
            if connection.execute("SELECT 1 FROM jobs WHERE state = 'queued'").fetchone() is None:
                return None
        with self._database.writing() as connection:
            row = connection.execute("SELECT id FROM jobs WHERE state = 'queued' ORDER BY number").fetchone()
            if row is None:
                return None
            connection.execute("UPDATE jobs SET state = 'running', started = ? WHERE id = ?", (_now(), row["id"]))
            return _found(connection, row["id"])

    def tell(self, job_id: str, stage: str, done: int, total: int) -> None:
        """Write down how far a running job has come."""
        with self._database.writing(flushed=False) as connection:
            connection.execute(
                "UPDATE jobs SET stage = ?, done = ?, total = ?"
                " WHERE id = ? AND state = 'running' AND NOT is_cancelled",
                (stage, done, total, job_id),
            )

    def is_cancelled(self, job_id: str) -> bool:
        """Whether somebody wants a running job stopped."""
        with self._database.reading() as connection:
            row = connection.execute("SELECT is_cancelled FROM jobs WHERE id = ?", (job_id,)).fetchone()
            return row is not None and bool(row["is_cancelled"])

    def finish(
        self,
        job_id: str,
        state: Ending,
        *,
        snapshot: str | None = None,
        embedded: int = 0,
        reused: int = 0,
        error: str | None = None,
        problems: Sequence[str] = (),
    ) -> Job:
        """Write down what became of a running job, and forget the oldest finished ones beyond KEPT_JOBS."""
        with self._database.writing() as connection:
            _finish(connection, job_id, state, error=error)
            connection.execute(
                "UPDATE jobs SET snapshot = ?, embedded = ?, reused = ?, problems = ? WHERE id = ?",
                (snapshot, embedded, reused, orjson.dumps(list(problems)).decode(), job_id),
            )
            return _found(connection, job_id)

    def give_back(self, job_id: str) -> None:
        """Queue a running job again: the indexer was told to end before it was done."""
        with self._database.writing() as connection:
            _queue_again(connection, job_id)

    def take_over(self) -> list[Job]:
        """Queue again what an indexer that died has left running; for one that knows itself alone.

        A job at which it died MOST_DEATHS times has failed, one that was to be cancelled is. Returns these jobs.
        """
        with self._database.writing() as connection:
            left = connection.execute("SELECT * FROM jobs WHERE state = 'running' ORDER BY number").fetchall()
            for row in left:
                deaths = row["deaths"] + 1
                if row["is_cancelled"]:
                    _finish(connection, row["id"], "cancelled")
                elif deaths >= MOST_DEATHS:
                    _finish(connection, row["id"], "failed", error=_deadly(row["stage"]))
                else:
                    _queue_again(connection, row["id"])
                connection.execute("UPDATE jobs SET deaths = ? WHERE id = ?", (deaths, row["id"]))
            return [_found(connection, row["id"]) for row in left]

    def _wait(self, job_id: str, known: Job | None, *, timeout_s: float) -> Job:
        ends_at = time.monotonic() + timeout_s
        with Commits(self.path) as commits:
            while True:
                has_new = commits.wait(timeout_s=ends_at - time.monotonic())
                job = self.get(job_id)
                if not has_new or (job.is_finished if known is None else job != known):
                    return job


_JOINED = """
SELECT author FROM jobs WHERE id = ? AND is_joined AND NOT EXISTS (SELECT 1 FROM jobs WHERE state = 'queued')
"""


def _insert(connection: sqlite3.Connection, *, author: str, whole: bool) -> str:
    job_id = secrets.token_hex(8)
    connection.execute(
        "INSERT INTO jobs (id, state, author, whole, created) VALUES (?, 'queued', ?, ?, ?)",
        (job_id, author, whole, _now()),
    )
    return job_id


def _finish(connection: sqlite3.Connection, job_id: str, state: Ending, *, error: str | None = None) -> None:
    # `ending` numbers the jobs in the order in which they ended, which is not that in which they were requested.
    connection.execute(
        "UPDATE jobs SET state = :state, finished = :now, error = :error, done = 0, total = 0,"
        " stage = CASE :state WHEN 'failed' THEN stage ELSE '' END,"
        " ending = 1 + (SELECT coalesce(max(ending), 0) FROM jobs) WHERE id = :id",
        {"state": state, "now": _now(), "error": error, "id": job_id},
    )
    joined = connection.execute(_JOINED, (job_id,))
    if state == "cancelled" and (row := joined.fetchone()) is not None:
        _insert(connection, author=row["author"], whole=False)
    connection.execute("DELETE FROM jobs WHERE ending <= (SELECT max(ending) FROM jobs) - ?", (KEPT_JOBS,))


def _queue_again(connection: sqlite3.Connection, job_id: str) -> None:
    connection.execute(
        "UPDATE jobs SET state = 'queued', started = NULL, stage = '', done = 0, total = 0 WHERE id = ?", (job_id,)
    )


def _found(connection: sqlite3.Connection, job_id: str) -> Job:
    row = connection.execute("SELECT * FROM jobs WHERE id = ?", (job_id,)).fetchone()
    if row is None:
        raise NotFoundError(
            where=job_id,
            what="there is no such job, or no longer",
            next_step=f"see GET /v1/jobs for the newest; {KEPT_JOBS} finished ones are kept",
        )
    return _job(row)


def _job(row: sqlite3.Row) -> Job:
    return Job(
        id=row["id"],
        state=row["state"],
        author=row["author"],
        whole=bool(row["whole"]),
        created=row["created"],
        started=row["started"],
        finished=row["finished"],
        stage=row["stage"],
        done=row["done"],
        total=row["total"],
        snapshot=row["snapshot"],
        embedded=row["embedded"],
        reused=row["reused"],
        error=row["error"],
        problems=tuple(orjson.loads(row["problems"])),
    )


def _deadly(stage: str) -> str:
    at = f"at the stage {stage!r}" if stage else "at its beginning"
    return (
        f"the indexer: its process ended {MOST_DEATHS} times in the midst of this job, last {at}; "
        "see the server's log and the machine's memory, and run: manba build"
    )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
