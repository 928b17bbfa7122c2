from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from indexer.articles.lines import ascii_digits, is_visible, split_lines, squeezed, without_spans
from indexer.domain import Span

ZWNJ = "\N{ZERO WIDTH NON-JOINER}"
BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"


def test_lines_are_numbered_as_an_editor_numbers_them() -> None:
    lines = split_lines("one\r\n\r\n  two\rthree\n", first_number=5)
    assert [(line.number, line.text, line.indent) for line in lines] == [
        (5, "one", 0),
        (6, "", 0),
        (7, "two", 2),
        (8, "three", 0),
        (9, "", 0),
    ]


def test_a_line_separator_within_a_line_does_not_end_it() -> None:
    (line,) = split_lines("one\N{LINE SEPARATOR}two")
    assert line.number == 1


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    (line,) = split_lines(f"{BOM} word")
    assert (line.start, line.text) == (2, "word")


def test_a_tab_indents_to_the_next_multiple_of_four() -> None:
    assert [line.indent for line in split_lines(" \tx\n\t\ty")] == [4, 8]


def test_a_line_cut_in_the_middle_becomes_two() -> None:
    source = "before XX after\nXX"
    cut = without_spans(source, split_lines(source), [Span(start=7, end=9), Span(start=16, end=18)])
    assert [(line.number, line.text) for line in cut] == [(1, "before"), (1, "after"), (2, "")]
    assert [line.after_residue for line in cut] == [False, True, True]


def test_spellings_equal_to_a_reader_are_squeezed_to_one() -> None:
    assert squeezed(f"دیدگاه{ZWNJ}تان را بنویسید") == squeezed("ديدگاه تان را بنويسيد:")
    assert squeezed("Zażółć ŁĄKĘ ٣") == "zazolclake3"
    assert squeezed("م\N{ARABIC DAMMA}ح\N{ARABIC FATHA}م\N{ARABIC SHADDA}\N{ARABIC FATHA}دي ة") == "محمدیه"


def test_only_what_shows_is_visible() -> None:
    assert not is_visible(f" \t{ZWNJ}{BOM}")
    assert is_visible(f"{ZWNJ}.")


@given(st.text())
def test_lines_are_slices_and_hold_all_that_shows(text: str) -> None:
    lines = split_lines(text)
    assert all(text[line.start : line.end] == line.text for line in lines)
    assert (
        "".join("".join(line.text.split()) for line in lines) == "".join(text.replace(BOM, " ").split()) or BOM in text
    )
    assert [line.number for line in lines] == list(range(1, len(lines) + 1))


@given(st.text())
def test_digits_keep_their_place(text: str) -> None:
    assert len(ascii_digits(text)) == len(text)


@given(st.text())
def test_squeezing_twice_changes_nothing(text: str) -> None:
    assert squeezed(squeezed(text)) == squeezed(text)
