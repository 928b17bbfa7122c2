"""The check on graded sentences that it was not fitted to: what it lets through and leaves out, by which words."""

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


@pytest.fixture(scope="module")
def unseen(shipped_index: Path) -> list[Checked]:
    """The sentences that nothing was fitted to, each with its passage as the only source."""
    return list(checked(KnowledgeBase.open(shipped_index).view(), "fresh-*.jsonl"))


def test_there_are_sentences_of_every_pair_and_grade(unseen: list[Checked]) -> None:
    grades = Counter((one.graded["reader"], one.graded["source"], one.graded["grade"]) for one in unseen)
    assert len(grades) == 12 * 6
    assert len(unseen) >= 150


def test_what_is_shown_is_mostly_supported(unseen: list[Checked]) -> None:
    shown = [one.graded["grade"] == "supported" for one in unseen if one.verdict.fault is None]
    assert sum(shown) / len(shown) >= 0.75, f"{sum(shown)} of {len(shown)}"


@pytest.mark.parametrize(("across", "floor"), [(False, 0.5), (True, 0.5)])
def test_what_is_supported_is_mostly_shown(unseen: list[Checked], across: bool, floor: float) -> None:
    supported = [
        one.verdict.fault is None
        for one in unseen
        if one.graded["grade"] == "supported" and (one.graded["reader"] != one.graded["source"]) is across
    ]
    assert sum(supported) / len(supported) >= floor, f"{sum(supported)} of {len(supported)}"


@pytest.mark.parametrize(
    ("grade", "floor"),
    [("figure", 0.85), ("concept", 0.85), ("negated", 0.6), ("unsupported", 0.85), ("wrong_source", 0.9)],
)
def test_fault_is_mostly_caught(unseen: list[Checked], grade: str, floor: float) -> None:
    caught = [one.verdict.fault is not None for one in unseen if one.graded["grade"] == grade]
    assert sum(caught) / len(caught) >= floor, f"{sum(caught)} of {len(caught)}"


@pytest.mark.parametrize("reader", list(LanguageCode))
@pytest.mark.parametrize("grade", FAULTS)
def test_fault_is_called_by_its_name_in_every_language(unseen: list[Checked], reader: LanguageCode, grade: str) -> None:
    called = Counter(
        one.verdict.fault for one in unseen if one.graded["grade"] == grade and one.graded["reader"] == reader
    )
    assert called[FAULTS[grade]] >= 1, called


def test_evidence_is_of_the_passage_and_mostly_where_the_author_found_it(unseen: list[Checked]) -> None:
    at_the_quote = []
    for one in unseen:
        for evidence in one.verdict.evidence:
            assert evidence.number == 1
            assert 0.0 < evidence.support <= 1.0
            assert one.hit.passage.span.contains(evidence.span)
            assert evidence.span.of(one.hit.passage.text) or len(evidence.span) > 0
            if one.graded["grade"] == "supported":
                at_the_quote.append(evidence.span.overlaps(one.span))
    assert sum(at_the_quote) / len(at_the_quote) >= 0.75, f"{sum(at_the_quote)} of {len(at_the_quote)}"
