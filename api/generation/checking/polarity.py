"""Whether a sentence and the words that support it affirm and deny the same."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from api.generation.checking.asserted import Asserted
from api.generation.checking.clauses import Clauses
from api.generation.checking.matching import (
    NEARLY,
    STANDS_FOR,
    Held,
    is_denied,
    nearest_clause,
    nearest_of_sentence,
    standing_for,
)
from api.generation.checking.opposites import THE_SAME, has_opposite, opposite_words, opposites
from api.generation.checking.roles import are_exchanged
from api.generation.checking.sources import Unit
from api.generation.checking.support import Window

_GOOD_PART = 0.4
_HALF = 0.5
# Two clauses that have so much in common say the same, affirmed or denied.
_SAME_CLAUSE = 0.65


def is_turned(asserted: Asserted, windows: Sequence[Window]) -> bool:
    """Whether the sentence denies what its evidence affirms, or the other way round, or says the opposite."""
    held = [
        Held(clauses=unit.clauses, start=unit.columns.start)
        for window in windows
        for unit in window.source.units[window.first : window.last]
    ]
    if not held:
        return False
    whole = [unit for window in windows for unit in window.source.units]
    return (
        any(_denied_alone(asserted, held, whole, negation) for negation in asserted.clauses.negations)
        or any(_denied_there(asserted, one, negation, held) for one in held for negation in one.clauses.negations)
        or any(opposites(asserted, held))
        or _lacks_denial(asserted, held)
        or are_exchanged(asserted, held)
    )


def _lacks_denial(asserted: Asserted, held: Sequence[Held]) -> bool:
    """Whether a denied clause of the sentence is one of the evidence, word for word, but for a denial in one of them.

    "Sends without consent" is no less a denied clause than "does not send without consent". Looked for within one
    language alone: another may need two words where one denies once.
    """
    clauses = asserted.clauses
    for negation in clauses.negations:
        near = nearest_clause(asserted, held, negation)
        if near is None or near[2] < THE_SAME or near[0].clauses.worded.language is not asserted.words.language:
            continue
        one, clause, _ = near
        places = np.flatnonzero(one.clauses.of_word == clause).tolist()
        own = np.flatnonzero(clauses.of_word == clauses.of_word[negation]).tolist()
        here = sorted(clauses.worded.forms[place] for place in own if place in clauses.negations)
        there = sorted(one.clauses.worded.forms[place] for place in places if place in one.clauses.negations)
        if abs(len(here) - len(there)) == 1 and set(here).symmetric_difference(there):
            return True
    return False


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


def _denied_alone(asserted: Asserted, held: Sequence[Held], whole: Sequence[Unit], negation: int) -> bool:
    """Whether what a negation of the sentence denies is denied nowhere in its evidence."""
    foci = asserted.clauses.foci(negation)
    if foci and _is_only_denied(asserted, held, foci[0]):
        return False
    if foci and asserted.clauses.claims.attributes(asserted.words.forms[foci[0]]):
        # "Does not believe that …": whose statement it is stands in any clause.
        return not any(one.clauses.negations for one in held)
    near = nearest_clause(asserted, held, negation)
    if _affirms(asserted, held, foci) or _is_denied_as_well(asserted, held, negation, foci, near):
        return False
    elsewhere = [Held(clauses=unit.clauses, start=unit.columns.start) for unit in whole]
    widest = nearest_clause(asserted, elsewhere, negation)
    is_better = widest is not None and near is not None and widest[2] > max(near[2], _HALF)
    if widest is not None and is_better and widest[1] in widest[0].clauses.denied:
        return False
    if near is not None and near[2] >= _SAME_CLAUSE:
        one, clause, _ = near
        places = np.flatnonzero(one.clauses.of_word == clause) + one.start
        if _stands_in(asserted, foci[: _told_by(asserted.clauses, negation)], places):
            return _affirmed_in_clause(asserted, negation, foci, near)
    return _affirmed_by_words(asserted, held, whole, foci[: _told_by(asserted.clauses, negation)])


def _affirmed_in_clause(asserted: Asserted, negation: int, foci: Sequence[int], near: tuple[Held, int, float]) -> bool:
    """Whether the clause of the evidence that is nearest to the denied one affirms it."""
    one, clause, fit = near
    places = np.flatnonzero(one.clauses.of_word == clause).tolist()
    return (
        clause not in one.clauses.denied
        and _stands_in(asserted, foci[: _told_by(asserted.clauses, negation)], [one.start + place for place in places])
        and not (fit < THE_SAME and _is_denied_beside(asserted, negation, one))
        and not _denies_in_itself(one.clauses, clause)
        and not any(has_opposite(asserted, focus, one, places) for focus in foci)
    )


def _affirmed_by_words(asserted: Asserted, held: Sequence[Held], whole: Sequence[Unit], foci: Sequence[int]) -> bool:
    """Whether the evidence has the words that are denied, and denies none of them."""
    matched = False
    for focus in foci:
        for one, place in standing_for(asserted, held, focus):
            matched = True
            if is_denied(one.clauses, place) or opposite_words(asserted, focus, one, place):
                return False
    if any(map(_denies_in_itself, (one.clauses for one in held))):
        return False
    # Elsewhere what is denied may go by a word of another kind ("unchanged").
    is_same = all(one.clauses.worded.language is asserted.words.language for one in held)
    return matched or (is_same and not any(unit.clauses.negations for unit in whole))


def _denied_there(asserted: Asserted, one: Held, negation: int, held: Sequence[Held]) -> bool:
    """Whether what a negation of the evidence denies is affirmed by the sentence."""
    foci = one.clauses.foci(negation)
    if foci and _is_only_denied_here(asserted, one.start + foci[0]):
        return False
    near = nearest_of_sentence(asserted, one, negation)
    if (near is None or near[1] < THE_SAME) and _denies_it_too(asserted, one, negation):
        return False
    if near is not None and near[1] >= _SAME_CLAUSE:
        places = np.flatnonzero(asserted.clauses.of_word == near[0]).tolist()
        denied = [one.start + place for place in foci[: _told_by(one.clauses, negation)]]
        return (
            near[0] not in asserted.clauses.denied
            and float(asserted.likeness[np.ix_(places, denied)].max(initial=0.0)) >= STANDS_FOR
            and not _denies_in_itself(asserted.clauses, near[0])
            and not any(has_opposite(asserted, place, one, foci) for place in places)
        )
    affirmed_here = False
    for place in foci:
        likeness = asserted.likeness[:, one.start + place]
        words = np.flatnonzero(asserted.content & ~asserted.is_named & (likeness >= STANDS_FOR))
        for word in words.tolist():
            standing = list(standing_for(asserted, held, word))
            if not any(other is one and spot == place for other, spot in standing):
                continue
            affirmed_there = any(not is_denied(other.clauses, spot) for other, spot in standing)
            if affirmed_there or is_denied(asserted.clauses, word) or opposite_words(asserted, word, one, place):
                return False
            affirmed_here = True
    return affirmed_here and not _denies_in_itself(asserted.clauses)


def _affirms(asserted: Asserted, held: Sequence[Held], foci: Sequence[int]) -> bool:
    """Whether what is denied is a verb like "prevent", and the evidence says nothing of preventing."""
    if not foci or not asserted.clauses.claims.undoes(asserted.words.forms[foci[0]]):
        return False
    columns = [column for one in held for column in range(one.start, one.stop)]
    return float(asserted.likeness[foci[0], columns].max(initial=0.0)) < THE_SAME


def _is_denied_as_well(
    asserted: Asserted,
    held: Sequence[Held],
    negation: int,
    foci: Sequence[int],
    near: tuple[Held, int, float] | None,
) -> bool:
    """Whether a denied clause of the evidence says what the denied clause of the sentence does."""
    if not foci:
        return False
    words = np.flatnonzero(asserted.content & (asserted.clauses.of_word == asserted.clauses.of_word[negation]))
    weights = asserted.weights[words]
    if not weights.sum() > 0:
        return False
    for one in held:
        for clause in one.clauses.denied:
            columns = one.start + np.flatnonzero(one.clauses.of_word == clause)
            fit = float(asserted.likeness[np.ix_(words, columns)].max(axis=1) @ weights / weights.sum())
            is_best = near is None or near[2] < THE_SAME or fit >= near[2] - NEARLY
            if fit >= _SAME_CLAUSE and is_best and _stands_in(asserted, foci, columns):
                return True
    return False


def _denies_it_too(asserted: Asserted, one: Held, negation: int) -> bool:
    """Whether a denied clause of the sentence says what a denied clause of the evidence does."""
    columns = one.start + np.flatnonzero(one.clauses.of_word == one.clauses.of_word[negation])
    for clause in asserted.clauses.denied:
        words = np.flatnonzero(asserted.content & (asserted.clauses.of_word == clause))
        weights = asserted.weights[words]
        if weights.sum() > 0:
            best = asserted.likeness[np.ix_(words, columns)].max(axis=1)
            if float(best @ weights / weights.sum()) >= _SAME_CLAUSE:
                return True
    return False


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


def _stands_in(asserted: Asserted, foci: Sequence[int], columns: Sequence[int] | NDArray[np.int64]) -> bool:
    """Whether what a negation of the sentence is said of stands in some columns."""
    return float(asserted.likeness[np.ix_(list(foci), list(columns))].max(initial=0.0)) >= STANDS_FOR


def _is_denied_beside(asserted: Asserted, negation: int, one: Held) -> bool:
    """Whether a clause beside, which is denied, has a good part of the clause of the sentence."""
    words = np.flatnonzero(asserted.content & (asserted.clauses.of_word == asserted.clauses.of_word[negation]))
    weights = asserted.weights[words]
    columns = [one.start + place for place in range(len(one.clauses.of_word)) if is_denied(one.clauses, place)]
    if not columns or not weights.sum() > 0:
        return False
    best = asserted.likeness[words][:, columns].max(axis=1)
    return float(best @ weights / weights.sum()) >= _GOOD_PART


def _is_only_denied(asserted: Asserted, held: Sequence[Held], word: int) -> bool:
    """Whether all that a word of the sentence stands for in its evidence is denied."""
    standing = list(standing_for(asserted, held, word))
    return bool(standing) and all(is_denied(one.clauses, place) for one, place in standing)


def _is_only_denied_here(asserted: Asserted, column: int) -> bool:
    """Whether all words of the sentence that stand for one of the evidence are denied."""
    likeness = asserted.likeness[:, column]
    if not len(likeness) or float(likeness.max()) < STANDS_FOR:
        return False
    words = np.flatnonzero(likeness >= float(likeness.max()) - NEARLY)
    return all(is_denied(asserted.clauses, word) for word in words.tolist())
