"""How sure an answer is: a logistic function of what retrieval measured, below a threshold a Refusal."""

from __future__ import annotations

import math
from collections.abc import Sequence

from api.composition.picking import Statement
from api.domain import AnswerKind
from indexer import Hit

ANSWERED_FROM = 0.5
"""An answer with less confidence than this is a Refusal."""

# Printed by benchmarks/confidence.py, which fits them on graded questions.
BIAS = -2.81
WEIGHTS = {
    "late": 3.18,
    "sentence": 1.41,
    "coverage": 0.3,
    "dense": 0.73,
    "support": 1.82,
    "known": 0.0,
    "figure_missing": -2.2,
}


def features(hits: Sequence[Hit], statements: Sequence[Statement], kind: AnswerKind) -> dict[str, float]:
    """What the confidence is computed from, each 0..1, by name.

    late, coverage, dense, support, known: the best Hit's signals. sentence: the late interaction of the best chosen
    sentence. figure_missing: 1 where a figure is asked for and no chosen sentence has one.
    """
    best = max(hits, key=lambda hit: hit.similarity).signals
    picks = [pick for statement in statements for pick in statement.picks]
    has_figure = any(character.isdigit() for pick in picks for character in pick.text)
    return {
        "late": best.late,
        "sentence": max(pick.late for pick in picks),
        "coverage": best.coverage,
        "dense": best.dense,
        "support": best.support,
        "known": best.known,
        "figure_missing": float(kind is AnswerKind.FIGURE and not has_figure),
    }


def confidence(hits: Sequence[Hit], statements: Sequence[Statement], kind: AnswerKind) -> float:
    """How likely it is that `statements` answer the question, 0..1.

    0 when nothing was found, or nothing but words that say nothing of what is asked.
    """
    if not hits or not statements or not max(hit.signals.support for hit in hits):
        return 0.0
    found = features(hits, statements, kind)
    return 1 / (1 + math.exp(-BIAS - sum(weight * found[name] for name, weight in WEIGHTS.items())))
