"""Interface texts: the four languages say the same things, each in its own script."""

from __future__ import annotations

import unicodedata

import pytest

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
    if code is not LanguageCode.ENGLISH:
        same = {key for key, text in shown.texts.items() if text == english.texts[key]}
        assert same <= NAMES


@pytest.mark.parametrize("code", list(LanguageCode))
def test_texts_are_in_their_script(code: LanguageCode) -> None:
    shown = interface(code)
    for text in (*shown.texts.values(), *shown.problems.values(), *shown.languages.values(), *shown.examples):
        letters = [unicodedata.name(character) for character in text if character.isalpha()]
        own = [name for name in letters if name.startswith(SCRIPTS[code.value])]
        assert len(own) > len(letters) / 2, text


def test_persian_uses_persian_letters() -> None:
    texts = " ".join(
        [*interface(LanguageCode.PERSIAN).texts.values(), *interface(LanguageCode.PERSIAN).problems.values()]
    )
    assert "\N{ARABIC LETTER YEH}" not in texts
    assert "\N{ARABIC LETTER KAF}" not in texts
    assert "\N{ARABIC LETTER FARSI YEH}" in texts
