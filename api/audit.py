"""The log of changes: who did what to which article, job, snapshot or key, and when; one row each, never rewritten."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson

from indexer import Database

AUDIT_FILE = "audit.db"
MAX_ENTRIES = 1000

_SCHEMA = (
    """
    CREATE TABLE entries (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        at TEXT NOT NULL,
        key_id TEXT,
        key_name TEXT NOT NULL,
        action TEXT NOT NULL,
        subject TEXT NOT NULL,
        details TEXT NOT NULL
    ) STRICT;
    CREATE INDEX entries_by_subject ON entries (subject, number);
    """,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One change: `number` counts up from 1 and never goes back, whatever the clock does; `at` is ISO 8601 in UTC.

    `key_id` is None where no key was used: `key_name` then says who else ("command line", "anyone").
    """

    number: int
    at: str
    key_id: str | None
    key_name: str
    action: str
    subject: str
    details: Mapping[str, Any]


class Audit:
    """The log of changes of one state folder."""

    def __init__(self, state: Path) -> None:
        """Stand for the log in `state`; the file comes into being with the first entry."""
        self._database = Database(state / AUDIT_FILE, _SCHEMA)

    def record(self, action: str, subject: str, *, key_id: str | None, key_name: str, **details: object) -> None:
        """Keep one entry, flushed to the disk; StateError when it cannot be kept."""
        at = datetime.now(UTC).isoformat(timespec="milliseconds")
        with self._database.writing() as connection:
            connection.execute(
                "INSERT INTO entries (at, key_id, key_name, action, subject, details) VALUES (?, ?, ?, ?, ?, ?)",
                (at, key_id, key_name, action, subject, orjson.dumps(details).decode("utf-8")),
            )

    def entries(self, *, limit: int = 100, before: int | None = None, subject: str | None = None) -> list[Entry]:
        """The newest entries, newest first: those numbered below `before`, and of one `subject` where one is named."""
        if not self._database.path.exists():
            return []
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT * FROM entries WHERE (?1 IS NULL OR number < ?1) AND (?2 IS NULL OR subject = ?2) "
                "ORDER BY number DESC LIMIT ?3",
                (before, subject, min(limit, MAX_ENTRIES)),
            ).fetchall()
        return [Entry(**{**dict(row), "details": orjson.loads(row["details"])}) for row in rows]
