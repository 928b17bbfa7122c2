"""Names across scripts: what sounds alike shares a key, what does not, does not."""

from __future__ import annotations

import pytest

from indexer.languages.folding import fold
from indexer.languages.sounds import (
    ARABIC_LETTERS,
    CLOSE_WORTH,
    LATIN_LETTERS,
    LONG_LOOSE_WORTH,
    LOOSE_WORTH,
    Script,
    script_of,
    sound,
)


def shared_worth(one: str, other: str) -> float:
    """What the best key of both is worth, 0 where they share none."""
    first, second = sound(fold(one)), sound(fold(other))
    if first is None or second is None:
        return 0.0
    assert first.script is second.script.other
    return max((worth for key, worth in first.worths() if key in dict(second.worths())), default=0.0)


@pytest.mark.parametrize(
    ("latin", "arabic", "worth"),
    [
        ("Newton", "نيوتن", CLOSE_WORTH),  # three consonants, Arabic
        ("Newton", "نیوتن", CLOSE_WORTH),  # Persian yeh
        ("London", "لندن", LOOSE_WORTH),
        ("Disney", "ديزني", 0.0),  # S against Z with three consonants: too little to go by
        ("Victoria", "فيكتوريا", LOOSE_WORTH),  # Arabic writes v as feh
        ("Victoria", "ویکتوریا", CLOSE_WORTH),  # and Persian as vav, a vowel
        ("Starbucks", "ستاربكس", LONG_LOOSE_WORTH),
        ("Starbucks", "استارباکس", LONG_LOOSE_WORTH),  # a vowel before two consonants
        ("HubSpot", "هاب\N{ZERO WIDTH NON-JOINER}اسپات", LOOSE_WORTH),  # t and d, p and b are not told apart
        ("Microsoft", "بمايكروسوفت", LONG_LOOSE_WORTH),  # a clitic
        ("Microsoft", "المايكروسوفت", LONG_LOOSE_WORTH),  # an article
        ("Genghis", "جنكيز", LOOSE_WORTH),
        ("Microsoft", "بالمايكروسوفت", LONG_LOOSE_WORTH),  # both
        ("Microsoft", "للمايكروسوفت", LONG_LOOSE_WORTH),  # both, written as one
        ("Alexander", "الکساندر", LONG_LOOSE_WORTH),  # what looks like an article is the name's own
        ("strategy", "الاستراتيجية", LONG_LOOSE_WORTH),  # a loan word is a name in this
        ("Cisco", "سيسكو", CLOSE_WORTH),  # a vowel between two consonants keeps them two
        ("Ontario", "نترا", 0.0),  # begins with a vowel, and the other with none
    ],
)
def test_names_in_two_scripts(latin: str, arabic: str, worth: float) -> None:
    assert shared_worth(latin, arabic) == worth


@pytest.mark.parametrize(
    ("latin", "arabic"),
    [("klient", "مشتری"), ("customers", "مشتریان"), ("market", "المنتجات"), ("store", "متاجر")],
)
def test_other_words_sound_different(latin: str, arabic: str) -> None:
    assert sound(fold(latin)) is not None
    assert sound(fold(arabic)) is not None
    assert shared_worth(latin, arabic) == 0


@pytest.mark.parametrize("word", ["2024", "b2b", "v3.14", "", "of", "می", "نیوton", "co2"])
def test_figures_mixtures_and_short_words_have_no_sound(word: str) -> None:
    assert sound(word) is None


def test_keys_come_with_their_worth_the_least_first() -> None:
    heard = sound("amsterdam")
    assert heard is not None
    assert heard.worths() == [("loose MSTRTM", LONG_LOOSE_WORTH)]


def test_a_word_may_have_keys_of_both_kinds() -> None:
    heard = sound("victoria")
    assert heard is not None
    assert heard.worths() == [("close KTR", CLOSE_WORTH), ("loose FKTR", LOOSE_WORTH)]


def test_scripts() -> None:
    assert (script_of("hubspot"), script_of("نیوتن")) == (Script.LATIN, Script.ARABIC)
    assert script_of("12") is None
    assert Script.LATIN.other.other is Script.LATIN


def test_the_tables_hold_folded_letters_only() -> None:
    for letter in (*LATIN_LETTERS, *ARABIC_LETTERS):
        assert fold(letter) == letter
