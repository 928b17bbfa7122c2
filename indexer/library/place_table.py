"""Where each file of a corpus lay when last looked at: what is found here is looked at again before it counts."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from indexer.library.schema import path_key, path_of
from indexer.library.state import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a file of the corpus lies, as it was when last looked at.

    `article_id` is the id it is read under, None where it cannot be used; `written_id` the one in its front matter.
    `stamp` changes when the file does; it is empty where that cannot be relied on.
    """

    path: Path
    article_id: str | None
    written_id: str | None
    sha256: str
    stamp: str = ""


class PlaceTable:
    """The places of all files this state knows of; safe to share between threads and processes."""

    def __init__(self, database: Database) -> None:
        """Keep the places in `database`."""
        self._database = database

    def of(self, article_id: str) -> Place | None:
        """Where the file of an article lay when last looked at."""
        return next(iter(self._places("WHERE article_id = ?", article_id)), None)

    def with_text(self, sha256: str) -> list[Place]:
        """The files that had these bytes when last looked at."""
        return self._places("WHERE sha256 = ?", sha256)

    def all(self) -> list[Place]:
        """All files of all corpora this state knows of."""
        return self._places("")

    def change(self, *, gone: Iterable[Path], seen: Iterable[Place]) -> None:
        """Keep what a look at the corpus has shown; an article has one file, the one seen last."""
        seen = list(seen)
        with self._database.writing(flushed=False) as connection:
            connection.executemany("DELETE FROM places WHERE path = ?", [(path_key(path),) for path in gone])
            connection.executemany(
                "UPDATE places SET article_id = NULL WHERE article_id = ?",
                [(one.article_id,) for one in seen if one.article_id is not None],
            )
            _put_places(connection, seen)

    def _places(self, clause: str, *values: str) -> list[Place]:
        with self._database.reading() as connection:
            rows = connection.execute(f"SELECT * FROM places {clause}", values).fetchall()  # noqa: S608
        return [
            Place(
                path=path_of(row["path"]),
                article_id=row["article_id"],
                written_id=row["written_id"],
                sha256=row["sha256"],
                stamp=row["stamp"],
            )
            for row in rows
        ]


def _put_places(connection: sqlite3.Connection, places: Iterable[Place]) -> None:
    connection.executemany(
        "INSERT OR REPLACE INTO places VALUES (?, ?, ?, ?, ?)",
        [(path_key(one.path), one.article_id, one.written_id, one.sha256, one.stamp) for one in places],
    )
