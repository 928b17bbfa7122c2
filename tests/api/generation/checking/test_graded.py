"""The check on graded sentences: what it lets through and leaves out, by which words.

It was fitted to those of `held`, and to none of those of `fresh`, which are worded more freely.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from api.generation.checking import Checker, Fault, Verdict
from indexer import Hit, KnowledgeBase, KnowledgeView, LanguageCode, Span

GRADED = Path(__file__).resolve().parents[4] / "benchmarks" / "support"
FLOORS = {
    "held": {
        "precision": 0.8,
        "same": 0.75,
        "across": 0.5,
        "figure": 0.9,
        "concept": 0.9,
        "negated": 0.7,
        "unsupported": 0.85,
        "wrong_source": 0.9,
        "at the quote": 0.85,
    },
    "fresh": {
        "precision": 0.75,
        "same": 0.5,
        "across": 0.5,
        "figure": 0.85,
        "concept": 0.85,
        "negated": 0.6,
        "unsupported": 0.85,
        "wrong_source": 0.9,
        "at the quote": 0.75,
    },
}
FAULTS = {"figure": Fault.FIGURE, "concept": Fault.CONCEPT, "negated": Fault.NEGATED}


@dataclass(frozen=True, kw_only=True)
class Checked:
    graded: dict[str, Any]
    hit: Hit
    span: Span
    verdict: Verdict


def passage_at(view: KnowledgeView, article: str, span: Span) -> Hit:
    row = next(
        row
        for row in range(len(view.index))
        if view.index.passage(row).article_id == article and view.index.passage(row).span.overlaps(span)
    )
    return Hit(passage=view.index.passage(row), article=view.index.article_of(row), similarity=0.5, row=row)


def checked(view: KnowledgeView, pattern: str) -> Iterator[Checked]:
    for file in sorted(GRADED.glob(pattern)):
        for line in file.read_text(encoding="utf-8").splitlines():
            graded = json.loads(line)
            start = view.article(graded["article"]).source.index(graded["quote"])
            span = Span(start=start, end=start + len(graded["quote"]))
            hit = passage_at(view, graded["article"], span)
            checker = Checker(view, [hit], reader=LanguageCode(graded["reader"]))
            yield Checked(graded=graded, hit=hit, span=span, verdict=checker.check(graded["text"], [1]))


@pytest.fixture(scope="module", params=["held", "fresh"])
def graded(request: pytest.FixtureRequest, shipped_index: Path) -> tuple[str, list[Checked]]:
    """A set and its sentences, each with its passage as the only source."""
    return request.param, list(checked(KnowledgeBase.open(shipped_index).view(), f"{request.param}-*.jsonl"))


@pytest.fixture
def floors(graded: tuple[str, list[Checked]]) -> dict[str, float]:
    return FLOORS[graded[0]]


@pytest.fixture
def sentences(graded: tuple[str, list[Checked]]) -> list[Checked]:
    return graded[1]


def test_there_are_sentences_of_every_pair_and_grade(sentences: list[Checked]) -> None:
    grades = Counter((one.graded["reader"], one.graded["source"], one.graded["grade"]) for one in sentences)
    assert len(grades) == 12 * 6
    assert len(sentences) >= 150


def test_what_is_shown_is_mostly_supported(sentences: list[Checked], floors: dict[str, float]) -> None:
    shown = [one.graded["grade"] == "supported" for one in sentences if one.verdict.fault is None]
    assert sum(shown) / len(shown) >= floors["precision"], f"{sum(shown)} of {len(shown)}"


@pytest.mark.parametrize("across", [False, True])
def test_what_is_supported_is_mostly_shown(sentences: list[Checked], floors: dict[str, float], across: bool) -> None:
    supported = [
        one.verdict.fault is None
        for one in sentences
        if one.graded["grade"] == "supported" and (one.graded["reader"] != one.graded["source"]) is across
    ]
    assert sum(supported) / len(supported) >= floors["across" if across else "same"], (
        f"{sum(supported)} of {len(supported)}"
    )


@pytest.mark.parametrize("grade", ["figure", "concept", "negated", "unsupported", "wrong_source"])
def test_fault_is_mostly_caught(sentences: list[Checked], floors: dict[str, float], grade: str) -> None:
    caught = [one.verdict.fault is not None for one in sentences if one.graded["grade"] == grade]
    assert sum(caught) / len(caught) >= floors[grade], f"{sum(caught)} of {len(caught)}"


@pytest.mark.parametrize("reader", list(LanguageCode))
@pytest.mark.parametrize("grade", FAULTS)
def test_fault_is_called_by_its_name_in_every_language(
    sentences: list[Checked], reader: LanguageCode, grade: str
) -> None:
    called = Counter(
        one.verdict.fault for one in sentences if one.graded["grade"] == grade and one.graded["reader"] == reader
    )
    assert called[FAULTS[grade]] >= 1, called


def test_evidence_is_of_the_passage_and_mostly_where_the_author_found_it(
    sentences: list[Checked], floors: dict[str, float]
) -> None:
    at_the_quote = []
    for one in sentences:
        for evidence in one.verdict.evidence:
            assert evidence.number == 1
            assert 0.0 < evidence.support <= 1.0
            assert one.hit.passage.span.contains(evidence.span)
            assert evidence.span.of(one.hit.passage.text) or len(evidence.span) > 0
            if one.graded["grade"] == "supported":
                at_the_quote.append(evidence.span.overlaps(one.span))
    assert sum(at_the_quote) / len(at_the_quote) >= floors["at the quote"], (
        f"{sum(at_the_quote)} of {len(at_the_quote)}"
    )
