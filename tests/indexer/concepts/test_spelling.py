"""Words as names are spelt: what is the same to a reader, and the space that is not."""

from __future__ import annotations

import pytest

from indexer.concepts.spelling import first_keys, name_key, words
from indexer.domain import LanguageCode, Span

ARABIC, ENGLISH, PERSIAN, POLISH = LanguageCode.ARABIC, LanguageCode.ENGLISH, LanguageCode.PERSIAN, LanguageCode.POLISH
ZWNJ = "\N{ZERO WIDTH NON-JOINER}"


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        (PERSIAN, f"همه{ZWNJ}کاناله", "همهکاناله"),  # ZWNJ joins
        (PERSIAN, "همه \N{ARABIC LETTER KAF}اناله", "همه کاناله"),  # typed on an Arabic keyboard
        (PERSIAN, "کانال\N{ARABIC LETTER YEH}", "کانالی"),
        (PERSIAN, "نقطه\N{ARABIC HAMZA ABOVE} تماس", "نقطه تماس"),  # ezafe
        (PERSIAN, "چند-کاناله", "چند کاناله"),  # a hyphen is a space
        (ARABIC, "الشا\N{ARABIC SHADDA}ملة", "الشامله"),  # diacritics, teh marbuta
        (ARABIC, "متعددة القنوات", "متعدد القنوات"),  # inflection
        (ARABIC, "والقنوات المتعددة", "القنوات المتعددة"),  # «و», «ب» and «ل» before the article
        (ARABIC, "بالقنوات المتعددة", "القنوات المتعددة"),
        (ARABIC, "للقنوات المتعددة", "القنوات المتعددة"),
        (ARABIC, "وللقنوات المتعددة", "القنوات المتعددة"),
        (POLISH, "WIELOKANAŁOWEJ", "wielokanalowosc"),  # case, diacritics, inflection
        (POLISH, "punktach styku", "punkt styku"),
        (ENGLISH, "Omni\N{NON-BREAKING HYPHEN}Channel", "omni channel"),
        (ENGLISH, "customer\N{RIGHT SINGLE QUOTATION MARK}s journeys", "customer's journey"),
    ],
)
def test_spellings_of_one_name_have_one_key(language: LanguageCode, one: str, other: str) -> None:
    assert name_key(one, language) == name_key(other, language) != ()


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        (PERSIAN, "چندکاناله", "چند کاناله"),  # a space is a space
        (PERSIAN, "همه کانال", f"همه کانال{ZWNJ}ها"),  # a name and all channels
        (ARABIC, "القنوات المتعددة", "قنوات متعددة"),  # a name and many channels
        (ENGLISH, "multichannel", "multi channel"),
    ],
)
def test_what_tells_two_names_apart_stays(language: LanguageCode, one: str, other: str) -> None:
    assert name_key(one, language) != name_key(other, language)


def test_punctuation_has_no_key() -> None:
    assert name_key("… – ?", POLISH) == ()


def test_a_word_knows_where_it_stands_and_what_is_around_it() -> None:
    text = f"Omni-channel, همه{ZWNJ}کاناله و"
    found = words(text)
    assert [(word.form, word.span.of(text)) for word in found] == [
        ("omni", "Omni"),
        ("channel", "channel"),
        ("همهکاناله", f"همه{ZWNJ}کاناله"),
        ("و", "و"),
    ]
    assert [word.joins for word in found] == [False, True, False, True]
    assert [(word.hyphen_before, word.hyphen_after) for word in found] == [
        (False, True),
        (True, False),
        (False, False),
        (False, False),
    ]


def test_a_slice_never_parts_a_letter_from_its_marks() -> None:
    text = "القنا\N{ARABIC DAMMA} نعم"
    assert words(text)[0].span == Span(start=0, end=6)


def test_a_hyphen_with_nothing_behind_it_joins_nothing() -> None:
    (multi, and_, omni) = words("multi- i omni")
    assert (multi.hyphen_after, and_.hyphen_before, omni.hyphen_before) == (False, False, False)


@pytest.mark.parametrize("text", ["لرحلة", "برحلة", "كرحلة", "ورحلة", "فرحلة", "وبرحلة", "فلرحلة"])
def test_an_arabic_first_word_may_have_a_conjunction_and_a_preposition(text: str) -> None:
    (form,) = (word.form for word in words(text))
    assert name_key("رحلة", ARABIC)[0] in first_keys(form, ARABIC)


def test_other_languages_have_no_such_prefixes() -> None:
    assert first_keys("ورحله", PERSIAN) == ("ورحله",)


def test_a_prefix_leaves_a_word_of_three_letters_at_least() -> None:
    # «بلد» is a country and no «لد» with «ب».
    assert first_keys("بلد", ARABIC) == (name_key("بلد", ARABIC)[0],)
