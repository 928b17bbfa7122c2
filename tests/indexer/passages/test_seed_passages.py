"""Passages of the five original web articles, told by line numbers and short phrases."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from indexer.articles import read_corpus
from indexer.domain import ParsedArticle, Passage, SentenceRole
from indexer.passages import split_passages

NUMBERS = ("000", "001", "002", "003", "004")
# First and last line of each passage.
LINES = {
    "000": [(7, 9), (11, 11), (13, 13), (15, 17), (19, 27), (29, 35), (37, 44), (46, 50)],
    "002": [(1, 6), (7, 11), (13, 14), (15, 20), (22, 23), (23, 29), (30, 39), (40, 42), (43, 45), (46, 50)],
}


def read(seeds: Path, number: str) -> ParsedArticle:
    (path,) = seeds.glob(f"{number}_*.txt")
    (parsed,) = read_corpus([path]).articles
    return parsed


def lines_of(parsed: ParsedArticle, passage: Passage) -> tuple[int, int]:
    source = parsed.article.source
    return source.count("\n", 0, passage.span.start) + 1, source.count("\n", 0, passage.span.end) + 1


def at(seeds: Path, number: str, line: int) -> tuple[str, Passage]:
    """The source and the last passage that holds a part of `line`."""
    parsed = read(seeds, number)
    held = [p for p in split_passages(parsed) if lines_of(parsed, p)[0] <= line <= lines_of(parsed, p)[1]]
    return parsed.article.source, held[-1]


@pytest.mark.parametrize("number", NUMBERS)
def test_every_span_is_a_slice_and_every_passage_of_a_good_size(seeds: Path, number: str) -> None:
    parsed = read(seeds, number)
    source = parsed.article.source
    passages = split_passages(parsed)
    assert len(passages) >= 8
    for passage in passages:
        assert passage.text == passage.span.of(source)
        assert 120 <= len(passage.text) <= 1100
        assert not any(item.span.overlaps(passage.span) for item in parsed.residue)
        for sentence in passage.sentences:
            assert passage.span.contains(sentence.span)
            assert sentence.span.of(source) == sentence.span.of(source).strip()
    assert sum(200 <= len(passage.text) <= 900 for passage in passages) >= 0.8 * len(passages)


@pytest.mark.parametrize("number", NUMBERS)
def test_all_text_but_headings_and_residue_is_in_a_passage(seeds: Path, number: str) -> None:
    parsed = read(seeds, number)
    source = parsed.article.source
    covered = bytearray(len(source))
    kept = [passage.span for passage in split_passages(parsed)]
    kept += [item.span for item in parsed.residue]
    kept += [block.span for block in parsed.blocks if block.kind.value == "heading"]
    for span in kept:
        covered[span.start : span.end] = b"\1" * len(span)
    left = "".join(char for char, is_covered in zip(source, covered, strict=True) if not is_covered)
    # What is left are the markers that stand before headings and lists.
    assert not set(left) - set(" \n\N{NO-BREAK SPACE}-•.|123456۱۲۳۴۵۶()الفبجد")


@pytest.mark.parametrize("number", sorted(LINES))
def test_where_passages_begin_and_end(seeds: Path, number: str) -> None:
    parsed = read(seeds, number)
    assert [lines_of(parsed, passage) for passage in split_passages(parsed)] == LINES[number]


@pytest.mark.parametrize("number", NUMBERS)
def test_every_quote_of_the_graded_questions_is_in_one_passage(
    seeds: Path, graded_questions: Path, number: str
) -> None:
    passages = split_passages(read(seeds, number))
    checked = 0
    for line in (graded_questions / "sample.jsonl").read_text(encoding="utf-8").splitlines():
        for gold in json.loads(line)["gold"]:
            if gold["doc"] == number:
                assert any(gold["quote"] in passage.text for passage in passages), gold["quote"][:20]
                checked += 1
    assert checked >= 2


@pytest.mark.parametrize(
    ("number", "line", "items"),
    [("000", 27, 4), ("000", 35, 3), ("000", 44, 6), ("000", 50, 3), ("002", 3, 2), ("002", 39, 6), ("003", 13, 3)],
)
def test_a_list_is_whole_and_has_its_lead_in(seeds: Path, number: str, line: int, items: int) -> None:
    _, passage = at(seeds, number, line)
    groups = {s.group for s in passage.sentences if s.role is SentenceRole.ITEM}
    assert groups == set(range(items))
    roles = [s.role for s in passage.sentences]
    assert roles[roles.index(SentenceRole.ITEM) - 1] is SentenceRole.LEAD_IN


def test_each_cell_knows_its_column(seeds: Path) -> None:
    source, passage = at(seeds, "002", 29)
    cells = [s for s in passage.sentences if s.role is SentenceRole.CELL]
    assert [s.group for s in cells] == [0, 0, 1, 1, 2, 2, 3, 3, 4, 4]
    heads = [[part.of(source) for part in s.context] for s in cells]
    assert heads == [["القناة متعددة الاتجاهات"], ["الاقنيه"]] * 5
    assert len(passage.heading) == 1


@pytest.mark.parametrize(
    ("line", "first", "titles"),
    [
        (21, 14, [16, 18, 20]),
        (39, 32, [34, 36, 38]),
        (47, 40, [42, 44, 46]),
        (54, 48, [49, 51, 53]),
        (62, 55, [57, 59, 61]),
    ],
)
def test_subsections_of_a_line_each_share_a_passage(seeds: Path, line: int, first: int, titles: list[int]) -> None:
    parsed = read(seeds, "003")
    source, passage = at(seeds, "003", line)
    assert lines_of(parsed, passage) == (first, line)
    assert len(passage.heading) == 1
    starts: dict[int, int] = {}
    for sentence in passage.sentences:
        if sentence.group >= 0:
            starts.setdefault(sentence.group, source.count("\n", 0, sentence.span.start) + 1)
    assert starts == dict(enumerate(titles))
    for sentence in passage.sentences:
        if sentence.group >= 0 and not sentence.context:
            assert sentence.span.of(source) == source.split("\n")[starts[sentence.group] - 1]


def test_the_closing_paragraph_is_about_no_subsection(seeds: Path) -> None:
    parsed = read(seeds, "003")
    last = split_passages(parsed)[-1]
    assert (lines_of(parsed, last), last.heading) == ((63, 63), ())


def test_steps_announced_by_a_sentence_take_it_along(seeds: Path) -> None:
    source, passage = at(seeds, "001", 31)
    assert [part.of(source)[:14] for part in passage.context] == ["Oto trzy kroki"]
    assert (passage.sentences[0].marker, passage.sentences[0].role) == ("3.", SentenceRole.ITEM)


def test_a_recommendation_stands_in_the_path_of_its_text(seeds: Path) -> None:
    _, passage = at(seeds, "004", 49)
    assert len(passage.heading) == 2
    assert passage.heading[1].endswith("بسنجید!")
