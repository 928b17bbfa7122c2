"""questions.db: questions, votes on their answers, how many could not be kept; grouped in SQL, purged for good."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import orjson

from api.insights.model import Asked, Filter, QuestionGroup, Reason, Vote, Wanting, Wording
from indexer import Database, LanguageCode, StateError

QUESTIONS_FILE = "questions.db"
SHOWN_WORDINGS = 5
SHOWN_REASONS = 5
READ_WORDINGS = 1000
"""So many of a group's newest questions are looked through for its wordings."""

MOST_EARLY_VOTES = 10_000
"""Votes whose question is not known yet; ids that somebody made up must not fill the disk."""

LOG_WAIT_S = 5.0
"""Seconds to wait for readers before the log is emptied."""

_SCHEMA = (
    """
    CREATE TABLE questions (
        id TEXT PRIMARY KEY,
        asked TEXT NOT NULL,
        text TEXT NOT NULL,
        key TEXT NOT NULL,
        language TEXT NOT NULL,
        answered INTEGER NOT NULL,
        confidence REAL NOT NULL,
        kind TEXT NOT NULL,
        mode TEXT NOT NULL,
        snapshot TEXT NOT NULL,
        articles TEXT NOT NULL,
        suggestions TEXT NOT NULL,
        useful INTEGER,
        reason TEXT
    ) STRICT;
    CREATE INDEX questions_by_time ON questions (asked);
    CREATE INDEX wanting_questions ON questions (key, asked, language, answered, useful, reason)
        WHERE answered = 0 OR useful = 0;
    CREATE INDEX useful_answers ON questions (key, asked, language) WHERE useful = 1;
    CREATE TABLE early_votes (
        question_id TEXT PRIMARY KEY,
        given TEXT NOT NULL,
        useful INTEGER NOT NULL,
        reason TEXT
    ) STRICT;
    CREATE TABLE lost (
        day TEXT PRIMARY KEY,
        count INTEGER NOT NULL
    ) STRICT;
    """,
)
_OF_READERS = "asked >= :since AND (:language IS NULL OR language = :language)"
# The first condition is that of the index.
_WANTING = f"""
    FROM questions
    WHERE (answered = 0 OR useful = 0) AND (:refused = 0 OR answered = 0) AND (:voted_down = 0 OR useful = 0)
    AND {_OF_READERS}
"""
_GROUPS = f"""
    SELECT key, COUNT(*) AS count, SUM(answered = 0) AS refused, SUM(useful IS 0) AS voted_down,
        MIN(asked) AS first_asked, MAX(asked) AS last_asked, GROUP_CONCAT(DISTINCT language) AS languages
    {_WANTING} GROUP BY key ORDER BY last_asked DESC, key LIMIT :limit OFFSET :offset
"""
_COUNT = f"SELECT COUNT(*) FROM (SELECT key {_WANTING} GROUP BY key)"  # noqa: S608
_WORDINGS = f"""
    SELECT text, COUNT(*) AS count
    FROM (SELECT text, asked {_WANTING} AND key = :key ORDER BY asked DESC LIMIT :read)
    GROUP BY text ORDER BY MAX(asked) DESC, text LIMIT :shown
"""  # noqa: S608
_NEWEST = f"SELECT articles, suggestions {_WANTING} AND key = :key ORDER BY asked DESC LIMIT 1"
_REASONS = f"""
    SELECT reason, useful {_WANTING} AND key = :key AND reason IS NOT NULL ORDER BY asked DESC LIMIT :shown
"""
_PRAISED = f"SELECT COUNT(*) FROM questions WHERE key = :key AND useful = 1 AND {_OF_READERS}"  # noqa: S608
_INSERT = """
    INSERT OR IGNORE INTO questions (id, asked, text, key, language, answered, confidence, kind, mode, snapshot,
        articles, suggestions) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
# The last vote counts; one without a reason keeps the reason of the same vote before it.
_VOTE = """
    UPDATE questions SET reason = COALESCE(:reason, CASE WHEN useful = :useful THEN reason END), useful = :useful
    WHERE id = :id
"""
_EARLY_VOTE = """
    INSERT INTO early_votes (question_id, given, useful, reason) VALUES (:id, :given, :useful, :reason)
    ON CONFLICT (question_id) DO UPDATE SET given = :given, useful = :useful,
        reason = COALESCE(:reason, CASE WHEN useful = :useful THEN reason END)
"""
_JOIN_EARLY_VOTES = """
    UPDATE questions
    SET (useful, reason) = (SELECT useful, reason FROM early_votes WHERE question_id = questions.id)
    WHERE id IN (SELECT question_id FROM early_votes)
"""
_DROP_SURPLUS_VOTES = """
    DELETE FROM early_votes
    WHERE question_id IN (SELECT question_id FROM early_votes ORDER BY given DESC LIMIT -1 OFFSET ?)
