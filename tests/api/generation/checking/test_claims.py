"""What turns the meaning of a statement, language by language."""

from __future__ import annotations

import pytest

from api.generation.checking.equivalents import meanings_of
from api.speech.claims import CLAIMS
from api.speech.claims.opposites import poles
from indexer import LANGUAGES, LanguageCode

ZWNJ = "\N{ZERO WIDTH NON-JOINER}"


def forms(language: str, text: str) -> list[str]:
    return [token.form for token in LANGUAGES[LanguageCode(language)].tokens(text)]


@pytest.mark.parametrize(
    ("language", "text", "numbers"),
    [
        ("en", "twenty-three of two hundred and five, not one", [23, 205]),
        ("en", "two, three and half", [2, 3, 0.5]),
        ("en", "fifteen hundred", [1500]),
        ("fa", "هزار و پانصد", [1500]),
        ("ar", "ألف وخمسمئة", [1500]),
        ("pl", "dwadzieścia trzy, siedmiu, trzy czwarte", [23, 7, 3, 4]),
        ("fa", "سی و پنج درصد، صد و بیست و سه هزار", [35, 123_000]),
        ("fa", "هر دو راهبرد", []),
        ("fa", "در نه گام، نه در یک گام و نه تنها یکبار", [9]),
        ("ar", "خمسة وثلاثون عميلا وثلاثة آلاف", [35, 3000]),
    ],
)
def test_numbers_in_words(language: str, text: str, numbers: list[float]) -> None:
    found = [value for _, value in CLAIMS[LanguageCode(language)].numbers_in(forms(language, text))]
    assert found == numbers


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("en", "It doesn't connect and not only sells without data", ["doesn't", "without"]),
        ("pl", "nie łączy, nie tylko sprzedaje, bez danych", ["nie", "bez"]),
        ("fa", f"وصل نمی{ZWNJ}کند، نیاز و نظر دارد و نیست", ["نمیکند", "نیست"]),
        ("ar", "لا تربط ولا تصل ولا سيما وليستا", ["لا", "ولا", "ولیستا"]),
        ("en", "on the day rather than at night", ["than"]),
        ("pl", "dane zamiast domysłów", ["zamiast"]),
    ],
)
def test_words_that_deny(language: str, text: str, words: list[str]) -> None:
    found = forms(language, text)
    assert [found[place] for place in sorted(CLAIMS[LanguageCode(language)].negations_in(found))] == words


@pytest.mark.parametrize("language", list(LanguageCode))
def test_every_language_fills_every_list(language: LanguageCode) -> None:
    claims = CLAIMS[language]
    for name in ("negations", "spared", "numbers", "ordinals", "halves", "only", "always", "boundaries"):
        assert getattr(claims, name).split(), name
    for name in ("light", "attributing", "than", "causes", "in_itself", "joins"):
        assert getattr(claims, name), name
    assert list(claims.poles_in([])) == []


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [("en", "more", "less"), ("pl", "wzrost", "spadek"), ("fa", "افزایش", "کاهش"), ("ar", "أكثر", "أقل")],
)
def test_opposites_are_two_sides_of_one_pair(language: str, one: str, other: str) -> None:
    claims = CLAIMS[LanguageCode(language)]
    sides = {(pair, is_first) for _, pair, is_first in claims.poles_in(forms(language, one))}
    opposite = {(pair, not is_first) for _, pair, is_first in claims.poles_in(forms(language, other))}
    assert sides & opposite


@pytest.mark.parametrize("language", list(LanguageCode))
def test_no_word_is_its_own_opposite(language: LanguageCode) -> None:
    for listed in (poles(language).whole, poles(language).beginnings):
        for word, sides in listed.items():
            assert not any((pair, not is_first) in sides for pair, is_first in sides), word


@pytest.mark.parametrize(
    ("languages", "words"),
    [
        (("en", "pl"), ("shop", "sklepach")),
        (("pl", "fa"), ("pracownika", "کارمند")),
        (("fa", "ar"), (f"می{ZWNJ}پرسند", "يسألون")),
        (("ar", "en"), ("بالهاتف", "phone")),
    ],
)
def test_words_of_one_meaning(languages: tuple[str, str], words: tuple[str, str]) -> None:
    found = [
        meanings_of(code, token.form, token.stem)
        for code, word in zip(map(LanguageCode, languages), words, strict=True)
        for token in LANGUAGES[code].tokens(word)
    ]
    assert found[0] & found[1]
