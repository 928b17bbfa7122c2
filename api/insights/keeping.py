"""Keeping questions beside answering them: noted in memory at once, written in batches by a thread of its own.

A full disk or a damaged database costs questions, never an answer: what cannot be written waits within bounds, what
does not fit is counted as lost, and the log says so once.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from api.domain import Answer
from api.insights.masking import masked
from api.insights.model import Asked, Vote, new_question_id
from api.insights.store import QuestionStore
from indexer import ManbaError, parse_question, question_key

MOST_WAITING = 10_000
"""Questions and votes that wait to be written, in one worker."""

MOST_AT_ONCE = 1000
BATCH_S = 0.25
"""Seconds that questions are gathered, to be flushed to the disk once for all of them."""

FLUSH_S = 5.0
PURGE_EVERY_S = 24 * 60 * 60.0
EARLY_VOTES_KEPT = timedelta(days=1)
_RETRY_S = (1.0, 5.0, 30.0)
_NEVER = "9999"

logger = logging.getLogger("manba.questions")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Noted:
    """A question as it was put, and its Answer; what takes time is done by the thread that writes."""

    id: str
    at: float
    text: str
    answer: Answer


class Keeper:
    """Keeps what is asked of one worker for `keep_days` days; 0 keeps nothing and deletes what is there."""

    def __init__(self, store: QuestionStore, *, keep_days: int, clock: Callable[[], float] = time.time) -> None:
        """Write to `store` once started; `clock` gives seconds since 1970, in UTC."""
        self.store = store
        self.keep_days = keep_days
        self._clock = clock
        self._waiting: deque[_Noted | Vote] = deque()
        self._changed = threading.Condition()
        self._ending = threading.Event()
        self._hurry = threading.Event()
        self._unwritten = 0
        self._lost = 0
        self._failures = 0
        self._thread: threading.Thread | None = None

    @property
    def keeps(self) -> bool:
        """Whether questions are kept at all."""
        return self.keep_days > 0

    @property
    def lost(self) -> int:
        """How many questions and votes could not be kept, of which the store does not know yet."""
        return self._lost

    def start(self) -> None:
        """Begin writing, and purging what is older than is kept."""
        self._ending.clear()
        self._hurry.clear()
        self._thread = threading.Thread(target=self._work, daemon=True, name="keep questions")
        self._thread.start()

    def stop(self, timeout_s: float = FLUSH_S) -> None:
        """Write what waits and end, waiting `timeout_s` seconds at most."""
        self._ending.set()
        self._hurry.set()
        with self._changed:
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join(timeout_s)

    def flush(self, timeout_s: float = FLUSH_S) -> bool:
        """Whether everything noted so far was written within `timeout_s` seconds."""
        self._hurry.set()
        with self._changed:
            return self._changed.wait_for(lambda: self._unwritten == 0, timeout_s)

    def note(self, text: str, answer: Answer) -> str | None:
        """The id under which a question will be kept; None when it will not be."""
        if not self.keeps:
            return None
        noted = _Noted(id=new_question_id(), at=self._clock(), text=text, answer=answer)
        return noted.id if self._put(noted) else None

    def vote(self, question_id: str, *, useful: bool, reason: str | None = None) -> bool:
        """Note what a learner says of an answer; whether there was room for it."""
        given = _utc(self._clock())
        kept = masked(reason.strip()) if reason is not None and reason.strip() else None
        return self.keeps and self._put(Vote(question_id=question_id, given=given, useful=useful, reason=kept))

    def since(self, days: int | None = None) -> str:
        """When the last `days` days began, of those that are kept: ISO 8601 in UTC."""
        return _utc(self._clock() - 86_400.0 * min(days or self.keep_days, self.keep_days))

    def _put(self, one: _Noted | Vote) -> bool:
        with self._changed:
            if self._unwritten >= MOST_WAITING:
                self._lost += 1
                return False
            self._waiting.append(one)
            self._unwritten += 1
            if len(self._waiting) == 1:
                self._changed.notify_all()
        return True

    def _work(self) -> None:
        next_purge = time.monotonic()
        while True:
            if time.monotonic() >= next_purge:
                self._purge()
                next_purge = time.monotonic() + PURGE_EVERY_S
            with self._changed:
                self._changed.wait_for(
                    lambda: self._waiting or self._ending.is_set(), max(next_purge - time.monotonic(), 0.0)
                )
                if not self._waiting and self._ending.is_set():
                    return
            if self._waiting:
                self._hurry.wait(BATCH_S)
                if not self._write_batch():
                    return

    def _write_batch(self) -> bool:
        """Write what waits, trying again until it is written; False when the end came first."""
        with self._changed:
            batch = [self._waiting.popleft() for _ in range(min(len(self._waiting), MOST_AT_ONCE))]
            lost = self._lost
        asked = [made for one in batch if isinstance(one, _Noted) for made in [_asked(one)] if made is not None]
        votes = [one for one in batch if isinstance(one, Vote)]
        while not self._written(asked, votes, lost):
            if self._ending.is_set():
                return False
            self._ending.wait(_RETRY_S[min(self._failures, len(_RETRY_S)) - 1])
        with self._changed:
            self._lost -= lost
            self._unwritten -= len(batch)
            if not self._waiting and not self._ending.is_set():
                self._hurry.clear()
            self._changed.notify_all()
        return True

    def _written(self, asked: list[Asked], votes: list[Vote], lost: int) -> bool:
        try:
            self.store.add(asked, votes, lost=lost, day=_utc(self._clock())[:10])
        except ManbaError as error:
            self._failures += 1
            if self._failures == 1:
                logger.error("questions cannot be kept, answers go on: %s", error)
            return False
        except Exception as error:
            # A fault of ours must not end the keeping of what follows. Its message may hold a question: not logged.
            logger.error("%d questions and votes are lost: %s", len(asked) + len(votes), type(error).__name__)
            with self._changed:
                self._lost += lost + len(asked) + len(votes)
            return True
        if self._failures:
            logger.info("questions are kept again")
        self._failures = 0
        return True

    def _purge(self) -> None:
        now = self._clock()
        try:
            deleted = self.store.purge(
                before=_utc(now - 86_400.0 * self.keep_days) if self.keeps else _NEVER,
                votes_before=_utc(now - EARLY_VOTES_KEPT.total_seconds()) if self.keeps else _NEVER,
            )
        except ManbaError as error:
            logger.error("questions older than %d days cannot be deleted: %s", self.keep_days, error)
        else:
            if deleted:
                logger.info("deleted %d questions older than %d days", deleted, self.keep_days)


def _asked(noted: _Noted) -> Asked | None:
    answer = noted.answer
    try:
        language = answer.asked_in or parse_question(noted.text).language
        text = masked(noted.text)
        return Asked(
            id=noted.id,
            asked=_utc(noted.at),
            text=text,
            key=question_key(text, language),
            language=answer.language,
            answered=answer.answered,
            confidence=answer.confidence,
            kind=answer.kind.value,
            mode=answer.mode.value,
            snapshot=answer.snapshot,
            articles=tuple(dict.fromkeys(one.article_id for one in answer.citations)) or answer.nearest,
            suggestions=answer.suggestions,
        )
    except Exception as error:
        logger.error("a question is lost: %s", type(error).__name__)
        return None


def _utc(seconds: float) -> str:
    """Seconds since 1970 as ISO 8601 in UTC.

    >>> _utc(0.0)
    '1970-01-01T00:00:00+00:00'
    """
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")
