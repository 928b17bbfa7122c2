"""Wrong keys are counted per address, for a while, in bounded memory."""

from __future__ import annotations

from api.keys.limiting import ADDRESSES_REMEMBERED, PERIOD_S, WRONG_KEYS_ALLOWED, WrongKeys


def test_an_address_waits_after_ten_wrong_keys_and_others_do_not() -> None:
    now = 1000.0
    wrong = WrongKeys(clock=lambda: now)
    assert [wrong.note("a") for _ in range(WRONG_KEYS_ALLOWED)] == [0.0] * WRONG_KEYS_ALLOWED
    assert wrong.note("a") == PERIOD_S
    assert wrong.note("b") == 0.0
    now += PERIOD_S - 10
    assert wrong.note("a") == 10.0
    now += 10
    assert wrong.note("a") == 0.0


def test_memory_is_bounded() -> None:
    wrong = WrongKeys(clock=lambda: 0.0)
    for number in range(ADDRESSES_REMEMBERED + 5):
        wrong.note(str(number))
    assert len(wrong._seen) == ADDRESSES_REMEMBERED
    assert "0" not in wrong._seen
