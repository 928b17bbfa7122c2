"""Which words and clauses of a source are those of a sentence, and which of them are denied."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from api.generation.checking.asserted import Asserted
from api.generation.checking.clauses import Clauses

# A word of a source is what a word of a sentence stands for when it matches as well and not much worse than the best.
STANDS_FOR = 0.55
NEARLY = 0.06
_HEAVIEST = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """The words of a stretch of a source: their columns in it, place in their clauses, and these."""

    clauses: Clauses
    start: int

    @property
    def stop(self) -> int:
        """One past its last column."""
        return self.start + len(self.clauses.of_word)


def _best(asserted: Asserted, held: Sequence[Held], word: int) -> float:
    return max((float(asserted.likeness[word, one.start : one.stop].max(initial=0.0)) for one in held), default=0.0)


def nearest_clause(asserted: Asserted, held: Sequence[Held], place: int) -> tuple[Held, int, float] | None:
    """The clause of the evidence that has most of the other words of the clause a word stands in, and how much."""
    words = np.flatnonzero(asserted.content & (asserted.clauses.of_word == asserted.clauses.of_word[place]))
    words = words[words != place]
    if not len(words):
        # "It is best to go on with it": what it is about stands in the clause before.
        words = np.flatnonzero(asserted.content & (asserted.clauses.of_word == asserted.clauses.of_word[place] - 1))
    if not len(words):
        return None
    weights = asserted.weights[words]
    if not weights.sum() > 0:
        return None
    best, most = None, 0.0
    for one in held:
        rows = asserted.likeness[words, one.start : one.stop]
        for clause in dict.fromkeys(one.clauses.of_word.tolist()):
            fit = float(rows[:, one.clauses.of_word == clause].max(axis=1) @ weights / weights.sum())
            if fit > most:
                best, most = (one, clause, fit), fit
    return best


def nearest_of_sentence(asserted: Asserted, one: Held, negation: int) -> tuple[int, float] | None:
    """The clause of the sentence that has most of the clause of the evidence that is denied, and how much."""
    clauses = one.clauses
    own = np.flatnonzero(clauses.content & (clauses.of_word == clauses.of_word[negation]))
    weights = np.minimum(clauses.worded.weights[own], _HEAVIEST)
    if not weights.sum() > 0:
        return None
    best: tuple[int, float] | None = None
    for clause in dict.fromkeys(asserted.clauses.of_word.tolist()):
        words = np.flatnonzero(asserted.clauses.of_word == clause)
        fit = float(asserted.likeness[np.ix_(words, own + one.start)].max(axis=0) @ weights / weights.sum())
        if best is None or fit > best[1]:
            best = clause, fit
    return best


def standing_for(asserted: Asserted, held: Sequence[Held], word: int) -> Iterator[tuple[Held, int]]:
    """The words of the evidence that a word of the sentence stands for."""
    best = _best(asserted, held, word)
    if best < STANDS_FOR:
        return
    for one in held:
        row: NDArray[np.float32] = asserted.likeness[word, one.start : one.stop]
        for place in np.flatnonzero(row >= best - NEARLY).tolist():
            yield one, place


def is_denied(clauses: Clauses, place: int) -> bool:
    """Whether a word stands in a clause that is denied."""
    return int(clauses.of_word[place]) in clauses.denied
