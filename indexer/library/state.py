"""The state folder: what cannot be built again from the articles, and lies beside the index for that reason.

    INDEX.state/
      versions.db     versions of articles with their texts; library.lock keeps writers of articles apart
      jobs.db         re-indexes asked for
      audit.db        the log of changes
      keys.db         keys of editors
      widgets.db      question boxes on other sites
      questions.db    what learners asked
      model.db        tokens that a language model used, day by day
      lti.db          course sites that may launch Manba; lti-key.pem is the key it signs its answers to them with
      articles/       articles published where the corpus has no folder that may be written to

The databases are SQLite in WAL mode with every commit flushed to the disk: what was acknowledged is there after a
crash.
"""

from __future__ import annotations

import atexit
import os
import sqlite3
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from weakref import WeakSet

from indexer.errors import StateError

BUSY_WAIT_S = 30.0
"""Seconds a writer waits for another one."""
MOST_IDLE = 4
"""Connections to one database that stay open while nobody uses them."""
_BUSY_STEP_S = 0.005
_FLUSHED, _UNFLUSHED = "PRAGMA synchronous = FULL", "PRAGMA synchronous = NORMAL"
_PRIMARY_CODE = 0xFF
_Identity = tuple[int, int]
"""Which file it is: its device and inode."""


def state_folder(index: Path, state: Path | None = None) -> Path:
    """The folder of the state that belongs to `index`: `state` where one is named, else INDEX.state beside it.

    >>> state_folder(Path("srv/index")).as_posix()
    'srv/index.state'
    """
    if state is not None:
        return state
    whole = index.absolute() if index.name in {"", ".", ".."} else index
    return whole.with_name(f"{whole.name}.state")


class Database:
    """One SQLite file, created with its tables when first used; safe to share between threads and processes.

    A few connections that nobody uses stay open for the next use; none outlives a fork, a deleted file or an error.
    That saves opening them, and more than that: when the last one of a file closes, SQLite moves all commits from the
    WAL into the file, which costs several times what the commit did.
    """

    def __init__(self, path: Path, schema: Sequence[str]) -> None:
        """Stand for the file at `path`; `schema[i]` is the script that brings it from version i to version i + 1.

        Scripts that were released are never edited: what changes is a further script.
        """
        self.path = path
        self._schema = tuple(schema)
        self._idle: deque[tuple[_Identity, sqlite3.Connection]] = deque()
        _databases.add(self)

    def __del__(self) -> None:
        """Close what is open."""
        self.let_go()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection that sees one state of the database from its first query on; StateError when it is unusable."""
        with self._opened() as connection:
            connection.execute("BEGIN")
            yield connection
            connection.rollback()

    @contextmanager
    def writing(self, *, flushed: bool = True) -> Iterator[sqlite3.Connection]:
        """A connection in a transaction of its own: committed, and flushed, at the end; undone on any exception.

        What is not `flushed` may be undone by a power failure before the next commit that is; a flush is most of what
        a commit costs.
        Raises StateError when the disk is full, the file is damaged, or another writer holds it for BUSY_WAIT_S.
        """
        with self._opened() as connection:
            if not flushed:
                connection.execute(_UNFLUSHED)
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                connection.rollback()
                raise
            connection.commit()
            if not flushed:
                connection.execute(_FLUSHED)

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        try:
            file, connection = self._idle_one() or self._open()
        except (OSError, sqlite3.Error) as error:
            raise self._unusable(error) from error
        is_sound = False
        try:
            self._bring_up_to_date(connection)
            yield connection
            is_sound = True
        except sqlite3.Error as error:
            raise self._unusable(error) from error
        finally:
            if is_sound and file is not None and len(self._idle) < MOST_IDLE:
                self._idle.append((file, connection))
            else:
                connection.close()

    def _open(self) -> tuple[_Identity | None, sqlite3.Connection]:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        before = _identity(self.path)
        # One thread at a time uses it, not always the same.
        connection = sqlite3.connect(self.path, timeout=BUSY_WAIT_S, isolation_level=None, check_same_thread=False)
        connection.row_factory = sqlite3.Row
        connection.execute(_FLUSHED)
        connection.execute("PRAGMA foreign_keys = ON")
        file = _identity(self.path)
        # Of a file that was replaced just now it is not known which one is open.
        return (file if before in {None, file} else None), connection

    def _idle_one(self) -> tuple[_Identity | None, sqlite3.Connection] | None:
        """A connection that is open already, to the file that is there now."""
        file = _identity(self.path)
        while self._idle:
            with suppress(IndexError):
                opened, connection = self._idle.pop()
                if opened == file:
                    return file, connection
                connection.close()
        return None

    def _bring_up_to_date(self, connection: sqlite3.Connection) -> None:
        found = _version(connection)
        if found > len(self._schema):
            raise StateError(
                where=str(self.path),
                what=f"was written by a newer version of manba (form {found})",
                next_step="use that version, or name another state folder with MANBA_STATE",
            )
        if found < len(self._schema):
            _keep_wal(connection)
            connection.execute("BEGIN IMMEDIATE")
            # Another process may have done it while this one waited.
            for number in range(_version(connection), len(self._schema)):
                for statement in _statements(self._schema[number]):
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {number + 1}")
            connection.commit()

    def let_go(self) -> None:
        """Close the connections that nobody uses; the next use opens one again."""
        while self._idle:
            with suppress(IndexError):
                self._idle.pop()[1].close()

    def _unusable(self, error: Exception) -> StateError:
        return StateError(
            where=str(self.path),
            what=f"the state cannot be read or written ({error})",
            next_step="see that the disk has room and the folder may be written to, then try again",
        )


_databases: WeakSet[Database] = WeakSet()


def _let_all_go() -> None:
    for database in list(_databases):
        database.let_go()


# Who copies the folder of a server that was stopped finds all in the files themselves.
atexit.register(_let_all_go)
# A connection must not be carried over a fork: two processes would take themselves for one.
os.register_at_fork(before=_let_all_go)


def _keep_wal(connection: sqlite3.Connection) -> None:
    """Have commits kept in a WAL. Of several who open a new file at once SQLite lets none wait for this, so we do."""
    give_up_at = time.monotonic() + BUSY_WAIT_S
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            is_busy = error.sqlite_errorcode & _PRIMARY_CODE == sqlite3.SQLITE_BUSY
            if not is_busy or time.monotonic() >= give_up_at:
                raise
            time.sleep(_BUSY_STEP_S)
        else:
            return


def damage(file: Path) -> str | None:
    """What is wrong with a database, None when it is sound; nothing is written."""
    try:
        connection = sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True, timeout=BUSY_WAIT_S)
        try:
            found = str(connection.execute("PRAGMA quick_check(1)").fetchone()[0])
        finally:
            connection.close()
    except sqlite3.Error as error:
        return str(error)
    return None if found == "ok" else found


def _identity(path: Path) -> _Identity | None:
    try:
        file = os.stat(path)
    except OSError:
        return None
    return file.st_dev, file.st_ino


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _statements(script: str) -> Iterator[str]:
    """The statements of a script: `executescript` would commit before it begins."""
    whole = ""
    for line in script.splitlines():
        whole += line + "\n"
        if sqlite3.complete_statement(whole):
            yield whole
            whole = ""
    if whole.strip():
        yield whole
