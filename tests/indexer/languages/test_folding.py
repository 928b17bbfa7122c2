"""Each table of code points is proved against unicodedata; the Arabic folds also against camel-tools."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.languages import LANGUAGES
from indexer.languages.folding import (
    ARABIC_VARIANTS,
    LATIN_VARIANTS,
    OTHER_QUOTES,
    PUNCTUATION_VARIANTS,
    fold,
    fold_character,
    fold_with_offsets,
)
from indexer.languages.scripts import ARABIC_LETTERS

EVERY_CHARACTER = [chr(code) for code in range(sys.maxunicode + 1) if not 0xD800 <= code <= 0xDFFF]


def test_folding_twice_changes_nothing_for_every_character() -> None:
    changed = [character for character in EVERY_CHARACTER if fold(fold(character)) != fold(character)]
    assert changed == []


def test_every_decimal_digit_becomes_its_ascii_digit() -> None:
    digits = [character for character in EVERY_CHARACTER if unicodedata.category(character) == "Nd"]
    assert len(digits) > 600
    assert [fold(digit) for digit in digits] == [str(unicodedata.decimal(digit)) for digit in digits]


def test_every_dash_and_every_paired_quote_has_one_form() -> None:
    dashes = {fold(character) for character in EVERY_CHARACTER if unicodedata.category(character) == "Pd"}
    quotes = {fold(character) for character in EVERY_CHARACTER if unicodedata.category(character) in {"Pi", "Pf"}}
    assert dashes == {"-"}
    assert quotes == {"'"}


def test_other_quotes_are_no_paired_quotes_and_name_themselves() -> None:
    for quote in OTHER_QUOTES:
        assert unicodedata.category(quote) not in {"Pi", "Pf"}
        name = unicodedata.name(quote)
        assert any(part in name for part in ("QUOTATION", "APOSTROPHE", "PRIME", "ACCENT", "COMMA")), name
        assert fold(quote) == "'"


def test_invisible_and_combining_characters_vanish() -> None:
    for character in EVERY_CHARACTER:
        invisible = unicodedata.category(character) in {"Cf", "Me"}
        diacritic = unicodedata.category(character) == "Mn" and unicodedata.combining(character) >= 10
        if invisible or diacritic:
            assert fold_character(character) == "", f"U+{ord(character):04X}"


def test_white_space_is_one_space_between_words() -> None:
    spaces = [character for character in EVERY_CHARACTER if character.isspace()]
    assert len(spaces) > 20
    assert {fold(f"a{space}{space}b") for space in spaces} == {"a b"}


@pytest.mark.parametrize("variant", sorted(ARABIC_VARIANTS))
def test_arabic_variants_are_letters_unicode_keeps_apart(variant: str) -> None:
    target = ARABIC_VARIANTS[variant]
    assert unicodedata.name(variant).startswith("ARABIC LETTER")
    # Where Unicode decomposes a letter, the table needs no entry for it.
    assert unicodedata.normalize("NFKD", variant) == variant
    assert target == "" or unicodedata.name(target).startswith("ARABIC LETTER")
    assert fold(target) == target


@pytest.mark.parametrize("variant", sorted(LATIN_VARIANTS))
def test_latin_variants_are_named_after_their_letter(variant: str) -> None:
    target = LATIN_VARIANTS[variant]
    name = unicodedata.name(variant).split()
    letter = name[-1] if len(target) > 1 else name[3].removeprefix("DOTLESS") or name[4]
    assert unicodedata.normalize("NFKD", variant) == variant
    assert letter.lower() == target
    assert fold(variant.upper()) == target


def test_punctuation_variants_are_no_letters() -> None:
    letters = {variant for variant in PUNCTUATION_VARIANTS if unicodedata.category(variant).startswith("L")}
    assert letters == {"\N{ARABIC TATWEEL}"}


def test_the_class_of_arabic_letters_holds_every_folded_letter_of_the_script() -> None:
    import re

    letters = re.compile(f"[{ARABIC_LETTERS}]")
    for character in EVERY_CHARACTER:
        named = unicodedata.name(character, "")
        if named.startswith("ARABIC LETTER") and ord(character) < 0x08C9:
            for folded in fold(character):
                assert letters.fullmatch(folded), f"U+{ord(character):04X} {named}"


def test_polish_letters_lose_their_marks() -> None:
    assert fold("ąćęłńóśźż ĄĆĘŁŃÓŚŹŻ") == "acelnoszz acelnoszz"


def test_scorers_and_search_hold_the_same_letters_equal() -> None:
    same = "ييىئ ككك ةه ۀه ؤو أإآٱا"
    groups = [{fold(letter) for letter in group} for group in same.split()]
    assert [len(group) for group in groups] == [1, 1, 1, 1, 1, 1]


def test_folding_agrees_with_camel_tools_on_the_arabic_block() -> None:
    from camel_tools.utils.dediac import dediac_ar
    from camel_tools.utils.normalize import normalize_alef_ar, normalize_alef_maksura_ar, normalize_teh_marbuta_ar

    normalizers = (normalize_alef_ar, normalize_alef_maksura_ar, normalize_teh_marbuta_ar, dediac_ar)
    touched = 0
    for code in range(0x0600, 0x0700):
        character = chr(code)
        for normalize in normalizers:
            normalized = normalize(character)
            touched += normalized != character
            assert fold(normalized) == fold(character), f"U+{code:04X} by {normalize.__name__}"
    assert touched > 10


@given(st.text())
def test_offsets_are_of_the_text_they_fold(text: str) -> None:
    folded, starts, ends = fold_with_offsets(text)
    assert folded == fold(text)
    assert len(folded) == len(starts) == len(ends)
    spans = [text[start:end] for character, start, end in zip(folded, starts, ends, strict=True) if character != " "]
    assert all(fold(span) for span in spans)


@given(st.text())
def test_all_languages_fold_letters_alike(text: str) -> None:
    forms = {LANGUAGES[code].search_text(text) for code in LANGUAGES if code not in {"fa", "ar"}}
    assert len(forms) == 1


def test_marks_after_a_letter_are_inside_its_span() -> None:
    text = "e\N{COMBINING ACUTE ACCENT}a \N{ARABIC LETTER BEH}\N{ARABIC FATHA}\N{ARABIC TATWEEL}"
    folded, starts, ends = fold_with_offsets(text)
    assert folded == "ea \N{ARABIC LETTER BEH}"
    assert list(zip(starts, ends, strict=True)) == [(0, 2), (2, 3), (3, 4), (4, 7)]
