"""A circuit breaker (Nygard 2007): a language model that fails again and again is left alone for a while.

Readers do not wait then for what would fail, and a server that is overloaded is not asked still more.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from api.domain import Fallback
from api.generation.failures import ModelError

FAILURES = 3
"""Failures in a row after which the model is left alone."""
FIRST_PAUSE_S, LONGEST_PAUSE_S = 15.0, 300.0

Clock = Callable[[], float]


@dataclass(slots=True, kw_only=True)
class Attempt:
    """One question that was let through: `spell` tells when, `is_told` whether it is known what became of it."""

    spell: int
    is_told: bool = False


class Breaker:
    """Counts failures in a row; used from one event loop.

    After FAILURES it refuses for FIRST_PAUSE_S seconds, then lets one trial through: it closes if that succeeds, and
    refuses twice as long if it fails, up to LONGEST_PAUSE_S. Nothing else ends or prolongs a pause: what becomes of
    questions that were let through before it began counts no longer.
    """

    def __init__(self, clock: Clock = time.monotonic) -> None:
        """Start closed; `clock` gives seconds."""
        self._clock = clock
        self._failures = 0
        self._pause_s = FIRST_PAUSE_S
        self._open_until: float | None = None
        self._trial_is_out = False
        # Grows with each pause: what was let through before one is told by it from its trial and what comes after.
        self._spell = 0

    @contextmanager
    def attempt(self) -> Iterator[Attempt]:
        """Let a question through; ModelError while the model is left alone.

        What became of it is told by `note_success` or `note_failure`, the first word counts. An attempt that ends
        untold tells nothing of the model: if it was the trial, the next question is the trial.
        """
        attempt = self._admitted()
        try:
            yield attempt
        finally:
            if self._is_news(attempt):
                self._trial_is_out = False

    @property
    def wait_s(self) -> float:
        """Seconds until the model is tried again, 0 where it may be asked now."""
        return max(0.0, self._open_until - self._clock()) if self._open_until is not None else 0.0

    def note_success(self, attempt: Attempt) -> None:
        """The model did what it was asked: it is trusted to do so again."""
        if not self._is_news(attempt):
            return
        self._failures = 0
        self._pause_s = FIRST_PAUSE_S
        self._open_until = None
        self._trial_is_out = False

    def note_failure(self, attempt: Attempt, *, retry_after_s: float = 0.0) -> bool:
        """The model failed; whether it is left alone from now on, at least for `retry_after_s` seconds if given."""
        if not self._is_news(attempt):
            return False
        self._failures += 1
        was_trial, self._trial_is_out = self._trial_is_out, False
        if was_trial:
            self._pause_s = min(2 * self._pause_s, LONGEST_PAUSE_S)
        elif self._failures < FAILURES and retry_after_s <= 0.0:
            return False
        self._spell += 1
        self._open_until = self._clock() + max(self._pause_s, min(retry_after_s, LONGEST_PAUSE_S))
        return True

    def _admitted(self) -> Attempt:
        if self._open_until is not None:
            if self._clock() < self._open_until or self._trial_is_out:
                raise ModelError(Fallback.PAUSED, "left alone after it failed again and again", is_its_fault=False)
            self._trial_is_out = True
        return Attempt(spell=self._spell)

    def _is_news(self, attempt: Attempt) -> bool:
        """Whether what becomes of an attempt counts: it is told once, and not while a later pause goes on or after."""
        was_told, attempt.is_told = attempt.is_told, True
        return not was_told and attempt.spell == self._spell
