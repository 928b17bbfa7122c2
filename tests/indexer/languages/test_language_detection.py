"""Detection of short questions: golden rows, the graded questions, and nonsense that must not raise."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.domain import LanguageCode
from indexer.languages import LANGUAGES, detect

SEED_LANGUAGES = {"000": "fa", "001": "pl", "002": "ar", "003": "fa", "004": "fa"}


@pytest.mark.golden("detection.tsv")
def test_a_short_text_is_in_its_language(row: tuple[str, ...]) -> None:
    code, text, why = row
    detection = detect(text)
    assert detection.language == LanguageCode(code), why
    assert detection.confidence > 0.5


def test_every_graded_question_is_in_its_language(graded_questions) -> None:
    lines = (graded_questions / "sample.jsonl").read_text(encoding="utf-8").splitlines()
    questions = [json.loads(line) for line in lines if line]
    assert len(questions) >= 40
    wrong = [item["question"] for item in questions if detect(item["question"]).language.value != item["lang"]]
    assert wrong == []


def test_graded_questions_are_told_without_diacritics_hamza_and_persian_keys(graded_questions) -> None:
    keys = str.maketrans("یک", "يك", "\N{ZERO WIDTH NON-JOINER}")
    bare = {
        "fa": lambda text: text.translate(keys),
        "ar": lambda text: re.sub("[أإآ]", "ا", text).replace("ة", "ه"),
        "pl": LANGUAGES[LanguageCode.POLISH].search_text,
        "en": str.upper,
    }
    lines = (graded_questions / "sample.jsonl").read_text(encoding="utf-8").splitlines()
    for item in (json.loads(line) for line in lines if line):
        typed = bare[item["lang"]](item["question"])
        assert detect(typed).language.value == item["lang"], typed


def test_every_line_of_prose_in_the_seeds_is_in_its_language(seeds) -> None:
    for path in sorted(seeds.glob("*.txt")):
        expected = LanguageCode(SEED_LANGUAGES[path.name[:3]])
        lines = [line for line in path.read_text(encoding="utf-8").splitlines() if len(line.split()) > 4]
        assert len(lines) > 20
        assert [line for line in lines if detect(line).language != expected] == []


def test_the_default_decides_where_the_text_says_nothing() -> None:
    assert detect("").language is LanguageCode.ENGLISH
    assert detect("12.5 %", default=LanguageCode.ARABIC).language is LanguageCode.ARABIC
    assert detect("12.5 %", default=LanguageCode.ARABIC).confidence == 0.0


def test_evidence_is_higher_for_the_language_of_the_text() -> None:
    texts = {
        "fa": "این کانال برای مشتریان چه فایده\N{ZERO WIDTH NON-JOINER}ای دارد؟",
        "ar": "ما هي فائدة هذه القناة للعملاء؟",
        "pl": "Jaką korzyść daje ten kanał klientom?",
        "en": "What is the benefit of this channel to customers?",
    }
    for code, text in texts.items():
        found = {other: spoken.evidence(text) for other, spoken in LANGUAGES.items()}
        assert max(found, key=lambda other: found[other]) == LanguageCode(code)
        assert all(0.0 <= value < 1.0 for value in found.values())


@given(st.text())
def test_any_text_has_a_language(text: str) -> None:
    detection = detect(text)
    assert detection.language in LANGUAGES
    assert 0.0 <= detection.confidence <= 1.0
