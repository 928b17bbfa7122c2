"""Figures in any digits, with separators and percent signs of all four languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.domain import LanguageCode
from indexer.languages import LANGUAGES, language
from indexer.languages.figures import plain_figure

SCRIPTS = {"persian": 0x06F0, "arabic": 0x0660, "ascii": 0x30, "devanagari": 0x0966}


@pytest.mark.golden("numbers.tsv")
def test_figures_are_found_with_their_percent_signs(row: tuple[str, ...]) -> None:
    code, text, figures, why = row
    found = language(LanguageCode(code)).numbers(text)
    assert [figure for _, figure in found] == figures.split("|"), why


def test_the_span_of_a_figure_holds_its_sign() -> None:
    text = "رشد ۱۲٫۵ درصد بود"
    assert [span.of(text) for span, _ in LANGUAGES[LanguageCode.PERSIAN].numbers(text)] == ["۱۲٫۵ درصد"]


@pytest.mark.parametrize(
    ("figure", "plain"), [("1,000,000", "1000000"), ("1,000.5", "1000.5"), ("0,5", "0.5"), ("1.000", "1.000")]
)
def test_separators(figure: str, plain: str) -> None:
    assert plain_figure(figure) == plain


@given(st.integers(0, 10**9), st.sampled_from(sorted(SCRIPTS)), st.sampled_from(sorted(LanguageCode)))
def test_a_number_is_read_in_the_digits_of_any_script(number: int, script: str, code: LanguageCode) -> None:
    written = "".join(chr(SCRIPTS[script] + int(digit)) for digit in str(number))
    assert [figure for _, figure in language(code).numbers(f"x {written} y")] == [str(number)]
