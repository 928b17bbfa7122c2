from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.evaluation.matching import covers, folded, mentions

QUOTE = "kanały komunikacji z klientem są ze sobą połączone"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("می\N{ZERO WIDTH NON-JOINER}توانند", "میتوانند"),
        ("می توانند", "میتوانند"),
        ("يك كانال", "یک کانال"),
        ("القنوات المتعد\N{ARABIC KASRA}\N{ARABIC SHADDA}دة", "القنوات المتعدده"),
        ("٪۹۰", "%90"),
        ("Wielokanałowość", "wielokanalowosc"),
        ("\N{ARABIC LIGATURE LAM WITH ALEF ISOLATED FORM}", "لا"),
    ],
)
def test_spellings_a_reader_takes_for_one_are_one(one: str, other: str) -> None:
    assert folded(one) == folded(other)


def test_a_passage_covers_a_quote_it_holds_most_of() -> None:
    assert covers(f"Tu {QUOTE}.", QUOTE)
    assert covers(QUOTE[: int(len(QUOTE) * 0.7)], QUOTE)
    assert not covers(QUOTE[: int(len(QUOTE) * 0.5)], QUOTE)


def test_of_a_short_quote_more_is_needed() -> None:
    short = "trzy kroki wdrożenia"
    assert covers(short[: int(len(short) * 0.9)], short)
    assert not covers(short[: int(len(short) * 0.7)], short)


def test_a_figure_must_stand_whole_in_any_digits() -> None:
    assert mentions("۸۹ درصد", "89")
    assert not mentions("1890 firm", "89")
    assert mentions("osiem z nich", "8|osiem")
    assert not mentions("dziewięć", "8|osiem")


@pytest.fixture(scope="module")
def scoring(graded_questions: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("scoring", graded_questions / "scoring.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@given(
    text=st.text(st.sampled_from("abł\N{ZERO WIDTH NON-JOINER}يیكکةهأا٪%۹9٩ .-\N{ARABIC KASRA}\N{ARABIC TATWEEL}")),
    quote=st.text(
        st.sampled_from("abł\N{ZERO WIDTH NON-JOINER}يیكکةهأا٪%۹9٩ .-\N{ARABIC KASRA}\N{ARABIC TATWEEL}"), min_size=1
    ),
)
def test_covering_agrees_with_the_scorers_own(scoring: ModuleType, text: str, quote: str) -> None:
    if not folded(quote):
        return
    assert folded(text) == scoring.fold(text)
    assert covers(text, quote) == scoring.covers(text, quote)


def test_a_figure_inside_another_is_not_that_figure() -> None:
    assert mentions("wzrost o 40 %", "40%")
    assert not mentions("wzrost o 140%", "40%")
    assert not mentions("1.40", "40")
    assert not mentions("40,5", "40")
    assert mentions("w 2009.", "2009")
