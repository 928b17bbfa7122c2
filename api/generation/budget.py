"""model.db: the tokens that a language model has used day by day, counted over all workers."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from indexer import Database, StateError

MODEL_FILE = "model.db"
_DAYS_KEPT = 400
_SCHEMA = (
    """
    CREATE TABLE used (
        day TEXT PRIMARY KEY,
        tokens INTEGER NOT NULL
    ) STRICT;
    """,
)

logger = logging.getLogger("manba.model")


def utc_now() -> datetime:
    """The time now, in UTC."""
    return datetime.now(UTC)


class Budget:
    """Counts tokens against a daily limit; safe to share between threads and processes.

    Where the state cannot be read or written, nothing is spent: what is not counted must not cost money.
    """

    def __init__(self, state: Path, *, daily_tokens: int, clock: Callable[[], datetime] = utc_now) -> None:
        """Keep the count in the folder `state`; `daily_tokens` of 0 sets no limit and counts nothing."""
        self.daily_tokens = daily_tokens
        self._clock = clock
        self._database = Database(state / MODEL_FILE, _SCHEMA)

    def is_spent(self) -> bool:
        """Whether today's tokens are used up."""
        if not self.daily_tokens:
            return False
        try:
            return self.used_today() >= self.daily_tokens
        except StateError as error:
            logger.warning("the language model is not asked: its budget cannot be read: %s", error)
            return True

    def used_today(self) -> int:
        """Tokens used since midnight UTC."""
        with self._database.reading() as connection:
            row = connection.execute("SELECT tokens FROM used WHERE day = ?", (self._today(),)).fetchone()
        return int(row["tokens"]) if row is not None else 0

    def spend(self, tokens: int) -> None:
        """Count `tokens` as used today; a failure is logged, the answer they were spent on is there."""
        if not self.daily_tokens or tokens <= 0:
            return
        try:
            with self._database.writing(flushed=False) as connection:
                connection.execute(
                    "INSERT INTO used (day, tokens) VALUES (:day, :tokens) "
                    "ON CONFLICT (day) DO UPDATE SET tokens = tokens + :tokens",
                    {"day": self._today(), "tokens": tokens},
                )
                connection.execute(
                    "DELETE FROM used WHERE day NOT IN (SELECT day FROM used ORDER BY day DESC LIMIT ?)", (_DAYS_KEPT,)
                )
        except StateError as error:
            logger.warning("%d tokens of the language model were not counted: %s", tokens, error)

    def _today(self) -> str:
        return self._clock().date().isoformat()
