"""Fit the weights of api/composition/confidence.py on graded questions, and say what they refuse.

    .venv/bin/python benchmarks/confidence.py INDEX=QUESTIONS [INDEX=QUESTIONS …]

Each argument names an index and a file or folder of questions on it. The figures are those of ten-fold
cross-validation, so that no question is judged by weights it helped to fit. Needs scikit-learn (`.[dev]`).
"""

from __future__ import annotations

import sys
from pathlib import Path
from unittest.mock import patch

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict

import api.answering
from api.answering import Answerer
from api.composition.confidence import ANSWERED_FROM, WEIGHTS, features
from indexer import KnowledgeBase, read_questions

REGULARISATION = 3.0
WRONG_REFUSALS = 0.06


def main() -> None:
    """Print weights and what they refuse."""
    rows: list[list[float]] = []
    answerable: list[bool] = []
    scopes: list[str] = []

    def record(hits: object, statements: object, kind: object) -> float:
        found = features(hits, statements, kind) if hits and statements else dict.fromkeys(WEIGHTS, 0.0)  # type: ignore[arg-type]
        rows.append([found[name] for name in WEIGHTS])
        return 0.0

    for argument in sys.argv[1:]:
        index, _, questions = argument.partition("=")
        answerer = Answerer(KnowledgeBase.open(Path(index)))
        for question in read_questions([Path(questions)]):
            with patch.object(api.answering, "confidence", record):
                answerer.answer(question.question)
            answerable.append(question.answerable)
            scopes.append(question.scope)
    if not rows:
        sys.exit(__doc__)
    measured, wanted, scope = np.array(rows), np.array(answerable), np.array(scopes)
    model = LogisticRegression(C=REGULARISATION, class_weight="balanced", max_iter=10_000)
    folds = StratifiedKFold(10, shuffle=True, random_state=1)
    sure = cross_val_predict(model, measured, wanted, cv=folds, method="predict_proba")[:, 1]
    # The bias is moved so that the threshold refuses this share of the answerable questions.
    threshold = float(np.quantile(sure[wanted], WRONG_REFUSALS))
    model.fit(measured, wanted)
    shift = np.log(threshold / (1 - threshold)) - np.log(ANSWERED_FROM / (1 - ANSWERED_FROM))
    print(f"BIAS = {model.intercept_[0] - shift:.2f}")
    print("WEIGHTS =", {name: round(float(value), 2) for name, value in zip(WEIGHTS, model.coef_[0], strict=True)})
    print(f"{len(rows)} questions; answerable refused {np.mean(sure[wanted] < threshold):.2f}", end="")
    for name in ("off_topic", "near_topic"):
        print(f"; {name} refused {np.mean(sure[scope == name] < threshold):.2f}", end="")
    print()


if __name__ == "__main__":
    main()
