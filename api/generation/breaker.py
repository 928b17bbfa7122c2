"""A circuit breaker (Nygard 2007): a language model that fails again and again is left alone for a while.

Readers do not wait then for what would fail, and a server that is overloaded is not asked still more.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from api.domain import Fallback
from api.generation.failures import ModelError

FAILURES = 3
"""Failures in a row after which the model is left alone."""
FIRST_PAUSE_S, LONGEST_PAUSE_S = 15.0, 300.0

Clock = Callable[[], float]


class Breaker:
    """Counts failures in a row; used from one event loop.

    After FAILURES it refuses for FIRST_PAUSE_S seconds, then lets one trial through: it closes if that succeeds, and
    refuses twice as long if it fails, up to LONGEST_PAUSE_S.
    """

    def __init__(self, clock: Clock = time.monotonic) -> None:
        """Start closed; `clock` gives seconds."""
        self._clock = clock
        self._failures = 0
        self._pause_s = FIRST_PAUSE_S
        self._open_until: float | None = None
        self._trial_is_out = False

    def require_closed(self) -> None:
        """Raise ModelError while the model is left alone; what is let through must be told by `note`."""
        if self._open_until is None:
            return
        if self._clock() < self._open_until or self._trial_is_out:
            raise ModelError(Fallback.PAUSED, "left alone after it failed again and again", is_its_fault=False)
        self._trial_is_out = True

    @property
    def wait_s(self) -> float:
        """Seconds until the model is tried again, 0 where it may be asked now."""
        return max(0.0, self._open_until - self._clock()) if self._open_until is not None else 0.0

    def note_success(self) -> None:
        """The model did what it was asked: it is trusted to do so again."""
        self._failures = 0
        self._pause_s = FIRST_PAUSE_S
        self._open_until = None
        self._trial_is_out = False

    def note_failure(self, *, retry_after_s: float = 0.0) -> bool:
        """The model failed; whether it is left alone from now on, at least for `retry_after_s` seconds if given."""
        self._failures += 1
        was_trial, self._trial_is_out = self._trial_is_out, False
        if was_trial:
            self._pause_s = min(2 * self._pause_s, LONGEST_PAUSE_S)
        if not was_trial and self._failures < FAILURES and retry_after_s <= 0.0:
            return False
        pause_s = max(self._pause_s, min(retry_after_s, LONGEST_PAUSE_S))
        self._open_until = self._clock() + pause_s
        return True

    def note_abandoned(self) -> None:
        """A trial ended without telling anything of the model: the reader left."""
        self._trial_is_out = False
