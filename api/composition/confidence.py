"""How sure an answer is: a logistic function of what was measured, below a threshold a Refusal.

The weights are fitted by benchmarks/calibrate.py: first those that tell questions with an answer from questions without
one, then the scale on which the result is the probability that the first citation answers (Platt 1999).
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from api.composition.calibration import Calibration, calibration
from api.composition.picking import Statement
from api.composition.scoring import Asking, asks_kind, figures
from api.domain import AnswerKind, AnswerSentence
from api.speech import SPEECH
from indexer import LANGUAGES, Hit

FEATURES = (
    "late",
    "sentence",
    "dense",
    "known",
    "support",
    "coverage",
    "lexical",
    "strangest",
    "names",
    "agreement",
    "other_figures",
    "exacting",
    "margin",
    "own",
    "words",
)

_MANY_WORDS = 12
# The late interaction of a heading that asks what the question asks.
_SAME_QUESTION = 0.75
_EXACTING = frozenset({AnswerKind.FIGURE, AnswerKind.PERSON_PLACE_TIME})


def features(hits: Sequence[Hit], statements: Sequence[Statement], asking: Asking) -> dict[str, float]:
    """What the confidence is computed from, each 0..1, by name.

    late, dense, support: the signals of the Hit answered from first, or of the best one where that has more. known,
    strangest, own: those of the question. coverage, lexical, names, agreement: those of the Hit answered from first.
    sentence: the best late interaction of a sentence said. other_figures: the share of the question's figures that are
    not in the first passage. exacting: 1 where a figure, a person, a place or a time is asked for. margin: how far the
    best passage stands out from the tenth. words: how many content words the question has, on a logarithmic scale:
    one word may be found by accident, many are not.
    """
    picks = [pick for statement in statements for pick in statement.picks]
    first = picks[0].hit.signals
    best = max(hits, key=lambda hit: hit.similarity).signals
    around = figures(picks[0].hit.passage.text, picks[0].hit.passage.language)
    similarities = sorted((hit.similarity for hit in hits), reverse=True)
    return {
        "late": max(first.late, best.late),
        "sentence": max(pick.late for pick in picks),
        "dense": max(first.dense, best.dense),
        "known": best.known,
        "support": max(first.support, best.support),
        "coverage": first.coverage,
        "lexical": first.lexical,
        "strangest": best.strangest,
        "names": first.names,
        "agreement": first.agreement,
        "other_figures": len(asking.figures - around) / len(asking.figures) if asking.figures else 0.0,
        "exacting": float(asking.kind in _EXACTING),
        "margin": similarities[0] - similarities[min(9, len(similarities) - 1)],
        "own": best.own,
        "words": min(1.0, math.log(asking.words) / math.log(_MANY_WORDS)),
    }


def lacks_what_is_asked_for(said: Sequence[AnswerSentence], asking: Asking) -> bool:
    """Whether a sum of money, a year or a number is asked for and nothing said has one."""
    if not (asking.wants_money or asking.wants_time or asking.kind is AnswerKind.FIGURE):
        return False
    forms = [(SPEECH[one.language], LANGUAGES[one.language].search_text(one.text)) for one in said]
    if asking.wants_money and not any(speech.has_money(form) for speech, form in forms):
        return True
    if asking.wants_time and not any(any(map(str.isdigit, form)) for _, form in forms):
        return True
    return asking.kind is AnswerKind.FIGURE and not any(speech.has_number(form) for speech, form in forms)


def _stands_below_the_question(hit: Hit, asking: Asking) -> bool:
    return asks_kind(hit.passage, asking.kind) and hit.signals.heading >= _SAME_QUESTION


def confidence(
    hits: Sequence[Hit],
    statements: Sequence[Statement],
    asking: Asking,
    *,
    said: Sequence[AnswerSentence],
    by: Calibration | None = None,
) -> float:
    """How likely it is that `statements`, as they are `said`, answer the question, 0..1.

    0 when nothing was found, or nothing but words that say nothing of what is asked, and where a price, a number or a
    year is asked for and none is said.
    """
    if not hits or not statements or not max(hit.signals.support for hit in hits):
        return 0.0
    fitted = by or calibration()
    # No likeness makes up for a price, a number or a year that is not there; below the very question it may be told
    # that there is none.
    if lacks_what_is_asked_for(said, asking) and not _stands_below_the_question(statements[0].picks[0].hit, asking):
        return 0.0
    found = features(hits, statements, asking)
    return 1 / (1 + math.exp(-fitted.bias - sum(weight * found[name] for name, weight in fitted.confidence.items())))
