"""lti.db: the platforms that may launch Manba, and what is under way between a login and its launch."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import orjson

from api.lti.model import Platform
from indexer import Database, NotFoundError

LTI_FILE = "lti.db"
_SCHEMA = (
    """
    CREATE TABLE platforms (
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        issuer TEXT NOT NULL,
        client_id TEXT NOT NULL,
        auth_url TEXT NOT NULL,
        jwks_url TEXT,
        public_key TEXT,
        token_url TEXT,
        deployments TEXT NOT NULL,
        origins TEXT NOT NULL,
        needs_cookie INTEGER NOT NULL,
        created TEXT NOT NULL,
        UNIQUE (issuer, client_id)
    ) STRICT;
    CREATE TABLE logins (
        state_sha256 BLOB PRIMARY KEY,
        platform TEXT NOT NULL REFERENCES platforms (id) ON DELETE CASCADE,
        nonce TEXT NOT NULL,
        browser_sha256 BLOB NOT NULL,
        used INTEGER NOT NULL DEFAULT 0,
        expires REAL NOT NULL
    ) STRICT;
    CREATE INDEX logins_by_end ON logins (expires);
    CREATE TABLE choices (
        ticket_sha256 BLOB PRIMARY KEY,
        platform TEXT NOT NULL REFERENCES platforms (id) ON DELETE CASCADE,
        deployment TEXT NOT NULL,
        return_url TEXT NOT NULL,
        data TEXT,
        language TEXT,
        expires REAL NOT NULL
    ) STRICT;
    """,
)

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The time now, in UTC."""
    return datetime.now(UTC)


def lti_database(state: Path) -> Database:
    """The database in the folder `state`; its file comes into being with the first platform."""
    return Database(state / LTI_FILE, _SCHEMA)


class PlatformStore:
    """The platforms of one state folder; read anew each time, so that one taken away is dead at once."""

    def __init__(self, database: Database, *, clock: Clock = utc_now) -> None:
        """Stand for the platforms in `database`."""
        self._database = database
        self._clock = clock

    def put(self, platform: Platform) -> tuple[Platform, bool]:
        """Register `platform`, or change what is registered for its issuer and client id: it, and whether it is new."""
        values = (
            platform.name,
            platform.auth_url,
            platform.jwks_url,
            platform.public_key,
            platform.token_url,
            orjson.dumps(platform.deployments).decode(),
            orjson.dumps(platform.origins).decode(),
            int(platform.needs_cookie),
        )
        with self._database.writing() as connection:
            changed = connection.execute(
                "UPDATE platforms SET name = ?, auth_url = ?, jwks_url = ?, public_key = ?, token_url = ?,"
                " deployments = ?, origins = ?, needs_cookie = ? WHERE issuer = ? AND client_id = ?",
                (*values, platform.issuer, platform.client_id),
            ).rowcount
            if not changed:
                connection.execute(
                    "INSERT INTO platforms (name, auth_url, jwks_url, public_key, token_url, deployments, origins,"
                    " needs_cookie, issuer, client_id, id, created) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    (
                        *values,
                        platform.issuer,
                        platform.client_id,
                        secrets.token_hex(4),
                        self._clock().isoformat(timespec="seconds"),
                    ),
                )
            row = connection.execute(
                "SELECT * FROM platforms WHERE issuer = ? AND client_id = ?", (platform.issuer, platform.client_id)
            ).fetchone()
        return _platform(row), not changed

    def of_issuer(self, issuer: str, client_id: str | None = None) -> list[Platform]:
        """The platforms with this issuer, and this client id where one is given."""
        return [one for one in self.list() if one.issuer == issuer and client_id in {None, one.client_id}]

    def list(self) -> list[Platform]:
        """All platforms, oldest first."""
        if not self._database.path.exists():
            return []
        with self._database.reading() as connection:
            return [_platform(row) for row in connection.execute("SELECT * FROM platforms ORDER BY created, id")]

    def remove(self, platform_id: str) -> Platform:
        """Take a platform away; NotFoundError when there is none with this id."""
        found = next((one for one in self.list() if one.id == platform_id), None)
        if found is None:
            raise NotFoundError(
                where=platform_id[:40], what="there is no such platform", next_step="manba lti list names them"
            )
        with self._database.writing() as connection:
            connection.execute("DELETE FROM platforms WHERE id = ?", (platform_id,))
        return found


def _platform(row: sqlite3.Row) -> Platform:
    return Platform(
        id=row["id"],
        name=row["name"],
        issuer=row["issuer"],
        client_id=row["client_id"],
        auth_url=row["auth_url"],
        jwks_url=row["jwks_url"],
        public_key=row["public_key"],
        token_url=row["token_url"],
        deployments=tuple(orjson.loads(row["deployments"])),
        origins=tuple(orjson.loads(row["origins"])),
        needs_cookie=bool(row["needs_cookie"]),
    )
