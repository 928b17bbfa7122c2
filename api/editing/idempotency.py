"""Idempotency-Key: a change that is sent twice is made once, and its response is given twice.

The response is kept for a day, flushed to the disk before it is sent. A request that fails leaves nothing behind and
may be sent again with the same key.
"""

from __future__ import annotations

import os
import platform
import sqlite3
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import orjson

from api.problems import FieldError, Problem
from indexer import Database

REPLIES_FILE = "replies.db"
HEADER = "Idempotency-Key"
MAX_KEY_CHARACTERS = 255
KEPT_S = 24 * 3600.0
LEASE_S = 120.0
"""Seconds after which a request that never came to its end is given up, if its process still runs."""

_SCHEMA = (
    """
    CREATE TABLE replies (
        caller TEXT NOT NULL,
        key TEXT NOT NULL,
        request_sha256 TEXT NOT NULL,
        begun REAL NOT NULL,
        owner TEXT NOT NULL,
        host TEXT NOT NULL,
        process INTEGER NOT NULL,
        status INTEGER,
        headers TEXT,
        body BLOB,
        PRIMARY KEY (caller, key)
    ) STRICT;
    CREATE INDEX replies_by_age ON replies (begun);
    """,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A response as it was given: status, the headers that matter, and the body."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """The first sending of a request: to be finished with its Reply, or dropped when it came to nothing."""

    caller: str
    key: str
    owner: str


class Replies:
    """The replies that were given, by caller and Idempotency-Key; shared by all workers."""

    def __init__(self, state: Path, *, clock: Callable[[], float] = time.time) -> None:
        """Keep replies in `state`, aged by `clock` in seconds."""
        self._database = Database(state / REPLIES_FILE, _SCHEMA)
        self._clock = clock

    def begin(self, *, caller: str, key: str, request_sha256: str) -> Attempt | Reply:
        """An Attempt when the request comes for the first time, the Reply it was given when it does not.

        Raises `Problem`: malformed-request (400) for a key that cannot be one, idempotency-key-reused (422) when the
        key came with another request, request-under-way (409) while the first is being served.
        """
        if not 1 <= len(key) <= MAX_KEY_CHARACTERS or not (key.isascii() and key.isprintable()):
            raise _problem("malformed-request", f"must be 1 to {MAX_KEY_CHARACTERS} visible ASCII characters")
        now = self._clock()
        attempt = Attempt(caller=caller, key=key, owner=uuid.uuid4().hex)
        # Of a process that a power failure has ended there is no request under way.
        with self._database.writing(flushed=False) as connection:
            connection.execute("DELETE FROM replies WHERE begun < ?", (now - KEPT_S,))
            row = connection.execute("SELECT * FROM replies WHERE caller = ? AND key = ?", (caller, key)).fetchone()
            if row is not None and row["request_sha256"] != request_sha256:
                raise _problem("idempotency-key-reused", "came with another request before; use a new one")
            if row is not None and row["status"] is not None:
                return Reply(status=row["status"], headers=orjson.loads(row["headers"]), body=row["body"])
            if row is not None and _is_served(row, now):
                raise _problem("request-under-way", "is that of a request still being served", {"Retry-After": "1"})
            connection.execute(
                "INSERT OR REPLACE INTO replies (caller, key, request_sha256, begun, owner, host, process) "
                "VALUES (?, ?, ?, ?, ?, ?, ?)",
                (caller, key, request_sha256, now, attempt.owner, platform.node(), os.getpid()),
            )
        return attempt

    def finish(self, attempt: Attempt, reply: Reply) -> None:
        """Keep the Reply to an Attempt."""
        with self._database.writing() as connection:
            connection.execute(
                "UPDATE replies SET status = ?, headers = ?, body = ? WHERE caller = ? AND key = ? AND owner = ?",
                (
                    reply.status,
                    orjson.dumps(dict(reply.headers)).decode("utf-8"),
                    reply.body,
                    attempt.caller,
                    attempt.key,
                    attempt.owner,
                ),
            )

    def drop(self, attempt: Attempt) -> None:
        """Forget an Attempt that came to nothing."""
        with self._database.writing() as connection:
            connection.execute(
                "DELETE FROM replies WHERE caller = ? AND key = ? AND owner = ?",
                (attempt.caller, attempt.key, attempt.owner),
            )


def _is_served(row: sqlite3.Row, now: float) -> bool:
    """Whether the process that took a request may still be serving it: after a crash nobody has to wait."""
    if not 0 <= now - row["begun"] < LEASE_S:
        return False
    if row["host"] != platform.node() or row["process"] == os.getpid():
        return True
    try:
        os.kill(row["process"], 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _problem(slug: str, what: str, headers: Mapping[str, str] | None = None) -> Problem:
    return Problem(
        slug=slug,
        detail=f"The {HEADER} {what}.",
        errors=[FieldError(detail=what, parameter=HEADER)],
        headers=headers,
    )
