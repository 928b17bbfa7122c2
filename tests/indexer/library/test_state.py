"""The state folder's databases: created once, flushed at every commit, clear when they cannot be used."""

from __future__ import annotations

import os
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from indexer.errors import StateError
from indexer.library.state import Database, state_folder

SCHEMA = ("CREATE TABLE one (n INTEGER PRIMARY KEY); -- a comment; with a semicolon\n",)
TWO = (*SCHEMA, "CREATE TABLE two (n INTEGER);\nINSERT INTO two VALUES (7);\n")


def test_the_folder_lies_beside_the_index_unless_named(tmp_path: Path) -> None:
    assert state_folder(tmp_path / "index") == tmp_path / "index.state"
    assert state_folder(tmp_path / "index", tmp_path / "elsewhere") == tmp_path / "elsewhere"


def test_what_is_committed_is_there_and_what_fails_is_undone(tmp_path: Path) -> None:
    database = Database(tmp_path / "new" / "a.db", SCHEMA)
    with database.writing() as connection:
        connection.execute("INSERT INTO one VALUES (1)")
    with pytest.raises(StateError, match="UNIQUE"), database.writing() as connection:
        connection.executemany("INSERT INTO one VALUES (?)", [(2,), (1,)])
    with Database(tmp_path / "new" / "a.db", SCHEMA).reading() as connection:
        assert [row["n"] for row in connection.execute("SELECT n FROM one")] == [1]
        assert connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
        assert connection.execute("PRAGMA synchronous").fetchone()[0] == 2


def test_an_older_form_is_brought_up_to_date_once_also_by_many_at_a_time(tmp_path: Path) -> None:
    with Database(tmp_path / "a.db", SCHEMA).writing() as connection:
        connection.execute("INSERT INTO one VALUES (1)")

    def sevens(_: int) -> int:
        with Database(tmp_path / "a.db", TWO).reading() as connection:
            return int(connection.execute("SELECT count(*) FROM two").fetchone()[0])

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(sevens, range(16))) == {1}


def test_a_newer_form_is_refused(tmp_path: Path) -> None:
    with Database(tmp_path / "a.db", TWO).reading():
        pass
    with pytest.raises(StateError, match="newer version of manba"), Database(tmp_path / "a.db", SCHEMA).reading():
        pass


def test_a_file_deleted_under_a_running_server_is_made_again(tmp_path: Path) -> None:
    database = Database(tmp_path / "a.db", SCHEMA)
    with database.writing() as connection:
        connection.execute("INSERT INTO one VALUES (1)")
    for file in tmp_path.glob("a.db*"):
        file.unlink()
    with database.reading() as connection:
        assert connection.execute("SELECT count(*) FROM one").fetchone()[0] == 0


def test_commits_stay_in_the_wal_between_two_changes(tmp_path: Path) -> None:
    database = Database(tmp_path / "a.db", SCHEMA)
    for number in range(3):
        with database.writing() as connection:
            connection.execute("INSERT INTO one VALUES (?)", (number,))
        with Database(tmp_path / "a.db", SCHEMA).reading() as connection:
            assert connection.execute("SELECT count(*) FROM one").fetchone()[0] == number + 1
        assert (tmp_path / "a.db-wal").stat().st_size > 0
    del database
    assert [file.name for file in tmp_path.iterdir()] == ["a.db"]


def test_no_connection_outlives_a_fork(tmp_path: Path) -> None:
    database = Database(tmp_path / "a.db", SCHEMA)
    with database.writing() as connection:
        connection.execute("INSERT INTO one VALUES (1)")
    assert opened(tmp_path) != []
    pid = os.fork()
    if pid == 0:
        os._exit(len(opened(tmp_path)))
    assert os.waitpid(pid, 0)[1] == 0
    with database.writing() as connection:
        connection.execute("INSERT INTO one VALUES (2)")
        assert connection.execute("SELECT count(*) FROM one").fetchone()[0] == 2
    assert opened(tmp_path) != []


def opened(folder: Path) -> list[str]:
    """The files in `folder` that this process has open."""
    found = []
    for link in Path("/proc/self/fd").iterdir():
        try:
            found.append(os.readlink(link))
        except FileNotFoundError:
            continue
    return [file for file in found if file.startswith(str(folder))]


@pytest.mark.parametrize(
    "content", [b"no database at all, but a text of some length" * 40, b"SQLite format 3\x00" * 40]
)
def test_a_damaged_file_says_so_and_what_to_do(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.db").write_bytes(content)
    with (
        pytest.raises(StateError, match=r"a\.db: .*; see that the disk has room"),
        Database(tmp_path / "a.db", SCHEMA).reading(),
    ):
        pass


def test_a_full_disk_says_so_and_loses_nothing(tmp_path: Path) -> None:
    database = Database(tmp_path / "a.db", ("CREATE TABLE one (n TEXT);\n",))
    with database.writing() as connection:
        connection.execute("INSERT INTO one VALUES ('kept')")

    def fill(connection: sqlite3.Connection) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")
        connection.execute("INSERT INTO one VALUES (?)", ("x" * 100_000,))

    with pytest.raises(StateError, match="full"), database.writing() as connection:
        fill(connection)
    with database.reading() as connection:
        assert [row["n"] for row in connection.execute("SELECT n FROM one")] == ["kept"]
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


def test_who_opens_a_new_database_waits_for_who_opens_it_too(tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "a.db", isolation_level=None, check_same_thread=False)
    # As far as another process has come that is about to create the tables: SQLite lets nobody wait for this one.
    other.execute("BEGIN IMMEDIATE")
    releasing = threading.Timer(0.2, other.rollback)
    releasing.start()
    with Database(tmp_path / "a.db", SCHEMA).writing() as connection:
        connection.execute("INSERT INTO one VALUES (1)")
    releasing.join()
    other.close()
    with Database(tmp_path / "a.db", SCHEMA).reading() as connection:
        assert [row["n"] for row in connection.execute("SELECT n FROM one")] == [1]


def test_a_file_that_was_put_in_its_place_is_read(tmp_path: Path) -> None:
    database = Database(tmp_path / "a.db", SCHEMA)
    with database.writing() as connection:
        connection.execute("INSERT INTO one VALUES (1)")
    other = Database(tmp_path / "other" / "a.db", SCHEMA)
    with other.writing() as connection:
        connection.execute("INSERT INTO one VALUES (2)")
    other.let_go()
    for file in tmp_path.glob("a.db*"):
        file.unlink()
    (tmp_path / "other" / "a.db").rename(tmp_path / "a.db")
    with database.reading() as connection:
        assert [row["n"] for row in connection.execute("SELECT n FROM one")] == [2]


def test_a_commit_that_need_not_be_flushed_does_not_spare_the_next_one(tmp_path: Path) -> None:
    database = Database(tmp_path / "a.db", SCHEMA)
    for is_flushed, synchronous in ((False, 1), (True, 2)):
        with database.writing(flushed=is_flushed) as connection:
            assert connection.execute("PRAGMA synchronous").fetchone()[0] == synchronous


def test_connections_are_used_again_but_not_after_an_error(tmp_path: Path) -> None:
    database = Database(tmp_path / "a.db", SCHEMA)
    with database.writing() as first:
        first.execute("INSERT INTO one VALUES (1)")
    with database.reading() as second:
        assert second is first
    with pytest.raises(KeyError), database.writing():
        raise KeyError
    with database.reading() as third, database.reading() as fourth:
        assert len({id(first), id(third), id(fourth)}) == 3
