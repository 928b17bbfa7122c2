"""Whether a sentence and the words that support it affirm and deny the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from api.generation.checking.asserted import Asserted
from api.generation.checking.clauses import Clauses
from api.generation.checking.sources import Unit
from api.generation.checking.support import Window
from indexer import LanguageCode

# A word of a source is what a word of a sentence stands for when it matches as well and not much worse than the best.
_STANDS_FOR = 0.55
_NEARLY = 0.06
_HEAVIEST = 2.0
_THE_SAME = 0.9
# A word that matches so well is stated, whatever else is.
_STATED = 0.75
_GOOD_PART = 0.4
_HALF = 0.5
# Two clauses that have so much in common say the same, affirmed or denied.
_SAME_CLAUSE = 0.65


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
    whole = [unit for window in windows for unit in window.source.units]
    return (
        any(_denied_alone(asserted, held, whole, negation) for negation in asserted.clauses.negations)
        or any(_denied_there(asserted, one, negation, held) for one in held for negation in one.clauses.negations)
        or any(_opposites(asserted, held))
    )


def is_overstated(asserted: Asserted, windows: Sequence[Window]) -> bool:
    """Whether the sentence leaves out all else, or leaves no exception, where its evidence does not."""
    forms = [
        (unit.clauses.claims, unit.clauses.worded.forms)
        for window in windows
        for unit in window.source.units[window.first : window.last]
    ]
    claims, own = asserted.clauses.claims, asserted.words.forms
    return (
        claims.only_in(own) and not any(there.only_in(words) or there.excepts_in(words) for there, words in forms)
    ) or (claims.always_in(own) and not any(there.always_in(words) for there, words in forms))


def _denied_alone(asserted: Asserted, held: Sequence[_Held], whole: Sequence[Unit], negation: int) -> bool:
    """Whether what a negation of the sentence denies is denied nowhere in its evidence."""
    foci = asserted.clauses.foci(negation)
    if foci and _is_only_denied(asserted, held, foci[0]):
        return False
    if foci and asserted.clauses.claims.attributes(asserted.words.forms[foci[0]]):
        # "Does not believe that …": whose statement it is stands in any clause.
        return not any(one.clauses.negations for one in held)
    near = _nearest_clause(asserted, held, negation)
    elsewhere = [_Held(clauses=unit.clauses, start=unit.columns.start) for unit in whole]
    widest = _nearest_clause(asserted, elsewhere, negation)
    is_better = widest is not None and near is not None and widest[2] > max(near[2], _HALF)
    if widest is not None and is_better and widest[1] in widest[0].clauses.denied:
        return False
    if near is not None and near[2] >= _SAME_CLAUSE:
        one, clause, fit = near
        places = np.flatnonzero(one.clauses.of_word == clause).tolist()
        return (
            clause not in one.clauses.denied
            and _stands_in(
                asserted, foci[: _told_by(asserted.clauses, negation)], [one.start + place for place in places]
            )
            and not (fit < _THE_SAME and _is_denied_beside(asserted, negation, one))
            and not _denies_in_itself(one.clauses, clause)
            and not any(_has_opposite(asserted, focus, one, places) for focus in foci)
        )
    return _denied_by_word(asserted, held, whole, foci[: _told_by(asserted.clauses, negation)])


def _denied_by_word(asserted: Asserted, held: Sequence[_Held], whole: Sequence[Unit], foci: Sequence[int]) -> bool:
    """The same where no clause of the evidence says the same: by what a negation is said of first."""
    matched = False
    for focus in foci:
        for one, place in _standing_for(asserted, held, focus):
            matched = True
            if _is_denied(one.clauses, place) or _opposite_words(asserted, focus, one, place):
                return False
    if any(map(_denies_in_itself, (one.clauses for one in held))):
        return False
    # Elsewhere what is denied may go by a word of another kind ("unchanged").
    is_same = all(one.clauses.worded.language is asserted.words.language for one in held)
    return matched or (is_same and not any(unit.clauses.negations for unit in whole))


def _denied_there(asserted: Asserted, one: _Held, negation: int, held: Sequence[_Held]) -> bool:
    """Whether what a negation of the evidence denies is affirmed by the sentence."""
    foci = one.clauses.foci(negation)
    if foci and _is_only_denied_here(asserted, one.start + foci[0]):
        return False
    near = _nearest_of_sentence(asserted, one, negation)
    if near is not None and near[1] >= _SAME_CLAUSE:
        places = np.flatnonzero(asserted.clauses.of_word == near[0]).tolist()
        denied = [one.start + place for place in foci[: _told_by(one.clauses, negation)]]
        return (
            near[0] not in asserted.clauses.denied
            and float(asserted.likeness[np.ix_(places, denied)].max(initial=0.0)) >= _STANDS_FOR
            and not _denies_in_itself(asserted.clauses, near[0])
            and not any(_has_opposite(asserted, place, one, foci) for place in places)
        )
    affirmed_here = False
    for place in foci:
        likeness = asserted.likeness[:, one.start + place]
        words = np.flatnonzero(asserted.content & ~asserted.is_named & (likeness >= _STANDS_FOR))
        for word in words.tolist():
            standing = list(_standing_for(asserted, held, word))
            if not any(other is one and spot == place for other, spot in standing):
                continue
            affirmed_there = any(not _is_denied(other.clauses, spot) for other, spot in standing)
            if affirmed_there or _is_denied(asserted.clauses, word) or _opposite_words(asserted, word, one, place):
                return False
            affirmed_here = True
    return affirmed_here and not _denies_in_itself(asserted.clauses)


def _denies_in_itself(clauses: Clauses, clause: int | None = None) -> bool:
    """Whether a word of a text, or of one clause of it, holds a denial."""
    return any(
        clauses.claims.denies_in_itself(form)
        for form, own in zip(clauses.worded.forms, clauses.of_word.tolist(), strict=True)
        if clause is None or own == clause
    )


def _told_by(clauses: Clauses, negation: int) -> int:
    """How many of the words a negation is said of tell what is denied: a Persian verb may leave that to its noun."""
    return 2 if clauses.content[negation] else 1


def _stands_in(asserted: Asserted, foci: Sequence[int], columns: Sequence[int]) -> bool:
    """Whether what a negation of the sentence is said of stands in some columns."""
    return float(asserted.likeness[np.ix_(list(foci), list(columns))].max(initial=0.0)) >= _STANDS_FOR


def _is_denied_beside(asserted: Asserted, negation: int, one: _Held) -> bool:
    """Whether a clause beside, which is denied, has a good part of the clause of the sentence."""
    words = np.flatnonzero(asserted.content & (asserted.clauses.of_word == asserted.clauses.of_word[negation]))
    weights = asserted.weights[words]
    columns = [one.start + place for place in range(len(one.clauses.of_word)) if _is_denied(one.clauses, place)]
    if not columns or not weights.sum() > 0:
        return False
    best = asserted.likeness[words][:, columns].max(axis=1)
    return float(best @ weights / weights.sum()) >= _GOOD_PART


def _opposites(asserted: Asserted, held: Sequence[_Held]) -> Iterator[bool]:
    """For each word of the sentence with an opposite: whether the sentence it is taken from has that alone."""
    poles = list(asserted.clauses.claims.poles_in(asserted.words.forms))
    said = {pair: {side for _, other, side in poles if other == pair} for _, pair, _ in poles}
    for place, pair, is_first in poles:
        near = _nearest_clause(asserted, held, place) if asserted.content[place] else None
        if near is None:
            continue
        one = near[0]
        there = [
            (spot, side) for spot, other, side in one.clauses.claims.poles_in(one.clauses.worded.forms) if other == pair
        ]
        sides = {side for _, side in there}
        said_there = {(other, side) for each in held for _, other, side in _poles(each.clauses)}
        spots = [spot for spot, _ in there]
        # What has its own counterpart in the sentence is not the opposite of another word of it.
        if (
            sides != {not is_first}
            or (pair, is_first) in said_there
            or sides & said[pair]
            or _is_stated(asserted, one, place, spots)
        ):
            continue
        yield all(_is_denied(one.clauses, spot) == _is_denied(asserted.clauses, place) for spot in spots)


def _poles(clauses: Clauses) -> Iterator[tuple[int, str, bool]]:
    return clauses.claims.poles_in(clauses.worded.forms)


def _is_stated(asserted: Asserted, one: _Held, word: int, spots: Sequence[int]) -> bool:
    """Whether a word of the sentence stands in the evidence, at another place than its opposites do."""
    row = asserted.likeness[word, one.start : one.stop].copy()
    row[list(spots)] = 0.0
    return float(row.max(initial=0.0)) >= _STATED


def _best(asserted: Asserted, held: Sequence[_Held], word: int) -> float:
    return max((float(asserted.likeness[word, one.start : one.stop].max(initial=0.0)) for one in held), default=0.0)


def _nearest_clause(asserted: Asserted, held: Sequence[_Held], place: int) -> tuple[_Held, int, float] | None:
    """The clause of the evidence that has most of the other words of the clause a word stands in, and how much."""
    words = np.flatnonzero(asserted.content & (asserted.clauses.of_word == asserted.clauses.of_word[place]))
    words = words[words != place]
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


def _nearest_of_sentence(asserted: Asserted, one: _Held, negation: int) -> tuple[int, float] | None:
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


def _standing_for(asserted: Asserted, held: Sequence[_Held], word: int) -> Iterator[tuple[_Held, int]]:
    """The words of the evidence that a word of the sentence stands for."""
    best = _best(asserted, held, word)
    if best < _STANDS_FOR:
        return
    for one in held:
        row: NDArray[np.float32] = asserted.likeness[word, one.start : one.stop]
        for place in np.flatnonzero(row >= best - _NEARLY).tolist():
            yield one, place


def _is_denied(clauses: Clauses, place: int) -> bool:
    return int(clauses.of_word[place]) in clauses.denied


def _is_only_denied(asserted: Asserted, held: Sequence[_Held], word: int) -> bool:
    """Whether all that a word of the sentence stands for in its evidence is denied."""
    standing = list(_standing_for(asserted, held, word))
    return bool(standing) and all(_is_denied(one.clauses, place) for one, place in standing)


def _is_only_denied_here(asserted: Asserted, column: int) -> bool:
    """Whether all words of the sentence that stand for one of the evidence are denied."""
    likeness = asserted.likeness[:, column]
    if not len(likeness) or float(likeness.max()) < _STANDS_FOR:
        return False
    words = np.flatnonzero(likeness >= float(likeness.max()) - _NEARLY)
    return all(_is_denied(asserted.clauses, word) for word in words.tolist())


def _has_opposite(asserted: Asserted, word: int, one: _Held, places: Sequence[int]) -> bool:
    """Whether some words of a clause hold the opposite of a word of the sentence, and not the word itself."""
    own = asserted.likeness[word, one.start : one.stop][list(places)]
    if own.size and float(own.max()) >= _THE_SAME:
        return False
    return any(_opposite_words(asserted, word, one, place) for place in places)


def _opposite_words(asserted: Asserted, word: int, one: _Held, place: int) -> bool:
    """Whether two words are of one pair and not of one side, or one the other with a prefix."""
    own, other = asserted.words.forms[word], one.clauses.worded.forms[place]
    ours = {(pair, side) for _, pair, side in asserted.clauses.claims.poles_in([own])}
    theirs = {(pair, not side) for _, pair, side in one.clauses.claims.poles_in([other])}
    if ours & theirs:
        return True
    same: LanguageCode = asserted.words.language
    return same is one.clauses.worded.language and asserted.clauses.claims.are_opposite(own, other)
