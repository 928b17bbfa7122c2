"""Sentences: golden splits, and that nothing is lost, doubled or out of order, whatever the text."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.domain import LanguageCode
from indexer.languages import LANGUAGES, language

PIECES = [
    *[
        "np.",
        "itd.",
        "prof.",
        "ul.",
        "د.",
        "م.",
        "ق.م.",
        "etc.",
        "p.m.",
        "J.",
        "12.5",
        "v3.14",
        "1.",
        "۱.",
        "آ.",
        "-",
        "•",
        "www.a.pl",
        "a@b.com",
        "«",
        "»",
        "„",
        "”",
        "(",
        ")",
        "[",
        "]",
        ".",
        "!",
        "?",
        "؟",
        "؛",
    ],
    *["…", "...", "و…", "Nowak", "klient", "متن", "است", "قال", "هل", "The", "it"],
    " ",
    "\n",
    "\n\n",
    "\N{NO-BREAK SPACE}",
    "\N{ZERO WIDTH NON-JOINER}",
    "\N{RIGHT-TO-LEFT MARK}",
]
texts = st.one_of(
    st.text(),
    st.lists(st.sampled_from(PIECES), max_size=16).map("".join),
    st.lists(st.sampled_from(PIECES), max_size=16).map(" ".join),
)
codes = st.sampled_from(sorted(LanguageCode))


@pytest.mark.golden("sentences.tsv")
def test_sentences_are_split_as_a_reader_would(row: tuple[str, ...]) -> None:
    code, marked, why = row
    marked = marked.replace("⏎", "\n")
    expected = [piece.strip() for piece in marked.split("‖")]
    text = marked.replace("‖", "")
    assert [span.of(text) for span in language(LanguageCode(code)).sentences(text)] == expected, why


@given(codes, texts)
@settings(max_examples=600)
def test_sentences_hold_all_that_is_not_space_in_order(code: LanguageCode, text: str) -> None:
    spans = language(code).sentences(text)
    assert all(len(span) > 0 and span.of(text) == span.of(text).strip() for span in spans)
    assert all(before.end <= after.start for before, after in pairwise(spans))
    assert "".join("".join(span.of(text).split()) for span in spans) == "".join(text.split())


@given(codes, st.integers(0, 99), st.integers(0, 99))
def test_a_decimal_point_never_splits(code: LanguageCode, whole: int, part: int) -> None:
    text = f"A {whole}.{part} B"
    assert len(language(code).sentences(text)) == 1


def test_the_seeds_have_sentences_of_sane_length(seeds) -> None:
    languages = {"000": "fa", "001": "pl", "002": "ar", "003": "fa", "004": "fa"}
    for path in sorted(seeds.glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        spans = LANGUAGES[LanguageCode(languages[path.name[:3]])].sentences(text)
        assert len(spans) > 30
        assert "".join("".join(span.of(text).split()) for span in spans) == "".join(text.split())
        # Ends of sentences are not inside a figure or a host name.
        assert not any(span.of(text).endswith(("www.", "12.")) for span in spans)
