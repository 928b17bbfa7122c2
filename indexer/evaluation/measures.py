"""What graded questions measure: retrieval, citations and refusals, per language, per kind and across languages.

A hit or citation is right when it is of a gold's article and its passage covers the gold's quote. Reciprocal rank and
nDCG as in Järvelin and Kekäläinen 2002 with binary gain; where each gold alone answers, the ideal ranking has one.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from statistics import fmean

from indexer.errors import EvaluationError
from indexer.evaluation.matching import covers, mentions
from indexer.evaluation.questions import Gold, GradedQuestion

DEPTH = 10
SHORT = 3
"""Sentences that a fact or a definition is told in; `long` is the share of such answers that have more."""

_SHORT_KINDS = frozenset({"fact", "definition"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseCitation:
    """A citation as the evaluation sees it; `quote` must be `source[start:end]` of its article."""

    article_id: str
    quote: str
    passage: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What the product did with a question: passages found (article id, text; best first) and the answer given.

    `found_by_words` is the same for BM25 alone, the baseline. `text` is what the sentences say, without citation marks.
    `sentence_count` counts sentences as the source has them. `confidence` is that of the answer, 0..1.
    """

    found: tuple[tuple[str, str], ...]
    found_by_words: tuple[tuple[str, str], ...] = ()
    answered: bool
    text: str
    citations: tuple[ResponseCitation, ...]
    sentence_count: int
    took_ms: float
    confidence: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The measures of one question, each 0..1 or absent where they do not apply, and where it was `lost`, if it was."""

    question: GradedQuestion
    response: Response
    measures: dict[str, float] = field(default_factory=dict)
    lost: Loss | None = None


class Loss(StrEnum):
    """Where a question was lost."""

    REFUSED = "wrongly refused"
    NOT_FOUND = "not retrieved"
    WRONG = "wrong concept or figure"
    NOT_CHOSEN = "retrieved, not cited first"
    ANSWERED = "answered, though the sources do not say"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """The answers whose confidence is from `low` up to `high`: how many, their mean confidence, the share right."""

    low: float
    high: float
    count: int
    confidence: float
    right: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Means by group of questions: `rows[group][measure]` with `counts[group]` questions; `outcomes` one by one.

    `lost[group]` counts where the questions of a group were lost. `reliability` tells what a confidence is worth: of
    the answers given, how many were right, that is, cited a gold first.
    """

    rows: dict[str, dict[str, float]]
    counts: dict[str, int]
    outcomes: tuple[Outcome, ...]
    lost: dict[str, dict[Loss, int]] = field(default_factory=dict)
    reliability: tuple[Bin, ...] = ()


def evaluate(
    questions: Sequence[GradedQuestion],
    *,
    ask: Callable[[GradedQuestion], Response],
    source_of: Callable[[str], str],
    article_ids: Iterable[str],
) -> Report:
    """Put each question to `ask` and measure what comes back.

    `source_of` gives an article's text. EvaluationError when there are no questions or when a gold does not stand
    verbatim in an article of `article_ids`: a measurement against nothing would look like a bad answer.
    """
    if not questions:
        raise EvaluationError(where="evaluation", what="there is no question", next_step="name a file of questions")
    known = tuple(article_ids)
    outcomes = []
    for graded in questions:
        question = _quoted(graded, known, source_of)
        spans = [_gold_span(question, gold, known, source_of) for gold in question.gold]
        response = ask(question)
        measures = _unanswerable(question, response) if not question.answerable else {}
        if question.answerable:
            measures = _answerable(question, response, spans)
        if response.citations:
            measures["verbatim"] = _verbatim(response, source_of)
        outcomes.append(
            Outcome(question=question, response=response, measures=measures, lost=_loss(question, response, measures))
        )
    return _report(outcomes)


def _quoted(question: GradedQuestion, known: Sequence[str], source_of: Callable[[str], str]) -> GradedQuestion:
    """`question` with the words of stretches that are given by their place."""

    def quoted(gold: Gold) -> Gold:
        article_id = next((one for one in known if gold.span and gold.is_of(one)), None)
        return gold.quoted(source_of(article_id)) if article_id else gold

    return replace(question, gold=tuple(map(quoted, question.gold)), wrong=tuple(map(quoted, question.wrong)))


def _loss(question: GradedQuestion, response: Response, measures: Mapping[str, float]) -> Loss | None:
    if not question.answerable:
        return Loss.ANSWERED if response.answered else None
    if measures["cited@1"]:
        return None
    if measures["wrongly_refused"]:
        return Loss.REFUSED
    if measures.get("wrong@1"):
        return Loss.WRONG
    return Loss.NOT_CHOSEN if measures["recall@10"] else Loss.NOT_FOUND


def _gold_span(
    question: GradedQuestion, gold: Gold, known: Sequence[str], source_of: Callable[[str], str]
) -> tuple[str, int, int]:
    for article_id in known:
        if gold.is_of(article_id):
            start = gold.span.start if gold.span else source_of(article_id).find(gold.quote)
            # The words of a place that the article is too short for are cut off or none at all.
            if start >= 0 and gold.quote and (gold.span is None or len(gold.quote) == len(gold.span)):
                return article_id, start, start + len(gold.quote)
    raise EvaluationError(
        where=f"question {question.id}",
        what=f"its gold does not stand verbatim in an article {gold.doc!r} of the index",
        next_step="evaluate on the corpus the questions were written for, or mend the gold",
    )


