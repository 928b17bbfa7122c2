"""The state folder: what cannot be built again from the articles, and lies beside the index for that reason.

    INDEX.state/
      versions.db     versions of articles with their texts; library.lock keeps writers of articles apart
      jobs.db         re-indexes asked for
      audit.db        the log of changes
      keys.db         keys of editors
      questions.db    what learners asked
      articles/       articles published where the corpus has no folder that may be written to

The databases are SQLite in WAL mode with every commit flushed to the disk: what was acknowledged is there after a
crash.
"""

from __future__ import annotations

import atexit
import os
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from weakref import WeakSet

from indexer.errors import StateError

BUSY_WAIT_S = 30.0
"""Seconds a writer waits for another one."""
_BUSY_STEP_S = 0.005
_PRIMARY_CODE = 0xFF


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

    Connections are opened per use (a fraction of a millisecond), so that none outlives a fork or a deleted file. One
    that nobody uses is kept open beside them: when the last one of a file closes, SQLite moves all commits from the WAL
    into the file, which costs several times what the commit did.
    """

    def __init__(self, path: Path, schema: Sequence[str]) -> None:
        """Stand for the file at `path`; `schema[i]` is the script that brings it from version i to version i + 1.

        Scripts that were released are never edited: what changes is a further script.
        """
        self.path = path
        self._schema = tuple(schema)
        self._kept: tuple[int, int, sqlite3.Connection] | None = None
        _databases.add(self)

    def __del__(self) -> None:
        """Close what is kept open."""
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
                connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                connection.rollback()
                raise
            connection.commit()

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(self.path, timeout=BUSY_WAIT_S, isolation_level=None)
        except (OSError, sqlite3.Error) as error:
            raise self._unusable(error) from error
        try:
            connection.row_factory = sqlite3.Row
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA foreign_keys = ON")
            self._bring_up_to_date(connection)
            self._keep_open()
            yield connection
        except sqlite3.Error as error:
            raise self._unusable(error) from error
        finally:
            connection.close()

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

    def _keep_open(self) -> None:
        try:
            file = self.path.stat()
        except OSError:
            return
        if self._kept is not None and self._kept[:2] == (file.st_dev, file.st_ino):
            return
        # Without it everything goes on as well, only slower.
        with suppress(sqlite3.Error):
            kept = sqlite3.connect(self.path, timeout=BUSY_WAIT_S, isolation_level=None, check_same_thread=False)
            # SQLite opens the file when it is first read.
            _version(kept)
            self._kept = file.st_dev, file.st_ino, kept

    def let_go(self) -> None:
        """Close the connection that is kept open; the next use keeps one again."""
        kept, self._kept = self._kept, None
        if kept is not None:
            kept[2].close()

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
