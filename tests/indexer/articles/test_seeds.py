"""The five original web articles: what is found in them, told by line numbers."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from indexer.articles import load_source_facts, parse_article, read_corpus
from indexer.articles.source_facts import SourceFacts
from indexer.domain import BlockKind, ParsedArticle

NUMBERS = ("000", "001", "002", "003", "004")

RESIDUE = {
    "000": {1: "date line", 5: "an assistant's phrase", 52: "an assistant's phrase"},
    "001": {3: "date line"},
    "002": {12: "link teaser", 21: "link teaser"},
    "003": {4: "table of contents", 5: "table of contents word glued to a heading", 64: "comment form"},
    "004": {
        3: "publisher's name",
        4: "last update line",
        5: "repeats the title",
        6: "reading time",
        8: "repeats the title",
        24: "stray word",
        26: "figure caption without content",
        28: "left over from a figure",
        30: "stray word",
        32: "figure caption without content",
        64: "lead-in to a figure that is not there",
        65: "stray word",
        71: "comments heading",
        73: "pingback",
        75: "pingback",
        77: "comment form",
        79: "copyright line",
    },
}
ONLY_FACTS_KNOW = {"001": {1: "the address's words instead of a title"}, "004": {24: "figure caption inside a line"}}

# Line of each heading below the title, and its level.
HEADINGS = {
    "000": {7: 2, 11: 3, 13: 3, 15: 3, 19: 3, 29: 3, 37: 3},
    "001": {5: 2, 13: 2, 19: 3, 23: 3, 29: 3, 33: 2, 41: 2, 47: 3, 51: 3, 55: 2, 59: 3, 65: 3, 71: 3, 77: 2},
    "002": {7: 2, 15: 2, 22: 2, 30: 2, 46: 2},
    "003": {5: 2, 22: 2, 27: 2}
    | dict.fromkeys([14, 32, 40, 48, 55], 2)
    | dict.fromkeys([16, 18, 20, 34, 36, 38, 42, 44, 46, 49, 51, 53, 57, 59, 61], 3),
    "004": dict.fromkeys([10, 14, 18, 22, 34, 44, 67], 2) | dict.fromkeys([35, 37, 39, 41, 46, 48, 51, 54, 57, 60], 3),
}
TITLE_LINES = {"000": 3, "001": 1, "003": 1, "004": 1}
FACTS = {
    # language, published, original, publisher
    "000": ("fa", "2024-07-07", "تیر 17, 1403", None),
    "001": ("pl", "2022-09-08", "2022-09-08", None),
    "002": ("ar", None, None, "QuestionPro"),
    "003": ("fa", None, None, None),
    "004": ("fa", "2023-02-22", "۳ اسفند ۱۴۰۱", "سبزافزار"),
}


def path_of(seeds: Path, number: str) -> Path:
    (path,) = seeds.glob(f"{number}_*.txt")
    return path


def guessed(seeds: Path, number: str) -> ParsedArticle:
    """The article as an unknown one: only its language is given."""
    path = path_of(seeds, number)
    known = load_source_facts()[hashlib.sha256(path.read_bytes()).hexdigest()]
    facts = SourceFacts(sha256="", language=known.language)
    return parse_article(path.read_bytes(), origin=str(path), facts=facts)


def known(seeds: Path, number: str) -> ParsedArticle:
    (parsed,) = read_corpus([path_of(seeds, number)]).articles
    return parsed


def line_of(parsed: ParsedArticle, offset: int) -> int:
    return parsed.article.source.count("\n", 0, offset) + 1


def headings_of(parsed: ParsedArticle) -> dict[int, int]:
    return {
        line_of(parsed, block.span.start): block.level for block in parsed.blocks if block.kind is BlockKind.HEADING
    }


@pytest.mark.parametrize("number", NUMBERS)
def test_the_source_is_the_file(seeds: Path, number: str) -> None:
    path = path_of(seeds, number)
    assert known(seeds, number).article.source.encode() == path.read_bytes()


@pytest.mark.parametrize("number", NUMBERS)
def test_what_is_known_of_them_is_found_with_and_without_facts(seeds: Path, number: str) -> None:
    for parsed in (guessed(seeds, number), known(seeds, number)):
        article = parsed.article
        found = (article.language, article.published, article.published_original, article.publisher)
        assert found == FACTS[number]
    assert known(seeds, number).article.guessed == ("id",)
    assert {"id", "title"} <= set(guessed(seeds, number).article.guessed)


@pytest.mark.parametrize("number", sorted(TITLE_LINES))
def test_the_title_is_the_first_line_that_is_no_residue(seeds: Path, number: str) -> None:
    article = guessed(seeds, number).article
    assert article.title == article.source.split("\n")[TITLE_LINES[number] - 1]


def test_an_article_that_opens_without_a_title_gets_that_of_its_closest_heading(seeds: Path) -> None:
    article = guessed(seeds, "002").article
    assert article.title == article.source.split("\n")[22 - 1]


@pytest.mark.parametrize("number", NUMBERS)
def test_residue_is_found_line_by_line(seeds: Path, number: str) -> None:
    found = {item.line: item.reason for item in guessed(seeds, number).residue}
    assert found == RESIDUE[number]
    with_facts = {(item.line, item.reason) for item in known(seeds, number).residue}
    expected = set(RESIDUE[number].items()) | set(ONLY_FACTS_KNOW.get(number, {}).items())
    assert with_facts == expected


def test_the_caption_inside_a_line_loses_its_label_by_shape_and_all_of_it_by_facts(seeds: Path) -> None:
    by_shape, by_facts = (
        [item.span for item in parsed.residue if item.line == 24]
        for parsed in (guessed(seeds, "004"), known(seeds, "004"))
    )
    assert len(by_shape) == len(by_facts) == 2
    assert by_facts[0].contains(by_shape[0])
    assert (len(by_shape[0]), len(by_facts[0])) == (6, 37)


def test_only_the_glued_word_of_a_heading_is_residue(seeds: Path) -> None:
    parsed = guessed(seeds, "003")
    (item,) = [item for item in parsed.residue if item.line == 5]
    assert item.span.of(parsed.article.source) == "Toggle"


@pytest.mark.parametrize("number", NUMBERS)
def test_headings_and_their_levels(seeds: Path, number: str) -> None:
    below_title = dict(headings_of(guessed(seeds, number)))
    below_title.pop(TITLE_LINES.get(number, 0), None)
    assert below_title == HEADINGS[number]
    by_facts = dict(headings_of(known(seeds, number)))
    if number == "001":  # facts make line 5 the title
        assert by_facts.pop(5) == 1
        by_facts[5] = 2
    by_facts.pop(TITLE_LINES.get(number, 0), None)
    assert by_facts == HEADINGS[number]


@pytest.mark.parametrize(
    ("line", "heading_end", "body_start"),
    [
        (11, "Omni-channel", "یک استراتژی"),
        (13, "چند کاناله", "از سوی دیگر"),
        (15, "های کلیدی", "تفاوت اصلی"),
        (19, "Omni-channel", "پیاده سازی"),
        (29, "چند کاناله", "در حالی که"),
        (37, "Omni-channel", "پیاده سازی"),
    ],
)
def test_headings_glued_to_their_paragraph_are_cut_off(
    seeds: Path, line: int, heading_end: str, body_start: str
) -> None:
    parsed = guessed(seeds, "000")
    heading, body = (block for block in parsed.blocks if line_of(parsed, block.span.start) == line)
    source = parsed.article.source
    assert heading.kind is BlockKind.HEADING
    assert heading.span.of(source).endswith(heading_end)
    assert body.kind is BlockKind.PARAGRAPH
    assert body.span.of(source).startswith(body_start)
    assert heading.span.end == body.span.start


@pytest.mark.parametrize(
    ("number", "lines", "markers"),
    [
        ("000", [21, 23, 25, 27], ["آ.", "ب", "ج", "د"]),
        ("000", [31, 33, 35], ["آ.", "ب", "ج"]),
        ("000", [39, 40, 41, 42, 43, 44], ["1.", "2.", "3.", "4.", "5.", "6."]),
        ("000", [48, 49, 50], ["1.", "2.", "3."]),
        ("002", [2, 3], ["-", "-"]),
        ("002", [34, 35, 36, 37, 38, 39], ["-"] * 6),
        ("003", [11, 12, 13], ["-"] * 3),
    ],
)
def test_lists_keep_their_markers_outside_their_items(
    seeds: Path, number: str, lines: list[int], markers: list[str]
) -> None:
    parsed = guessed(seeds, number)
    items = [block for block in parsed.blocks if line_of(parsed, block.span.start) in lines]
    assert [item.kind for item in items] == [BlockKind.LIST_ITEM] * len(lines)
    assert [item.marker for item in items] == markers
    source = parsed.article.source
    assert not any(item.span.of(source).startswith(tuple("-•123456")) for item in items)


def test_the_table_has_a_head_and_five_rows_of_two_cells(seeds: Path) -> None:
    parsed = guessed(seeds, "002")
    table = [block for block in parsed.blocks if block.cells]
    assert [line_of(parsed, block.span.start) for block in table] == [24, 25, 26, 27, 28, 29]
    assert [block.kind for block in table] == [BlockKind.TABLE_HEAD] + [BlockKind.TABLE_ROW] * 5
    assert {len(block.cells) for block in table} == {2}
    assert [cell.of(parsed.article.source) for cell in table[0].cells] == ["القناة متعددة الاتجاهات", "الاقنيه"]


def test_bulleted_recommendations_are_headings_over_paragraphs(seeds: Path) -> None:
    parsed = guessed(seeds, "004")
    markers = {line_of(parsed, b.span.start): b.marker for b in parsed.blocks if b.kind is BlockKind.HEADING}
    assert {line: markers[line] for line in (35, 37, 39, 41, 46, 60)} == {
        35: "• الف)",
        37: "• ب)",
        39: "• ج)",
        41: "• د)",
        46: "• ۵-۱-",
        60: "• ۵-۶-",
    }
    assert not any(block.kind is BlockKind.LIST_ITEM for block in parsed.blocks)
