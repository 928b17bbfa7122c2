"""Texts of the widget and the builder: the four languages say the same things, each in its own script."""

from __future__ import annotations

import re
import unicodedata

import pytest

from api.embed.texts import embed_texts, told
from api.problems import PROBLEM_TYPES
from indexer import LanguageCode

from .test_interface import SCRIPTS

# What the widget's script itself finds out, and what stands for all other problems.
OWN = {"request", "server", "busy", "offline", "timeout", "origin"}
TERMS = re.compile(r"\{\w+\}|manba widgets create|manba-ask|Content-Security-Policy|README|JavaScript|iframe|style")


@pytest.mark.parametrize("code", list(LanguageCode))
def test_every_language_has_every_text_with_the_same_places(code: LanguageCode) -> None:
    english, shown = embed_texts(LanguageCode.ENGLISH), embed_texts(code)
    assert set(shown) == set(english) == {"widget", "problems", "languages", "builder"}
    for table, texts in english.items():
        assert list(shown[table]) == list(texts)
        for key, text in texts.items():
            assert sorted(re.findall(r"\{\w+\}", shown[table][key])) == sorted(re.findall(r"\{\w+\}", text)), key
            if code is not LanguageCode.ENGLISH and key != "brand":
                assert shown[table][key] != text, key
    assert set(shown["problems"]) - OWN <= set(PROBLEM_TYPES)


@pytest.mark.parametrize("code", list(LanguageCode))
def test_texts_are_in_their_script(code: LanguageCode) -> None:
    for texts in embed_texts(code).values():
        for key, text in texts.items():
            letters = [unicodedata.name(letter) for letter in TERMS.sub("", text) if letter.isalpha()]
            assert letters, key
            assert all(name.startswith(SCRIPTS[code.value]) for name in letters), (key, text)


def test_persian_uses_persian_letters() -> None:
    texts = " ".join(text for table in embed_texts(LanguageCode.PERSIAN).values() for text in table.values())
    assert "\N{ARABIC LETTER YEH}" not in texts
    assert "\N{ARABIC LETTER KAF}" not in texts
    assert "\N{ARABIC LETTER FARSI YEH}" in texts


def test_every_problem_has_words() -> None:
    texts = embed_texts(LanguageCode.ENGLISH)
    assert told(texts, "question-too-long", 422).startswith("The question is too long")
    assert told(texts, "too-many-wrong-keys", 429) == texts["problems"]["busy"]
    assert told(texts, "storage-full", 507) == texts["problems"]["server"]
    assert told(texts, "wrong-type", 422) == texts["problems"]["request"]
