"""The versions of all articles with their texts, and the changes under way."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from indexer.domain import LanguageCode
from indexer.errors import NotFoundError, StateError
from indexer.library.schema import FILE_NAME, path_key, path_of
from indexer.library.state import Database
from indexer.library.versions import VERSION_DIGITS, Author, Content, Pending, Record, Version, sha256_of

# What is pending is no version yet: its file may still be the one before.
_VERSIONS = """
SELECT versions.*, texts.bytes, texts.is_whole FROM versions JOIN texts USING (sha256)
WHERE article_id = ? AND NOT EXISTS (
  SELECT 1 FROM pending WHERE pending.article_id = versions.article_id AND pending.number = versions.number
)
"""
# A state of which only the body is known was seen by the indexer, which tells of it later: the file had moved on.
_NEWEST = f"{_VERSIONS} ORDER BY texts.is_whole DESC, number DESC LIMIT 1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A version with the SHA-256 of the sidecar it had, None where it had none, and where its file lay."""

    version: Version
    sidecar: str | None
    path: Path


class VersionStore:
    """The versions of all articles; safe to share between threads and processes."""

    def __init__(self, database: Database) -> None:
        """Keep the versions in `database`."""
        self._database = database

    def newest(self, article_id: str) -> Kept | None:
        """The newest version of an article, None where there is none."""
        return self.newest_of([article_id]).get(article_id)

    def newest_of(self, article_ids: Iterable[str]) -> dict[str, Kept]:
        """The newest versions of articles that have any, by id."""
        found = {}
        with self._database.reading() as connection:
            for article_id in article_ids:
                row = connection.execute(_NEWEST, (article_id,)).fetchone()
                if row is not None:
                    kept = Kept(version=_version(row), sidecar=row["sidecar"], path=path_of(row["path"]))
                    found[article_id] = kept
        return found

    def find_newest(self, article_id: str) -> Version:
        """The newest version of an article; NotFoundError."""
        newest = self.newest(article_id)
        if newest is None:
            raise _no_version(article_id, "newest")
        return newest.version

    def all_of(self, article_id: str) -> list[Version]:
        """The versions of an article, newest first."""
        with self._database.reading() as connection:
            rows = connection.execute(f"{_VERSIONS} ORDER BY number DESC", (article_id,)).fetchall()
        return [_version(row) for row in rows]

    def find(self, article_id: str, wanted: str) -> tuple[Version, Content]:
        """The version of the number or id `wanted`, the newest of those with this text; NotFoundError."""
        if len(wanted) == VERSION_DIGITS:
            # By a range, so that the index is used.
            clause, values = "AND sha256 >= ? AND sha256 < ?", [wanted.lower(), wanted.lower() + "g"]
        elif wanted.isascii() and wanted.isdecimal() and len(wanted) < VERSION_DIGITS:
            clause, values = "AND number = ?", [wanted]
        else:
            raise _no_version(article_id, wanted)
        with self._database.reading() as connection:
            row = connection.execute(
                f"{_VERSIONS} {clause} ORDER BY number DESC LIMIT 1", (article_id, *values)
            ).fetchone()
            if row is None:
                raise _no_version(article_id, wanted)
            content = _content(connection, row["sha256"], row["sidecar"])
        return _version(row), content

    def pending(self) -> list[Pending]:
        """The changes that were written down and not finished."""
        with self._database.reading() as connection:
            return [
                Pending(
                    article_id=row["article_id"],
                    number=row["number"],
                    path=path_of(row["path"]),
                    before=_content(connection, row["was"], row["was_sidecar"]) if row["was"] else None,
                    after=_content(connection, row["becomes"], row["becomes_sidecar"]) if row["becomes"] else None,
                )
                for row in connection.execute("SELECT * FROM pending ORDER BY rowid").fetchall()
            ]

    def begin(
        self, records: Sequence[Record], *, before: Content | None, after: Content | None
    ) -> tuple[Pending, Version]:
        """Write down `records`, the last of them as pending: it takes its file from `before` to `after`."""
        last = records[-1]
        with self._database.writing() as connection:
            for record in records:
                number = _insert(connection, record)
            row = connection.execute(f"{_VERSIONS} AND number = ?", (last.article_id, number)).fetchone()
            connection.execute(
                "INSERT INTO pending VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    last.article_id,
                    number,
                    path_key(last.path),
                    *_keep(connection, before),
                    *_keep(connection, after),
                ),
            )
        pending = Pending(article_id=last.article_id, number=number, path=last.path, before=before, after=after)
        return pending, _version(row)

    def finish(self, pending: Pending) -> None:
        """Write down that a change has been made."""
        # Forgotten, it is noticed again by whoever writes next.
        with self._database.writing(flushed=False) as connection:
            connection.execute("DELETE FROM pending WHERE article_id = ?", (pending.article_id,))

    def take_back(self, pending: Pending) -> None:
        """Forget a change that could not be made."""
        with self._database.writing() as connection:
            for table in ("pending", "versions"):
                connection.execute(
                    f"DELETE FROM {table} WHERE article_id = ? AND number = ?",  # noqa: S608
                    (pending.article_id, pending.number),
                )

    def record(self, records: Sequence[Record]) -> None:
        """Write down versions that lie on the disk already."""
        with self._database.writing() as connection:
            for record in records:
                _insert(connection, record)

    def record_body(self, record: Record, *, sha256: str) -> None:
        """Write down a version of which only the body is known: that of a file whose bytes had `sha256`."""
        with self._database.writing() as connection:
            known = connection.execute("SELECT 1 FROM texts WHERE sha256 = ?", (sha256,)).fetchone()
            if not known:
                _insert_text(connection, sha256, record.content.raw, is_whole=False)
            _insert(connection, record, sha256=sha256)

    def knows(self, article_id: str, sha256: str) -> bool:
        """Whether a version of the article holds the file with `sha256`."""
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT 1 FROM versions WHERE article_id = ? AND sha256 = ?", (article_id, sha256)
            ).fetchone()
        return row is not None

    def describe(self, versions: Iterable[Version]) -> None:
        """Keep title and language of versions that were found on disk and read since."""
        with self._database.writing() as connection:
            connection.executemany(
                "UPDATE versions SET title = ?, language = ? WHERE article_id = ? AND number = ? AND title IS NULL",
                [(one.title, one.language, one.article_id, one.number) for one in versions],
            )

    def undescribed(self, article_id: str) -> list[int]:
        """The numbers of the versions whose title was never read."""
        with self._database.reading() as connection:
            rows = connection.execute(f"{_VERSIONS} AND title IS NULL", (article_id,)).fetchall()
        return [row["number"] for row in rows]


