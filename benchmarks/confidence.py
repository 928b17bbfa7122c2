"""Fit the weights of api/composition/confidence.py on graded questions, and say what they refuse.

    .venv/bin/python benchmarks/confidence.py INDEX=QUESTIONS … [--off-topic FILE.tsv …]

Each INDEX=QUESTIONS names an index and a file or folder of graded questions on it; each --off-topic a TSV file whose
column `question` holds questions on anything else, of which some are put to every index. The figures are those of
ten-fold cross-validation, so that no question is judged by weights it helped to fit. Needs scikit-learn (`.[dev]`).
"""

from __future__ import annotations

import argparse
import csv
import random
from collections.abc import Sequence
from pathlib import Path
from unittest.mock import patch

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

import api.answering
from api.answering import Answerer
from api.composition.confidence import ANSWERED_FROM, WEIGHTS, features
from api.composition.picking import Statement
from api.domain import AnswerKind
from indexer import Hit, KnowledgeBase, read_questions

REGULARISATION = 3.0
WRONG_REFUSALS = 0.07
PER_FILE = 50


def main() -> None:
    """Print weights and what they refuse."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("graded", nargs="+", metavar="INDEX=QUESTIONS")
    parser.add_argument("--off-topic", nargs="*", type=Path, default=[], metavar="FILE.tsv")
    given = parser.parse_args()
    rows: list[list[float]] = []
    scopes: list[str] = []

    def record(hits: Sequence[Hit], statements: Sequence[Statement], kind: AnswerKind) -> float:
        found = features(hits, statements, kind) if hits and statements else dict.fromkeys(WEIGHTS, 0.0)
        rows.append([found[name] for name in WEIGHTS])
        return 0.0

    foreign = [question for file in given.off_topic for question in off_topic(file)]
    with patch.object(api.answering, "confidence", record):
        for argument in given.graded:
            index, _, questions = argument.partition("=")
            answerer = Answerer(KnowledgeBase.open(Path(index)))
            for graded in read_questions([Path(questions)]):
                answerer.answer(graded.question)
                scopes.append(graded.scope if not graded.answerable else "answerable")
            for question in foreign:
                answerer.answer(question)
                scopes.append("other_topic")
    measured, scope = np.array(rows), np.array(scopes)
    wanted = scope == "answerable"
    model = LogisticRegression(C=REGULARISATION, max_iter=10_000)
    # Every way of not being answerable counts as much as the others, however many questions there are of it.
    negatives = [name for name in dict.fromkeys(scopes) if name != "answerable"]
    weight = np.ones(len(rows))
    for name in negatives:
        weight[scope == name] = wanted.sum() / len(negatives) / (scope == name).sum()
    sure = np.zeros(len(rows))
    for fitted, judged in StratifiedKFold(10, shuffle=True, random_state=1).split(measured, scope):
        model.fit(measured[fitted], wanted[fitted], sample_weight=weight[fitted])
        sure[judged] = model.predict_proba(measured[judged])[:, 1]
    # The bias is moved so that the threshold refuses this share of the answerable questions.
    threshold = float(np.quantile(sure[wanted], WRONG_REFUSALS))
    model.fit(measured, wanted, sample_weight=weight)
    shift = np.log(threshold / (1 - threshold)) - np.log(ANSWERED_FROM / (1 - ANSWERED_FROM))
    print(f"BIAS = {model.intercept_[0] - shift:.2f}")
    print("WEIGHTS =", {name: round(float(value), 2) for name, value in zip(WEIGHTS, model.coef_[0], strict=True)})
    for name in dict.fromkeys(scopes):
        print(f"{name}: {np.mean(sure[scope == name] < threshold):.3f} of {np.sum(scope == name)} refused")


def off_topic(file: Path) -> list[str]:
    """Some questions of a TSV file, the same at each run."""
    with file.open(encoding="utf-8", newline="") as stream:
        questions = [row["question"] for row in csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)]
    return random.Random(1).sample(sorted(set(questions)), k=min(PER_FILE, len(questions)))


if __name__ == "__main__":
    main()
