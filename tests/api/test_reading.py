"""Laying out an article and an answer: nothing is lost, and the quote is marked to the character."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from api.schemas import AskResponse, SentenceOut
from api.web.answers import paragraphs
from api.web.reading import LineRole, lay_out
from indexer import Span

from .shelf import POLISH


def marked(source: str, start: int, end: int) -> list[str]:
    groups = lay_out(source, Span(start=start, end=end))
    pieces = [piece for group in groups for line in group.lines for cell in line.cells for piece in cell]
    assert [piece.first for piece in pieces if piece.marked] == [True, *[False] * (sum(p.marked for p in pieces) - 1)]
    return [piece.text for piece in pieces if piece.marked]


def quote(words: str) -> tuple[int, int]:
    start = POLISH.index(words)
    return start, start + len(words)


def test_roles() -> None:
    roles = [(group.role, len(group.lines)) for group in lay_out(POLISH)]
    assert roles == [
        (LineRole.PARAGRAPH, 1),
        (LineRole.HEADING, 1),
        (LineRole.ITEM, 2),
        (LineRole.ROW, 2),
    ]


def test_quote_within_a_line() -> None:
    assert marked(POLISH, *quote("kanały sprzedaży")) == ["kanały sprzedaży"]
    assert marked(POLISH, *quote("CRM zbiera")) == ["CRM zbiera"]
    assert marked(POLISH, *quote("wspólne")) == ["wspólne"]


def test_quote_over_several_lines_is_marked_in_each() -> None:
    start, _ = quote("o klientach")
    _, end = quote("PIM pilnuje")
    assert marked(POLISH, start, end) == ["o klientach.", "PIM pilnuje"]


def test_quote_counts_code_points() -> None:
    source = "🛒🛒 ab\n"
    assert marked(source, 3, 5) == ["ab"]


def test_numbered_and_nested_items() -> None:
    [group] = lay_out("1. one\n   - two\n۲) three\n")
    assert [(line.marker, line.level) for line in group.lines] == [("1.", 1), ("-", 2), ("۲)", 1)]


@given(
    source=st.text(st.sampled_from("ab #|-1.\n\r\t"), max_size=60),
    ends=st.tuples(st.integers(0, 60), st.integers(0, 60)),
)
def test_any_layout_shows_slices_in_order(source: str, ends: tuple[int, int]) -> None:
    start, end = sorted(min(position, len(source)) for position in ends)
    pieces = [
        piece
        for group in lay_out(source, Span(start=start, end=end))
        for line in group.lines
        for cell in line.cells
        for piece in cell
    ]
    position = 0
    for piece in pieces:
        position = source.index(piece.text, position)
    shown = "".join(piece.text for piece in pieces if piece.marked)
    assert "".join(shown.split()) in "".join(source[start:end].split()) or "|" in source or "#" in source or shown
    letters = [character for character in source if character in "ab"]
    assert [character for piece in pieces for character in piece.text if character in "ab"] == letters


def ask_response(text: str, *sentences: tuple[str, str]) -> AskResponse:
    made = tuple(
        SentenceOut(text=words, citations=(1,), language=language, direction="ltr") for words, language in sentences
    )
    return AskResponse(
        answered=True,
        language="pl",
        direction="ltr",
        mode="extractive",
        kind="list",
        text=text,
        sentences=made,
        citations=(),
        notes=(),
        confidence=1.0,
        suggestions=(),
        snapshot="s",
        took_ms=1.0,
        question_id=None,
        generation=None,
        understood_as=None,
    )


def test_paragraphs_of_prose_flow() -> None:
    answer = ask_response("One. [1] Two. [1] Three. [1]", ("One.", "pl"), ("Two.", "pl"), ("Three.", "fa"))
    assert [[sentence.text for sentence in one.sentences] for one in paragraphs(answer)] == [
        ["One.", "Two."],
        ["Three."],
    ]


def test_paragraphs_of_a_list_keep_their_markers() -> None:
    answer = ask_response("Lead: [1]\n1. One. [1]\n2. Two. [1]", ("Lead:", "pl"), ("One.", "pl"), ("Two.", "pl"))
    assert [one.marker for one in paragraphs(answer)] == ["", "1.", "2."]


def test_paragraphs_when_the_text_differs() -> None:
    answer = ask_response("Something else", ("One.", "pl"), ("Two.", "pl"))
    assert [one.sentences[0].text for one in paragraphs(answer)] == ["One.", "Two."]
