"""Fit the weights of indexer/retrieval.py's signals, and say what they find.

    .venv/bin/python benchmarks/fusion.py --evaluation ../shared/parallel/eval INDEX=QUESTIONS …

Each INDEX=QUESTIONS names an index and a file or folder of graded questions on it; the public sets of passages in the
evaluation folder are indexed on the spot. Weights are fitted on the even questions of every set and judged on the odd
ones, so that none is judged by weights it helped to fit; every set counts the same, whatever its size. From several
starts, one weight at a time is made smaller or larger until none gains.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import click
import numpy as np
from model import PASSAGE_SETS, drawn, indexed
from numpy.typing import NDArray

from indexer import Hit, KnowledgeBase, read_questions
from indexer.domain import Question
from indexer.embedding import StaticEmbedder, load_embedder
from indexer.evaluation.matching import covers
from indexer.models_in_use import Models
from indexer.retrieval import (
    AGREEMENT_WEIGHT,
    COVERAGE_WEIGHT,
    DENSE_WEIGHT,
    LATE_WEIGHT,
    LEXICAL_WEIGHT,
    SENTENCE_WEIGHT,
    Retriever,
)
from indexer.training.evaluate import read_passage_set

SIGNALS = ("late", "lexical", "coverage", "dense", "sentence", "agreement")
NOW = np.array([LATE_WEIGHT, LEXICAL_WEIGHT, COVERAGE_WEIGHT, DENSE_WEIGHT, SENTENCE_WEIGHT, AGREEMENT_WEIGHT])
STARTS = (
    NOW,
    np.array([1.0, 2.0, 0.1, 0.3, 0.1, 0.3]),
    np.array([1.0, 0.5, 0.2, 0.2, 0.3, 0.3]),
    np.array([1.0, 1.0, 0.5, 0.5, 0.5, 0.1]),
)
STEPS = (0.5, 0.75, 1.33, 2.0)
LEAST_GAIN = 0.0002
HITS = 60

# For each question its candidates' signals (candidates, 6) and which of them are right (candidates,).
Judged = tuple[NDArray[np.float64], NDArray[np.bool_]]


@click.command()
@click.argument("graded", nargs=-1, metavar="INDEX=QUESTIONS …")
@click.option("--evaluation", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--most", type=int, default=600, show_default=True, help="Questions of a public set at most.")
def main(*, graded: tuple[str, ...], evaluation: Path | None, most: int) -> None:
    """Print weights and what they find."""
    sets = dict(_graded(graded))
    if evaluation is not None:
        sets |= dict(_public(evaluation, most))
    if not sets:
        raise click.UsageError("name an evaluation folder or INDEX=QUESTIONS")
    even = {name: judged[::2] for name, judged in sets.items()}
    fitted = max((_fit(even, start) for start in STARTS), key=lambda found: found[0])[1]
    late_only = np.eye(len(SIGNALS))[0]
    print("weights now    " + _named(NOW))
    print("weights fitted " + _named(fitted))
    print(f"{'odd questions':24}{'n':>6}  {'late alone':>18}  {'now':>18}  {'fitted':>18}   (R@1, nDCG@10)")
    for name, judged in sets.items():
        odd = judged[1::2]
        measured = [_measures(odd, weights) for weights in (late_only, NOW, fitted)]
        print(f"{name:24}{len(odd):6}  " + "  ".join(f"{first:9.3f}{gain:9.3f}" for first, gain in measured))


def _graded(arguments: Sequence[str]) -> Iterator[tuple[str, list[Judged]]]:
    for argument in arguments:
        index, _, questions = argument.partition("=")
        knowledge = KnowledgeBase.open(Path(index))
        # Golds that are given by their place name their article by the beginning of its id.
        sources = {article.id[:3]: knowledge.article(article.id).source for article in knowledge.articles()}
        for across in (False, True):
            judged = []
            for one in read_questions([Path(questions)]):
                if one.answerable and one.crosslingual == across:
                    golds = [gold.quoted(sources[gold.doc]) if gold.span else gold for gold in one.gold]
                    hits = knowledge.search(one.question, top_k=HITS)
                    right = [
                        any(gold.is_of(hit.article.id) and covers(hit.passage.text, gold.quote) for gold in golds)
                        for hit in hits
                    ]
                    judged.append((_signals(hits), np.array(right)))
            if judged:
                yield f"{index} {'across' if across else 'same'}", judged


def _public(evaluation: Path, most: int) -> Iterator[tuple[str, list[Judged]]]:
    embedder = load_embedder()
    assert isinstance(embedder, StaticEmbedder)
    models = Models(embedder=embedder, word_model=embedder, reference="built-in")
    for name, passages, questions in PASSAGE_SETS:
        chosen = drawn(
            read_passage_set(evaluation / f"{passages}.passages.tsv", evaluation / f"{questions}.questions.tsv"), most
        )
        with tempfile.TemporaryDirectory() as folder:
            retriever = Retriever(indexed(chosen, Path(folder), embedder), models=models)
            judged = []
            for text, answer in zip(chosen.questions, chosen.answers.tolist(), strict=True):
                question = Question(text=text, language=chosen.question_language, detected=False)
                hits = retriever.search(question, top_k=HITS)
                judged.append((_signals(hits), np.array([int(hit.article.id) == answer for hit in hits])))
        yield name, judged


def _signals(hits: Sequence[Hit]) -> NDArray[np.float64]:
    rows = [
        (
            hit.signals.late,
            hit.signals.lexical,
            hit.signals.coverage,
            hit.signals.dense,
            max((sentence.late for sentence in hit.sentences), default=0.0),
            hit.signals.agreement,
        )
        for hit in hits
    ]
    return np.array(rows).reshape(-1, len(SIGNALS))


def _measures(judged: Sequence[Judged], weights: NDArray[np.float64]) -> tuple[float, float]:
    """R@1 and nDCG@10, the first right passage counting."""
    ranks = [_rank(signals @ weights, right) for signals, right in judged]
    return (
        float(np.mean([rank == 1 for rank in ranks])),
        float(np.mean([1 / np.log2(rank + 1) if rank <= 10 else 0 for rank in ranks])),
    )


def _rank(scores: NDArray[np.float64], right: NDArray[np.bool_]) -> float:
    """The rank of the best right candidate, a tie counting against it; infinite when there is none."""
    if not right.any():
        return float("inf")
    best = scores[right].max()
    return float((scores[~right] >= best).sum() + 1)


def _fit(sets: dict[str, list[Judged]], start: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
    def gain(weights: NDArray[np.float64]) -> float:
        # R@1 and nDCG@10 alike: the first passage is what most answers are made of.
        return float(np.mean([sum(_measures(judged, weights)) / 2 for judged in sets.values()]))

    best, reached = start.copy(), gain(start)
    while True:
        tried = []
        for place in range(1, len(best)):  # only ratios matter: late interaction stays as it is
            for step in STEPS:
                weights = best.copy()
                weights[place] *= step
                tried.append((gain(weights), place, step))
        found, place, step = max(tried)
        if found < reached + LEAST_GAIN:
            return reached, best
        best[place] *= step
        reached = found


def _named(weights: NDArray[np.float64]) -> str:
    return ", ".join(f"{name} {weight:.2f}" for name, weight in zip(SIGNALS, weights, strict=True))


if __name__ == "__main__":
    main()
