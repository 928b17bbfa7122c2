"""model.db: the tokens that a language model has used day by day, counted over all workers."""

from __future__ import annotations

import logging
import threading
from collections import Counter, deque
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
        self._owed: deque[tuple[str, int]] = deque()
        self._lock = threading.Lock()

    def is_spent(self) -> bool:
        """Whether today's tokens are used up; what is owed is written down first."""
        if not self.daily_tokens:
            return False
        if not self.settle():
            return True
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

    def owe(self, tokens: int) -> None:
        """Take `tokens` as used today, to be written down by `settle`; waits for nothing."""
        if self.daily_tokens and tokens > 0:
            # Without the lock, which is held while the disk is waited for.
            self._owed.append((self._today(), tokens))

    def settle(self) -> bool:
        """Write down what is owed; whether nothing is owed any more. A failure is logged, and it stays owed."""
        with self._lock:
            owed: Counter[str] = Counter()
            while self._owed:
                day, tokens = self._owed.popleft()
                owed[day] += tokens
            if not owed:
                return True
            try:
                with self._database.writing(flushed=False) as connection:
                    connection.executemany(
                        "INSERT INTO used (day, tokens) VALUES (:day, :tokens) "
                        "ON CONFLICT (day) DO UPDATE SET tokens = tokens + :tokens",
                        [{"day": day, "tokens": tokens} for day, tokens in owed.items()],
                    )
                    connection.execute(
                        "DELETE FROM used WHERE day NOT IN (SELECT day FROM used ORDER BY day DESC LIMIT ?)",
                        (_DAYS_KEPT,),
                    )
            except StateError as error:
                self._owed.extend(owed.items())
                logger.warning("%d tokens of the language model are not counted yet: %s", owed.total(), error)
                return False
            return True

    def _today(self) -> str:
        return self._clock().date().isoformat()
