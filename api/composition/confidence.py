"""How sure an answer is: a logistic function of what retrieval measured, below a threshold a Refusal."""

from __future__ import annotations

import math
from collections.abc import Sequence

from api.composition.picking import Statement
from api.domain import AnswerKind
from indexer import Hit

ANSWERED_FROM = 0.5
"""An answer with less confidence than this is a Refusal."""

# Printed by benchmarks/confidence.py, which fits them on graded questions; benchmarks/README.md has the run.
BIAS = -4.86
WEIGHTS = {"late": 2.03, "sentence": 2.04, "dense": 3.86, "support": 0.05, "known": 3.63, "exacting": -1.29}

_EXACTING = frozenset({AnswerKind.FIGURE, AnswerKind.PERSON_PLACE_TIME})


def features(hits: Sequence[Hit], statements: Sequence[Statement], kind: AnswerKind) -> dict[str, float]:
    """What the confidence is computed from, each 0..1, by name.

    late, dense, support, known: the best Hit's signals. sentence: the late interaction of the best chosen sentence.
    exacting: 1 where a figure, a person, a place or a time is asked for: passages on the subject seldom have just
    that one.
    """
    best = max(hits, key=lambda hit: hit.similarity).signals
    picks = [pick for statement in statements for pick in statement.picks]
    return {
        "late": best.late,
        "sentence": max(pick.late for pick in picks),
        "dense": best.dense,
        "support": best.support,
        "known": best.known,
        "exacting": float(kind in _EXACTING),
    }


def confidence(hits: Sequence[Hit], statements: Sequence[Statement], kind: AnswerKind) -> float:
    """How likely it is that `statements` answer the question, 0..1.

    0 when nothing was found, or nothing but words that say nothing of what is asked.
    """
    if not hits or not statements or not max(hit.signals.support for hit in hits):
        return 0.0
    found = features(hits, statements, kind)
    return 1 / (1 + math.exp(-BIAS - sum(weight * found[name] for name, weight in WEIGHTS.items())))
