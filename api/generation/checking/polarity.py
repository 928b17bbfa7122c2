"""Whether a sentence and the words that support it affirm and deny the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from api.generation.checking.asserted import Asserted
from api.generation.checking.clauses import Clauses
from api.generation.checking.support import Window
from indexer import LanguageCode

# A word of a source is what a word of a sentence stands for when it matches as well and not much worse than the best.
_STANDS_FOR = 0.55
_NEARLY = 0.06


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    """The words of a stretch of a source: their columns in it, place in their clauses, and these."""

    clauses: Clauses
    start: int

    @property
    def stop(self) -> int:
        return self.start + len(self.clauses.of_word)


def is_turned(asserted: Asserted, windows: Sequence[Window]) -> bool:
    """Whether the sentence denies what its evidence affirms, or the other way round, or says the opposite."""
    held = [
        _Held(clauses=unit.clauses, start=unit.columns.start)
        for window in windows
        for unit in window.source.units[window.first : window.last]
    ]
    if not held:
        return False
    return (
        any(_denied_alone(asserted, held, negation) for negation in asserted.clauses.negations)
        or any(_denied_there(asserted, one, negation, held) for one in held for negation in one.clauses.negations)
        or any(_opposites(asserted, held))
    )


def _denied_alone(asserted: Asserted, held: Sequence[_Held], negation: int) -> bool:
    """Whether what a negation of the sentence denies is denied nowhere in its evidence."""
    foci = asserted.clauses.foci(negation)
    matched = False
    for focus in foci:
        for one, place, _ in _standing_for(asserted, held, focus):
            matched = True
            if _is_denied(one.clauses, place) or _opposite_words(asserted, focus, one, place):
                return False
    if matched:
        return True
    return not any(one.clauses.negations for one in held) and not any(
        not is_first for one in held for _, _, is_first in one.clauses.claims.poles_in(one.clauses.worded.forms)
    )


def _denied_there(asserted: Asserted, one: _Held, negation: int, held: Sequence[_Held]) -> bool:
    """Whether what a negation of the evidence denies is affirmed by the sentence."""
    for place in one.clauses.foci(negation):
        column = one.start + place
        likeness = asserted.likeness[:, column]
        words = np.flatnonzero(asserted.content & ~asserted.is_named & (likeness >= _STANDS_FOR))
        for word in words.tolist():
            standing = list(_standing_for(asserted, held, word))
            if not any(other is one and spot == place for other, spot, _ in standing):
                continue
            affirmed = any(not _is_denied(other.clauses, spot) for other, spot, _ in standing)
            denied_here = _is_denied(asserted.clauses, word)
            if affirmed or denied_here or _opposite_words(asserted, word, one, place):
                break
        else:
            if len(words):
                return True
    return False


def _opposites(asserted: Asserted, held: Sequence[_Held]) -> Iterator[bool]:
    """For each word of the sentence with an opposite: whether its evidence has that alone."""
    there = [
        (pair, is_first ^ _is_denied(one.clauses, place), one.clauses.worded.forms[place])
        for one in held
        for place, pair, is_first in one.clauses.claims.poles_in(one.clauses.worded.forms)
    ]
    for place, pair, is_first in asserted.clauses.claims.poles_in(asserted.words.forms):
        says = is_first ^ _is_denied(asserted.clauses, place)
        sides = {side for other, side, _ in there if other == pair}
        yield bool(sides) and says not in sides and bool(asserted.content[place])


def _standing_for(asserted: Asserted, held: Sequence[_Held], word: int) -> Iterator[tuple[_Held, int, float]]:
    """The words of the evidence that a word of the sentence stands for."""
    best = max((float(asserted.likeness[word, one.start : one.stop].max(initial=0.0)) for one in held), default=0.0)
    if best < _STANDS_FOR:
        return
    for one in held:
        row: NDArray[np.float32] = asserted.likeness[word, one.start : one.stop]
        for place in np.flatnonzero(row >= best - _NEARLY).tolist():
            yield one, place, float(row[place])


def _is_denied(clauses: Clauses, place: int) -> bool:
    return int(clauses.of_word[place]) in clauses.denied


def _opposite_words(asserted: Asserted, word: int, one: _Held, place: int) -> bool:
    """Whether two words are of one pair and not of one side, or one the other with a prefix."""
    own, other = asserted.words.forms[word], one.clauses.worded.forms[place]
    ours = {(pair, side) for _, pair, side in asserted.clauses.claims.poles_in([own])}
    theirs = {(pair, not side) for _, pair, side in one.clauses.claims.poles_in([other])}
    if ours & theirs:
        return True
    same: LanguageCode = asserted.words.language
    return same is one.clauses.worded.language and asserted.clauses.claims.are_opposite(own, other)
