"""Sentences of the passages found, scored one by one for what is asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from api.composition.calibration import calibration
from api.composition.scoring import FEATURES, Asking, candidates
from api.domain import AnswerKind
from indexer import LANGUAGES, Article, Hit, LanguageCode, Sentence

# What a sentence in the reader's language is worth beyond what was measured: of two equally good ones it is read. What
# a thing is and how it differs stands in many sources: the reader's own are taken where they say it at all well.
OWN_LANGUAGE = 0.3
GENERAL_IN_OWN_LANGUAGE = 2.5
# What a sentence loses whose article there is in the reader's language too: what it says is said there most likely.
ALSO_IN_OWN_LANGUAGE = 2.0
DEFINED_IN_OWN_LANGUAGE = 4.0
# The share of a sentence's content words, 0..1, above which another that has them too says the same.
_REPETITION = 0.6
_SHAPES = (FEATURES.index("definition"), FEATURES.index("figure"))
_GENERAL_KINDS = frozenset({AnswerKind.COMPARISON, AnswerKind.DEFINITION})


IsTranslated = Callable[[Article, LanguageCode], bool]
"""Tells whether there is an article on the same subject in a language."""


@dataclass(frozen=True, kw_only=True)
class Pick:
    """A sentence chosen from a Hit.

    `late` is its late interaction with the question, 0..1, `in_context` the same with its headings' words taken for its
    own; `score` is what it is ranked by: the logarithm of its odds but for a constant, higher is better.
    """

    hit: Hit
    sentence: Sentence
    late: float
    score: float
    in_context: float = 0.0
    fits: bool = False

    @property
    def text(self) -> str:
        """The sentence as the source has it."""
        return self.hit.passage.text_of(self.sentence.span)

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of its content words, to tell repetition."""
        language = LANGUAGES[self.hit.passage.language]
        return frozenset(stem for form, stem in language.words(self.text) if form not in language.stop_words)

    def repeats(self, other: Pick) -> bool:
        """Whether the longer sentence has most of the shorter one's content words."""
        shorter = min(len(self.stems), len(other.stems))
        return len(self.stems & other.stems) > _REPETITION * shorter if shorter else True


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What an answer says in one breath: a sentence with the one it leans on, a list item, the cells of a table row."""

    picks: tuple[Pick, ...]


def picks(
    hits: Sequence[Hit], asking: Asking, *, reader: LanguageCode, is_translated: IsTranslated | None = None
) -> list[Pick]:
    """The sentences of `hits` (best first) that could answer, best first, the reader's language before its equals."""
    found = candidates(hits, asking)
    if not found:
        return []
    weights = calibration().sentence
    own = GENERAL_IN_OWN_LANGUAGE if asking.kind in _GENERAL_KINDS and asking.concepts else OWN_LANGUAGE

    also = DEFINED_IN_OWN_LANGUAGE if asking.kind is AnswerKind.DEFINITION else ALSO_IN_OWN_LANGUAGE

    def worth(hit: Hit) -> float:
        if hit.passage.language is reader:
            return own
        return -also if is_translated is not None and is_translated(hit.article, reader) else 0.0

    measured = np.array([one.features for one in found]) @ np.array([weights[name] for name in FEATURES])
    scored = [
        Pick(
            hit=one.hit,
            sentence=one.sentence,
            late=one.signals.late,
            in_context=one.signals.in_context,
            fits=any(one.features[place] > 0 for place in _SHAPES),
            score=score + worth(one.hit),
        )
        for one, score in zip(found, measured.tolist(), strict=True)
    ]
    return sorted(scored, key=lambda pick: -pick.score)
