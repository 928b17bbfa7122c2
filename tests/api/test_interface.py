"""Interface texts: the four languages say the same things, each in its own script."""

from __future__ import annotations

import re
import unicodedata

import pytest

from api.domain import Fallback
from api.problems import PROBLEM_TYPES
from api.web.interface import interface
from indexer import LanguageCode

SCRIPTS = {"ar": "ARABIC", "fa": "ARABIC", "en": "LATIN", "pl": "LATIN"}
NAMES = {"title", "brand"}


@pytest.mark.parametrize("code", list(LanguageCode))
def test_every_language_has_every_text(code: LanguageCode) -> None:
    english, shown = interface(LanguageCode.ENGLISH), interface(code)
    assert shown.texts.keys() == english.texts.keys()
    assert shown.problems.keys() == english.problems.keys()
    assert shown.languages.keys() == {language.value for language in LanguageCode}
    assert len(shown.examples) == len(english.examples) >= 3
    assert set(shown.problems) - {"request", "server", "busy"} <= set(PROBLEM_TYPES)
    assert set(shown.fallbacks) >= {one.value for one in Fallback}
    for table, texts in ((shown.writing, english.writing), (shown.fallbacks, english.fallbacks)):
        assert list(table) == list(texts)
        for key, text in texts.items():
            assert re.findall(r"\{\w+\}", table[key]) == re.findall(r"\{\w+\}", text), key
            assert code is LanguageCode.ENGLISH or table[key] != text, key
    if code is not LanguageCode.ENGLISH:
        same = {key for key, text in shown.texts.items() if text == english.texts[key]}
        assert same <= NAMES


@pytest.mark.parametrize("code", list(LanguageCode))
def test_texts_are_in_their_script(code: LanguageCode) -> None:
    shown = interface(code)
    tables = (shown.texts, shown.problems, shown.languages, shown.writing, shown.fallbacks)
    for text in (*(text for table in tables for text in table.values()), *shown.examples):
        letters = [unicodedata.name(character) for character in text if character.isalpha()]
        own = [name for name in letters if name.startswith(SCRIPTS[code.value])]
        assert len(own) > len(letters) / 2, text


def test_persian_uses_persian_letters() -> None:
    shown = interface(LanguageCode.PERSIAN)
    texts = " ".join(
        text for table in (shown.texts, shown.problems, shown.writing, shown.fallbacks) for text in table.values()
    )
    assert "\N{ARABIC LETTER YEH}" not in texts
    assert "\N{ARABIC LETTER KAF}" not in texts
    assert "\N{ARABIC LETTER FARSI YEH}" in texts
