"""The circuit breaker, with a clock of its own."""

from __future__ import annotations

from contextlib import ExitStack

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
        with breaker.attempt() as attempt:
            breaker.note_failure(attempt)


def succeed(breaker: Breaker) -> None:
    with breaker.attempt() as attempt:
        breaker.note_success(attempt)


def is_left_alone(breaker: Breaker) -> bool:
    try:
        with breaker.attempt():
            return False
    except ModelError:
        return True


def test_failures_in_a_row_open_it(breaker: Breaker) -> None:
    fail(breaker, FAILURES - 1)
    succeed(breaker)
    fail(breaker, FAILURES - 1)
    with breaker.attempt() as attempt:
        assert breaker.note_failure(attempt) is True
    assert breaker.wait_s == FIRST_PAUSE_S
    assert is_left_alone(breaker)


def test_one_trial_closes_it(breaker: Breaker, clock: Clock) -> None:
    fail(breaker)
    clock.now += FIRST_PAUSE_S
    with breaker.attempt() as trial:
        assert is_left_alone(breaker)
        breaker.note_success(trial)
        assert not is_left_alone(breaker)
    assert breaker.wait_s == 0.0


def test_failed_trials_are_farther_and_farther_apart(breaker: Breaker, clock: Clock) -> None:
    fail(breaker)
    pauses = []
    for _ in range(6):
        pauses.append(breaker.wait_s)
        clock.now += breaker.wait_s
        fail(breaker, 1)
    assert pauses == [15.0, 30.0, 60.0, 120.0, 240.0, LONGEST_PAUSE_S]


def test_trial_that_was_left_is_tried_again(breaker: Breaker, clock: Clock) -> None:
    fail(breaker)
    clock.now += FIRST_PAUSE_S
    with breaker.attempt():
        assert is_left_alone(breaker)
    with breaker.attempt():
        assert is_left_alone(breaker)


def test_trial_that_raises_is_given_back(breaker: Breaker, clock: Clock) -> None:
    fail(breaker)
    clock.now += FIRST_PAUSE_S
    with pytest.raises(OSError, match="gone"), breaker.attempt():
        raise OSError("gone")
    assert not is_left_alone(breaker)


def test_old_question_does_not_end_the_pause(breaker: Breaker, clock: Clock) -> None:
    with breaker.attempt() as old:
        fail(breaker)
        breaker.note_success(old)
        assert is_left_alone(breaker)
        clock.now += FIRST_PAUSE_S
        with breaker.attempt():
            assert is_left_alone(breaker)


def test_old_question_does_not_prolong_the_pause(breaker: Breaker, clock: Clock) -> None:
    with breaker.attempt() as old, breaker.attempt() as older:
        fail(breaker)
        clock.now += 10.0
        assert breaker.note_failure(old, retry_after_s=200.0) is False
        assert breaker.wait_s == FIRST_PAUSE_S - 10.0
        clock.now += 5.0
        with breaker.attempt() as trial:
            assert breaker.note_failure(older) is False
            assert is_left_alone(breaker)
            assert breaker.note_failure(trial) is True
    assert breaker.wait_s == 2 * FIRST_PAUSE_S


def test_old_question_that_is_left_does_not_free_the_trial(breaker: Breaker, clock: Clock) -> None:
    with ExitStack() as old:
        old.enter_context(breaker.attempt())
        fail(breaker)
        clock.now += FIRST_PAUSE_S
        with breaker.attempt():
            old.close()
            assert is_left_alone(breaker)


def test_trial_of_an_earlier_pause_does_not_end_a_later_one(breaker: Breaker, clock: Clock) -> None:
    fail(breaker)
    clock.now += FIRST_PAUSE_S
    with breaker.attempt() as trial:
        breaker.note_failure(trial)
        breaker.note_success(trial)
    assert breaker.wait_s == 2 * FIRST_PAUSE_S


def test_failure_of_an_old_question_is_not_one_in_a_row(breaker: Breaker, clock: Clock) -> None:
    with breaker.attempt() as old:
        fail(breaker)
        clock.now += FIRST_PAUSE_S
        succeed(breaker)
        fail(breaker, FAILURES - 1)
        assert breaker.note_failure(old) is False
    assert not is_left_alone(breaker)


def test_server_may_ask_to_be_left_alone(breaker: Breaker, clock: Clock) -> None:
    with breaker.attempt() as attempt:
        assert breaker.note_failure(attempt, retry_after_s=40.0) is True
    clock.now += 39.0
    assert is_left_alone(breaker)
    clock.now += 1.0
    assert not is_left_alone(breaker)


def test_no_server_may_ask_for_ever(breaker: Breaker) -> None:
    with breaker.attempt() as attempt:
        breaker.note_failure(attempt, retry_after_s=1e9)
    assert breaker.wait_s == LONGEST_PAUSE_S
