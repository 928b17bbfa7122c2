"""How well what units speak of fits the Concepts a question asks about."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexer.asked import Asked
from indexer.index.passage_index import PassageIndex

# What a word that names a Concept is worth, 0..1: at least where the Concept is spoken of under whatever name, at most
# where it is not («القنوات» are channels of any sort) and where only its rival is.
SPOKEN_OF = 0.85
ELSEWHERE = 0.6
RIVAL = 0.3

NEUTRAL = 0.5
"""The agreement of what speaks of no Concept of the family asked about."""
ONE_OF_TWO = 0.85
"""The agreement of what speaks of the Concept asked about and of its rival, or of one of two that are asked about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """Which units of some passages speak of the Concepts asked about, and of their rivals.

    `agreement` (units,) is 0..1. `named` lists, for each Concept asked about, the numbers of its words in the question,
    which units (units,) speak of it and how much (units,) its words are worth at most.
    """

    agreement: NDArray[np.float32]
    named: tuple[tuple[tuple[int, ...], NDArray[np.bool_], NDArray[np.float32]], ...]

    @classmethod
    def of(cls, asked: Asked, index: PassageIndex, rows: NDArray[np.int64]) -> Spoken:
        """Look at the units of `rows`."""
        glossary = index.glossary
        wanted = list(dict.fromkeys(one.concept for one in asked.concepts))
        exclusive = [concept for concept in wanted if glossary.rivals(concept)]
        rivals = sorted({rival for concept in exclusive for rival in glossary.rivals(concept)} - set(wanted))
        spoken = index.spoken_of([*wanted, *rivals], rows)
        column = {concept: number for number, concept in enumerate((*wanted, *rivals))}
        nothing = np.zeros(len(spoken), dtype=bool)
        others = spoken[:, len(wanted) :].any(axis=1) if rivals else nothing
        agreement = np.full(len(spoken), NEUTRAL, dtype=np.float32)
        if exclusive:
            count = spoken[:, [column[concept] for concept in exclusive]].sum(axis=1)
            if len(exclusive) == 1:
                agreement[others] = 0.0
                agreement[count == 1] = 1.0
                agreement[(count == 1) & others] = ONE_OF_TWO
            else:
                agreement[others] = 0.0
                agreement[count == 1] = ONE_OF_TWO
                agreement[count > 1] = 1.0
            sure = all(one.is_sure for one in asked.concepts if one.concept in exclusive)
            if not sure:
                # A name that may mean another Concept is a hint.
                agreement = NEUTRAL + (agreement - NEUTRAL) / 2
        named = []
        for one, places in zip(asked.concepts, asked.places, strict=True):
            own = spoken[:, column[one.concept]]
            among = [column[rival] for rival in glossary.rivals(one.concept)]
            most = np.ones(len(spoken), dtype=np.float32)
            if among and one.is_sure:
                most[~own] = ELSEWHERE
                most[spoken[:, among].any(axis=1) & ~own] = RIVAL
            named.append((places, own, most))
        return cls(agreement=agreement, named=tuple(named))

    def matches(self, by_unit: NDArray[np.float32]) -> NDArray[np.float32]:
        """`by_unit` (units, words), 0..1, where words that name a Concept match by Concept."""
        if not self.named:
            return by_unit
        by_unit = by_unit.copy()
        for places, own, most in self.named:
            for place in places:
                by_unit[own, place] = np.maximum(by_unit[own, place], SPOKEN_OF)
                np.minimum(by_unit[:, place], most, out=by_unit[:, place])
        return by_unit

    def by_passage(self, first_units: NDArray[np.int64]) -> NDArray[np.float32]:
        """The mean agreement of each passage's sentences, (passages,); their first unit is no sentence."""
        begins, ends = first_units[:-1] + 1, first_units[1:]
        sums = np.concatenate([[0.0], np.cumsum(self.agreement, dtype=np.float64)])
        lengths = np.maximum(ends - begins, 1)
        return np.asarray((sums[ends] - sums[begins]) / lengths, dtype=np.float32)