"""


class QuestionStore:
    """The questions of one state folder; safe to share between threads and processes."""

    def __init__(self, state: Path) -> None:
        """Stand for the questions in `state`; the file comes into being with the first one."""
        self._database = Database(state / QUESTIONS_FILE, _SCHEMA)

    @property
    def exists(self) -> bool:
        """Whether anything was ever kept here."""
        return self._database.path.exists()

    def add(self, asked: Sequence[Asked], votes: Sequence[Vote] = (), *, lost: int = 0, day: str = "") -> None:
        """Keep questions, votes and how many questions were lost on `day`, all of them or none.

        A vote may come before its question, which another worker has yet to write. Raises StateError.
        """
        with self._writing() as connection:
            connection.executemany(_INSERT, [_row(one) for one in asked])
            for vote in votes:
                _cast(connection, vote)
            connection.execute(_JOIN_EARLY_VOTES)
            connection.execute("DELETE FROM early_votes WHERE question_id IN (SELECT id FROM questions)")
            connection.execute(_DROP_SURPLUS_VOTES, (MOST_EARLY_VOTES,))
            if lost:
                connection.execute(
                    "INSERT INTO lost VALUES (?, ?) ON CONFLICT (day) DO UPDATE SET count = count + excluded.count",
                    (day, lost),
                )

    def purge(self, *, before: str, votes_before: str) -> int:
        """Delete, beyond recovery from the file, what was asked before a time, and votes whose question never came.

        Times are ISO 8601 in UTC. Returns how many questions were deleted; raises StateError.
        """
        if not self.exists:
            return 0
        with self._writing() as connection:
            deleted = connection.execute("DELETE FROM questions WHERE asked < ?", (before,)).rowcount
            connection.execute("DELETE FROM early_votes WHERE given < ?", (votes_before,))
            connection.execute("DELETE FROM lost WHERE day < substr(?, 1, 10)", (before,))
        self._empty_the_log()
        return deleted

    def groups(self, wanted: Filter, *, limit: int, offset: int = 0) -> list[QuestionGroup]:
        """Groups of questions, the one asked last first; StateError when they cannot be read."""
        if not self.exists:
            return []
        with self._database.reading() as connection:
            rows = connection.execute(_GROUPS, {**_values(wanted), "limit": limit, "offset": offset}).fetchall()
            return [_group(connection, row, wanted) for row in rows]

    def count_groups(self, wanted: Filter) -> int:
        """How many groups there are in all; StateError when they cannot be read."""
        if not self.exists:
            return 0
        with self._database.reading() as connection:
            return int(connection.execute(_COUNT, _values(wanted)).fetchone()[0])

    def count_lost(self, *, since: str) -> int:
        """How many questions could not be kept since a day; StateError when that cannot be read."""
        if not self.exists:
            return 0
        with self._database.reading() as connection:
            found = connection.execute("SELECT TOTAL(count) FROM lost WHERE day >= substr(?, 1, 10)", (since,))
            return int(found.fetchone()[0])

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._database.writing() as connection:
            connection.execute("PRAGMA secure_delete = ON")
            yield connection

    def _empty_the_log(self) -> None:
        """Deleted questions still stand in SQLite's log until it is written over."""
        try:
            with closing(sqlite3.connect(self._database.path, timeout=LOG_WAIT_S)) as connection:
                # One that others keep it from is no error to SQLite.
                is_busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
            if is_busy:
                raise sqlite3.OperationalError("others are reading it")
        except sqlite3.Error as error:
            raise StateError(
                where=str(self._database.path),
                what=f"deleted questions may still be in its log ({error})",
                next_step="see that the disk has room, then start the server again",
            ) from error


def _row(one: Asked) -> tuple[object, ...]:
    return (
        one.id,
        one.asked,
        one.text,
        one.key,
        one.language.value,
        int(one.answered),
        one.confidence,
        one.kind,
        one.mode,
        one.snapshot,
        orjson.dumps(one.articles).decode("utf-8"),
        orjson.dumps(one.suggestions).decode("utf-8"),
    )


def _cast(connection: sqlite3.Connection, vote: Vote) -> None:
    values = {"id": vote.question_id, "given": vote.given, "useful": int(vote.useful), "reason": vote.reason}
    if not connection.execute(_VOTE, values).rowcount:
        connection.execute(_EARLY_VOTE, values)


def _values(wanted: Filter) -> dict[str, object]:
    return {
        "refused": int(wanted.wanting is Wanting.REFUSED),
        "voted_down": int(wanted.wanting is Wanting.VOTED_DOWN),
        "since": wanted.since,
        "language": wanted.language.value if wanted.language is not None else None,
    }


def _group(connection: sqlite3.Connection, row: sqlite3.Row, wanted: Filter) -> QuestionGroup:
    values = {**_values(wanted), "key": row["key"]}

    def rows(query: str, **more: int) -> list[sqlite3.Row]:
        return connection.execute(query, {**values, **more}).fetchall()

    wordings = rows(_WORDINGS, read=READ_WORDINGS, shown=SHOWN_WORDINGS)
    reasons = rows(_REASONS, shown=SHOWN_REASONS)
    [newest] = rows(_NEWEST)
    return QuestionGroup(
        question=wordings[0]["text"],
        count=row["count"],
        refused=row["refused"],
        voted_down=row["voted_down"],
        voted_up=rows(_PRAISED)[0][0],
        first_asked=row["first_asked"],
        last_asked=row["last_asked"],
        languages=tuple(LanguageCode(code) for code in sorted(row["languages"].split(","))),
        wordings=tuple(Wording(text=one["text"], count=one["count"]) for one in wordings),
        reasons=tuple(Reason(text=one["reason"], useful=bool(one["useful"])) for one in reasons),
        articles=tuple(orjson.loads(newest["articles"])),
        suggestions=tuple(orjson.loads(newest["suggestions"])),
    )
