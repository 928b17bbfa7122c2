"""Questions that ask the same thing have one key, in every language; others have not."""

from __future__ import annotations

import pytest

from indexer import LanguageCode, question_key

ZWNJ = "\N{ZERO WIDTH NON-JOINER}"


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("pl", "Ile kosztuje wdrożenie CRM?", "jaki jest koszt wdrożenia CRM"),
        ("pl", "Co to jest omnichannel?", "OMNICHANNEL – co to?"),
        ("fa", f"هزینه\N{ARABIC HAMZA ABOVE} همه{ZWNJ}کاناله چقدر است؟", "هزینه همه کاناله چقدر است"),
        ("fa", f"می{ZWNJ}توان كارت وفاداری داشت؟", f"کارت وفاداری می{ZWNJ}توان داشت"),
        ("ar", "ما هي كلفة القناة الشاملة؟", "ما كلفة القناة الشاملة"),
        ("en", "What does a loyalty card cost?", "the cost of loyalty cards?"),
    ],
)
def test_equal_and_near_equal_questions_share_a_key(language: str, one: str, other: str) -> None:
    key = question_key(one, LanguageCode(language))
    assert key == question_key(other, LanguageCode(language))
    assert key.startswith(f"{language} ")
    assert len(key.split()) >= 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("What does a loyalty card cost?", "What does a loyalty card bring?"),
        ("Six steps of a rollout", "Steps of a rollout in 6 weeks"),
        ("؟", "!"),
    ],
)
def test_other_questions_do_not(one: str, other: str) -> None:
    assert question_key(one, LanguageCode.ENGLISH) != question_key(other, LanguageCode.ENGLISH)


def test_languages_stay_apart() -> None:
    assert question_key("omnichannel", LanguageCode.POLISH) != question_key("omnichannel", LanguageCode.ENGLISH)


def test_a_question_of_stop_words_keeps_them() -> None:
    assert question_key("What is it?", LanguageCode.ENGLISH) != question_key("Who are you?", LanguageCode.ENGLISH)
