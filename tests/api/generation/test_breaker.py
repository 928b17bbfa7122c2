"""The circuit breaker, with a clock of its own."""

from __future__ import annotations

import pytest

from api.generation.breaker import FAILURES, FIRST_PAUSE_S, LONGEST_PAUSE_S, Breaker
from api.generation.failures import ModelError


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def breaker(clock: Clock) -> Breaker:
    return Breaker(clock)


def fail(breaker: Breaker, times: int = FAILURES) -> None:
    for _ in range(times):
        breaker.require_closed()
        breaker.note_failure()


def test_failures_in_a_row_open_it(breaker: Breaker) -> None:
    fail(breaker, FAILURES - 1)
    breaker.note_success()
    fail(breaker, FAILURES - 1)
    breaker.require_closed()
    assert breaker.note_failure() is True
    assert breaker.wait_s == FIRST_PAUSE_S
    with pytest.raises(ModelError):
        breaker.require_closed()


def test_one_trial_closes_it(breaker: Breaker, clock: Clock) -> None:
    fail(breaker)
    clock.now += FIRST_PAUSE_S
    breaker.require_closed()
    with pytest.raises(ModelError):
        breaker.require_closed()
    breaker.note_success()
    breaker.require_closed()
    assert breaker.wait_s == 0.0


def test_failed_trials_are_farther_and_farther_apart(breaker: Breaker, clock: Clock) -> None:
    fail(breaker)
    pauses = []
    for _ in range(6):
        pauses.append(breaker.wait_s)
        clock.now += breaker.wait_s
        breaker.require_closed()
        breaker.note_failure()
    assert pauses == [15.0, 30.0, 60.0, 120.0, 240.0, LONGEST_PAUSE_S]


def test_trial_that_was_left_is_tried_again(breaker: Breaker, clock: Clock) -> None:
    fail(breaker)
    clock.now += FIRST_PAUSE_S
    breaker.require_closed()
    breaker.note_abandoned()
    breaker.require_closed()


def test_server_may_ask_to_be_left_alone(breaker: Breaker, clock: Clock) -> None:
    breaker.require_closed()
    assert breaker.note_failure(retry_after_s=40.0) is True
    clock.now += 39.0
    with pytest.raises(ModelError):
        breaker.require_closed()
    clock.now += 1.0
    breaker.require_closed()


def test_no_server_may_ask_for_ever(breaker: Breaker) -> None:
    breaker.note_failure(retry_after_s=1e9)
    assert breaker.wait_s == LONGEST_PAUSE_S
