"""How sure an answer is: a logistic function of what retrieval measured, below a threshold a Refusal."""

from __future__ import annotations

import math
from collections.abc import Sequence

from api.composition.picking import Statement
from indexer import Hit

ANSWERED_FROM = 0.5
"""An answer with less confidence than this is a Refusal."""

# Fitted by hand on graded questions; `manba eval` shows what it costs.
_BIAS = -6.0
_LATE, _SENTENCE, _COVERAGE, _DENSE = 6.0, 4.0, 2.0, 1.0


def confidence(hits: Sequence[Hit], statements: Sequence[Statement]) -> float:
    """How likely it is that `statements` answer the question, 0..1; 0 when nothing was found."""
    if not hits or not statements:
        return 0.0
    best = hits[0].signals
    sentence = max(pick.late for statement in statements for pick in statement.picks)
    logit = _BIAS + _LATE * best.late + _SENTENCE * sentence + _COVERAGE * best.coverage + _DENSE * best.dense
    return 1 / (1 + math.exp(-logit))
