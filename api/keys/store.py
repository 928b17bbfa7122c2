"""The keys on disk: created, checked, listed, revoked; nothing is kept in memory, so a revoked key is dead at once."""

from __future__ import annotations

import hmac
import logging
import secrets
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from api.keys.model import SECRET_BYTES, Key, Scope, id_in, key_text, new_id, parse_key, secret_hash
from indexer import Database, NotFoundError, StateError

KEYS_FILE = "keys.db"
MAX_NAME_CHARACTERS = 100
USE_NOTED_EVERY = timedelta(minutes=1)

_SCHEMA = (
    """
    CREATE TABLE keys (
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        scope TEXT NOT NULL,
        secret_sha256 BLOB NOT NULL,
        created TEXT NOT NULL,
        expires TEXT,
        revoked TEXT,
        last_used TEXT
    ) STRICT;
    """,
)
# Compared with when the id is unknown, so that an unknown id takes as long as a wrong secret.
_NOBODYS_HASH = secret_hash("nobody's")

Clock = Callable[[], datetime]

logger = logging.getLogger("manba.keys")


def utc_now() -> datetime:
    """The time now, in UTC."""
    return datetime.now(UTC)


class KeyStore:
    """The keys of one state folder; safe to share between threads and processes."""

    def __init__(self, state: Path, *, clock: Clock = utc_now) -> None:
        """Stand for the keys in `state`; the file comes into being with the first key."""
        self._database = Database(state / KEYS_FILE, _SCHEMA)
        self._clock = clock

    def create(self, *, name: str, scope: Scope, expires: datetime | None = None) -> tuple[Key, str]:
        """A new key and its text, which is stored nowhere; StateError when the key cannot be kept."""
        secret = secrets.token_urlsafe(SECRET_BYTES)
        key = Key(id=new_id(), name=name, scope=scope, created=self._clock(), expires=expires)
        with self._database.writing() as connection:
            while connection.execute("SELECT 1 FROM keys WHERE id = ?", (key.id,)).fetchone():
                key = replace(key, id=new_id())
            connection.execute(
                "INSERT INTO keys (id, name, scope, secret_sha256, created, expires) VALUES (?, ?, ?, ?, ?, ?)",
                (key.id, name, scope.value, secret_hash(secret), _text(key.created), _text(expires)),
            )
        return key, key_text(key.id, secret)

    def check(self, text: str) -> Key | None:
        """The key whose text this is, valid or not (`Key.state`); None for the text of no key.

        It takes the same time whether the id is unknown or the secret wrong. StateError when the keys cannot be read.
        """
        presented = parse_key(text)
        row = self._row(presented.id) if presented is not None else None
        stored = bytes(row["secret_sha256"]) if row is not None else _NOBODYS_HASH
        given = secret_hash(presented.secret if presented is not None else "none")
        agrees = hmac.compare_digest(stored, given)
        if row is None or not agrees:
            return None
        key = _key(row)
        if key.state(self._clock()) == "valid":
            self._note_use(key)
        return key

    def list(self) -> list[Key]:
        """All keys, oldest first, also those that are over."""
        if not self._database.path.exists():
            return []
        with self._database.reading() as connection:
            return [_key(row) for row in connection.execute("SELECT * FROM keys ORDER BY created, id")]

    def revoke(self, id_or_key: str) -> tuple[Key, bool]:
        """Revoke a key by its id or whole text: the key, and whether it was not revoked before.

        Raises NotFoundError when there is no such key.
        """
        wanted = id_in(id_or_key)
        row = self._row(wanted) if wanted is not None else None
        if row is None:
            # What was typed may be a secret with a slip in it: only the beginning is repeated.
            raise NotFoundError(
                where=f"{id_or_key[:14]}…" if len(id_or_key) > 14 else id_or_key,
                what="there is no such key",
                next_step="manba keys list names the keys",
            )
        with self._database.writing() as connection:
            changed = connection.execute(
                "UPDATE keys SET revoked = ? WHERE id = ? AND revoked IS NULL", (_text(self._clock()), wanted)
            ).rowcount
            row = connection.execute("SELECT * FROM keys WHERE id = ?", (wanted,)).fetchone()
        return _key(row), changed == 1

    def any_valid(self, scope: Scope) -> bool:
        """Whether some valid key may do what `scope` stands for."""
        now = self._clock()
        return any(key.scope.includes(scope) and key.state(now) == "valid" for key in self.list())

    def _row(self, key_id: str) -> sqlite3.Row | None:
        # A request with a made-up key must not bring a file into being.
        if not self._database.path.exists():
            return None
        with self._database.reading() as connection:
            row: sqlite3.Row | None = connection.execute("SELECT * FROM keys WHERE id = ?", (key_id,)).fetchone()
            return row

    def _note_use(self, key: Key) -> None:
        """Write `last_used`, at most once a minute; a clock set back counts as a minute gone."""
        now = self._clock()
        if key.last_used is not None and timedelta() <= now - key.last_used < USE_NOTED_EVERY:
            return
        try:
            with self._database.writing() as connection:
                connection.execute("UPDATE keys SET last_used = ? WHERE id = ?", (_text(now), key.id))
        except StateError as error:
            # A full disk is told where something is to be kept; asking and reading go on.
            logger.warning("the use of key %s was not noted: %s", key.id, error)


def _text(when: datetime | None) -> str | None:
    return when.isoformat(timespec="milliseconds") if when is not None else None


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text is not None else None


def _key(row: sqlite3.Row) -> Key:
    return Key(
        id=row["id"],
        name=row["name"],
        scope=Scope(row["scope"]),
        created=datetime.fromisoformat(row["created"]),
        expires=_time(row["expires"]),
        revoked=_time(row["revoked"]),
        last_used=_time(row["last_used"]),
    )
