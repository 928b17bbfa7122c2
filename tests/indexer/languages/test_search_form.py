"""The search form: what is equal to a reader is equal, the rest is unharmed, and every character knows its origin."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.domain import LanguageCode
from indexer.languages import LANGUAGES, language

# Pieces that the rules look for, so that random texts meet them in every order.
PIECES = [
    *[
        "می",
        "نمی",
        "ها",
        "های",
        "تر",
        "ترین",
        "ام",
        "ای",
        "اند",
        "است",
        "شده",
        "نشده",
        "که",
        "به",
        "از",
        "کسب",
        "و",
        "کار",
        "وب",
        "سایت",
        "نرم",
        "افزار",
        "سازی",
        "کننده",
        "همه",
        "کاناله",
        "کانالی",
        "خود",
        "شان",
        "مان",
        "بر",
        "در",
        "روز",
        "رسانی",
        "این",
        "آن",
        "ی",
        "ه",
        "ن",
        "اشیاء",
        "omni",
        "multi",
        "-",
        "channel",
        "chanel",
        "e",
        "mail",
        "commerce",
        "90",
        "%",
        ".",
        ",",
        "'",
        "٪",
        "۹۰",
        "»",
        "«",
        "ﷺ",
        "﷼",
        "½",
        "back",
        "office",
        "on",
        "line",
        "طور",
        "عنوان",
        "پذیر",
        "ش",
        "یافته",
        "کرده",
        "رفته",
        "أون",
        "لاين",
        "ل",
    ],
    " ",
    "",
    "\n",
    "\N{ZERO WIDTH NON-JOINER}",
    "\N{ARABIC TATWEEL}",
    "\N{ARABIC FATHATAN}",
    "\N{ARABIC HAMZA ABOVE}",
    "e\N{COMBINING ACUTE ACCENT}",
]
texts = st.one_of(
    st.text(),
    st.lists(st.sampled_from(PIECES), max_size=14).map("".join),
    st.lists(st.sampled_from(PIECES), max_size=10).map(" ".join),
)
codes = st.sampled_from(sorted(LanguageCode))


@pytest.mark.golden("search_form_equal.tsv")
def test_equal_to_a_reader_means_equal_in_search_form(row: tuple[str, ...]) -> None:
    code, spellings, why = row
    forms = {language(LanguageCode(code)).search_text(spelling) for spelling in spellings.split("|")}
    assert len(spellings.split("|")) > 1
    assert len(forms) == 1, why
    assert forms != {""}


@pytest.mark.golden("search_form_different.tsv")
def test_different_to_a_reader_means_different_in_search_form(row: tuple[str, ...]) -> None:
    code, spellings, why = row
    listed = spellings.split("|")
    forms = {language(LanguageCode(code)).search_text(spelling) for spelling in listed}
    assert len(forms) == len(listed), why


@pytest.mark.golden("search_form_exact.tsv")
def test_the_search_form_is_exactly(row: tuple[str, ...]) -> None:
    code, text, form, why = row
    assert language(LanguageCode(code)).search_text(text) == form, why


@given(codes, texts)
@settings(max_examples=400)
def test_the_search_form_is_its_own_search_form(code: LanguageCode, text: str) -> None:
    form = language(code).search_text(text)
    assert language(code).search_text(form) == form


@given(codes, texts)
@settings(max_examples=400)
def test_offsets_are_monotone_and_inside_the_text(code: LanguageCode, text: str) -> None:
    form = language(code).search_form(text)
    assert form.text == language(code).search_text(text)
    assert len(form.text) == len(form.starts) == len(form.ends)
    assert list(form.starts) == sorted(form.starts)
    assert list(form.ends) == sorted(form.ends)
    assert all(0 <= start <= end <= len(text) for start, end in zip(form.starts, form.ends, strict=True))


@given(codes, texts)
@settings(max_examples=400)
def test_a_word_of_the_form_comes_from_a_stretch_with_that_form(code: LanguageCode, text: str) -> None:
    spoken = language(code)
    for token in spoken.tokens(text):
        original = spoken.search_text(token.span.of(text))
        assert original.replace(" ", "") == token.form.replace(" ", "") or token.form in original


def test_the_original_of_a_joined_compound_is_the_whole_compound() -> None:
    text = "این کسب و کار ها است"
    form = language(LanguageCode.PERSIAN).search_form(text)
    start = form.text.index("کسبوکارها")
    assert form.original_span(start, start + len("کسبوکارها")).of(text) == "کسب و کار ها"


def test_an_arabic_word_has_one_form_in_both_languages_of_its_script() -> None:
    for word in ["كتاب", "تجربة", "القناة", "إدارة", "مسؤولية", "قنوات", "العملاء"]:
        assert LANGUAGES[LanguageCode.PERSIAN].search_text(word) == LANGUAGES[LanguageCode.ARABIC].search_text(word)


def test_the_seeds_keep_every_letter(seeds) -> None:
    for path in sorted(seeds.glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        for code in LANGUAGES:
            form = LANGUAGES[code].search_form(text)
            assert form.text == LANGUAGES[code].search_text(text)
            assert len(form.text) > 0.9 * len(text.replace("\N{ZERO WIDTH NON-JOINER}", "")) - text.count("\n") * 4