def _right(question: GradedQuestion, article_id: str, text: str) -> set[int]:
    return {number for number, gold in enumerate(question.gold) if gold.is_of(article_id) and covers(text, gold.quote)}


def _answerable(
    question: GradedQuestion, response: Response, spans: Sequence[tuple[str, int, int]]
) -> dict[str, float]:
    ranked = [_right(question, article_id, text) for article_id, text in response.found[:DEPTH]]
    first = next((place for place, golds in enumerate(ranked, start=1) if golds), None)
    measures = {f"recall@{k}": _recall(question, ranked[:k]) for k in (1, 5, 10)}
    by_words = [_right(question, article_id, text) for article_id, text in response.found_by_words[:DEPTH]]
    measures |= {f"bm25_recall@{k}": _recall(question, by_words[:k]) for k in (1, 5)}
    measures["mrr"] = 1 / first if first else 0.0
    measures["ndcg@10"] = _ndcg(question, ranked)
    cited = [_right(question, one.article_id, f"{one.passage}\n{one.quote}") for one in response.citations]
    measures["cited@1"] = float(bool(cited and cited[0]))
    measures["cited@5"] = _recall(question, cited[:5])
    overlaps = [
        max(0, min(end, one.end) - max(start, one.start)) / (end - start)
        for one in response.citations
        for article_id, start, end in spans
        if one.article_id == article_id
    ]
    measures["overlap"] = max(overlaps, default=0.0)
    measures["wrongly_refused"] = float(not response.answered)
    measures["sentences"] = float(response.sentence_count)
    if response.answered and question.kind in _SHORT_KINDS:
        measures["long"] = float(response.sentence_count > SHORT)
    measures["took_ms"] = response.took_ms
    if question.must_mention:
        measures["mentions"] = fmean(mentions(response.text, entry) for entry in question.must_mention)
    if question.wrong:
        head = response.citations[:1]
        tempted = any(
            gold.is_of(one.article_id) and covers(one.passage, gold.quote) for gold in question.wrong for one in head
        )
        measures["wrong@1"] = float(tempted and not (cited and cited[0]))
    return measures


def _recall(question: GradedQuestion, ranked: Sequence[set[int]]) -> float:
    found = set().union(*ranked) if ranked else set()
    return len(found) / len(question.gold) if question.needs_all else float(bool(found))


def _ndcg(question: GradedQuestion, ranked: Sequence[set[int]]) -> float:
    seen: set[int] = set()
    gain = 0.0
    for place, golds in enumerate(ranked, start=1):
        if golds - seen and (question.needs_all or not seen):
            gain += 1 / math.log2(place + 1)
        seen |= golds
    wanted = len(question.gold) if question.needs_all else 1
    return min(1.0, gain / sum(1 / math.log2(place + 1) for place in range(1, wanted + 1)))


def _unanswerable(question: GradedQuestion, response: Response) -> dict[str, float]:
    refused = float(not response.answered)
    scope = "refused_off_topic" if question.scope == "off_topic" else "refused_near_topic"
    return {scope: refused, "took_ms": response.took_ms}


def _verbatim(response: Response, source_of: Callable[[str], str]) -> float:
    return float(all(source_of(one.article_id)[one.start : one.end] == one.quote for one in response.citations))


def _report(outcomes: Sequence[Outcome]) -> Report:
    groups: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        language = outcome.question.language.value
        across = "across languages" if outcome.question.crosslingual else "same language"
        named = ("all", language, f"kind {outcome.question.kind}")
        for group in (*named, *((across, f"{language} {across}") if outcome.question.answerable else ())):
            groups.setdefault(group, []).append(outcome)
    rows = {}
    for group, members in sorted(groups.items()):
        names = dict.fromkeys(name for outcome in members for name in outcome.measures)
        rows[group] = {
            name: fmean(outcome.measures[name] for outcome in members if name in outcome.measures) for name in names
        }
    counts = {group: len(members) for group, members in sorted(groups.items())}
    lost = {
        group: dict(Counter(outcome.lost for outcome in members if outcome.lost))
        for group, members in sorted(groups.items())
    }
    return Report(rows=rows, counts=counts, outcomes=tuple(outcomes), lost=lost, reliability=reliability(outcomes))


def reliability(outcomes: Iterable[Outcome]) -> tuple[Bin, ...]:
    """What the confidence of answers is worth, in bins of a tenth; bins without an answer are left out."""
    answered = [outcome for outcome in outcomes if outcome.response.answered]
    bins = []
    for tenth in range(10):
        low, high = tenth / 10, (tenth + 1) / 10
        inside = [one for one in answered if low <= one.response.confidence < high + (tenth == 9)]
        if inside:
            bins.append(
                Bin(
                    low=low,
                    high=high,
                    count=len(inside),
                    confidence=fmean(one.response.confidence for one in inside),
                    right=fmean(one.measures.get("cited@1", 0.0) for one in inside),
                )
            )
    return tuple(bins)