def _no_version(article_id: str, wanted: str) -> NotFoundError:
    return NotFoundError(
        where=article_id,
        what=f"there is no version {wanted!r} of this article",
        next_step="see its list of versions; name one by its number or id",
    )


def _version(row: sqlite3.Row) -> Version:
    return Version(
        article_id=row["article_id"],
        number=row["number"],
        version=row["sha256"][:VERSION_DIGITS],
        sha256=row["sha256"],
        action=row["action"],
        created=row["created"],
        author=Author(key_id=row["key_id"], name=row["author"]),
        note=row["note"],
        bytes=row["bytes"],
        restored_from=row["restored_from"],
        title=row["title"] or "",
        language=LanguageCode(row["language"]) if row["language"] else None,
        is_whole=bool(row["is_whole"]),
    )


def _insert(connection: sqlite3.Connection, record: Record, *, sha256: str | None = None) -> int:
    """Insert a version and give its number; the text of one with a `sha256` of its own is there already."""
    text, sidecar = (sha256, None) if sha256 else _keep(connection, record.content)
    (number,) = connection.execute(
        "SELECT coalesce(max(number), 0) + 1 FROM versions WHERE article_id = ?", (record.article_id,)
    ).fetchone()
    values: tuple[Any, ...] = (
        record.article_id,
        number,
        record.action,
        text,
        sidecar,
        path_key(record.path),
        datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        record.author.key_id,
        record.author.name,
        record.note,
        record.restored_from,
        record.title,
        record.language.value if record.language else None,
    )
    connection.execute(f"INSERT INTO versions VALUES ({', '.join('?' * len(values))})", values)  # noqa: S608
    return int(number)


def _keep(connection: sqlite3.Connection, content: Content | None) -> tuple[str | None, str | None]:
    """The keys under which the texts of `content` are kept."""
    if content is None:
        return None, None
    keys: list[str | None] = []
    for raw in (content.raw, content.sidecar):
        if raw is None:
            keys.append(None)
            continue
        key = sha256_of(raw)
        known = connection.execute("SELECT is_whole FROM texts WHERE sha256 = ?", (key,)).fetchone()
        if known is None or not known["is_whole"]:
            _insert_text(connection, key, raw, is_whole=True)
        keys.append(key)
    return keys[0], keys[1]


def _insert_text(connection: sqlite3.Connection, sha256: str, raw: bytes, *, is_whole: bool) -> None:
    connection.execute(
        "INSERT INTO texts VALUES (?, ?, ?, ?) ON CONFLICT (sha256) DO UPDATE"
        " SET is_whole = excluded.is_whole, bytes = excluded.bytes, packed = excluded.packed",
        (sha256, is_whole, len(raw), zlib.compress(raw)),
    )


def _content(connection: sqlite3.Connection, sha256: str, sidecar: str | None) -> Content:
    return Content(raw=_text(connection, sha256), sidecar=_text(connection, sidecar) if sidecar else None)


def _text(connection: sqlite3.Connection, sha256: str) -> bytes:
    row = connection.execute("SELECT is_whole, packed FROM texts WHERE sha256 = ?", (sha256,)).fetchone()
    try:
        raw = zlib.decompress(row["packed"])
        is_sound = not row["is_whole"] or sha256_of(raw) == sha256
    except zlib.error:
        is_sound = False
    if not is_sound:
        raise StateError(
            where=FILE_NAME,
            what=f"the text {sha256[:VERSION_DIGITS]} is damaged",
            next_step="restore the file from a backup; the articles themselves are not touched",
        )
    return raw
