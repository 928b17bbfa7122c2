"""Opposites: words of a sentence whose counterpart in the evidence says the contrary."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from api.generation.checking.asserted import Asserted
from api.generation.checking.clauses import Clauses
from api.generation.checking.matching import Held, is_denied, nearest_clause
from indexer import LanguageCode

# A word that matches so well is stated, whatever else is.
_STATED = 0.75
# What a clause must have in common with one of the evidence to be held against it.
_IN_COMMON = 0.4
# These words say nothing but that.
_OF_PARTICLES = {"order", "lead"}
# An opposite that stands in another clause must have as much to do with the word.
_AKIN = 0.3
THE_SAME = 0.9


def opposites(asserted: Asserted, held: Sequence[Held]) -> Iterator[bool]:
    """For each word of the sentence with an opposite: whether the clause it is taken from has that alone."""
    clauses = asserted.clauses
    for place, pair, is_first in clauses.poles:
        if not asserted.content[place] and pair not in _OF_PARTICLES:
            continue
        near = nearest_clause(asserted, held, place)
        if near is None or near[2] < _IN_COMMON:
            continue
        one, clause, _ = near
        there = _sides(one.clauses, pair, clause)
        is_near = bool(there)
        if not is_near:
            there = [
                (spot, side)
                for spot, side in _sides(one.clauses, pair)
                if asserted.likeness[place, one.start + spot] >= _AKIN
            ]
            if any((other, side) == (pair, is_first) for each in held for _, other, side in each.clauses.poles):
                continue
        # What has its own counterpart in the sentence is not the opposite of another word of it.
        if (
            {side for _, side in there} != {not is_first}
            or (not is_first) in {side for _, side in _sides(clauses, pair, int(clauses.of_word[place]))}
            or _is_stated(asserted, one, place, [spot for spot, _ in there], clause if is_near else None)
        ):
            continue
        yield all(is_denied(one.clauses, spot) == is_denied(clauses, place) for spot, _ in there)


def _sides(clauses: Clauses, pair: str, clause: int | None = None) -> list[tuple[int, bool]]:
    """The words of one pair in a text, or in one clause of it, with their sides."""
    return [
        (place, side)
        for place, other, side in clauses.poles
        if other == pair and (clause is None or clauses.of_word[place] == clause)
    ]


def _is_stated(asserted: Asserted, one: Held, word: int, spots: Sequence[int], clause: int | None) -> bool:
    """Whether a word of the sentence stands in the evidence, or in one clause, elsewhere than its opposites do."""
    row = asserted.likeness[word, one.start : one.stop].copy()
    row[list(spots)] = 0.0
    if clause is not None:
        row[one.clauses.of_word != clause] = 0.0
    return float(row.max(initial=0.0)) >= _STATED


def has_opposite(asserted: Asserted, word: int, one: Held, places: Sequence[int]) -> bool:
    """Whether some words of a clause hold the opposite of a word of the sentence, and not the word itself."""
    own = asserted.likeness[word, one.start : one.stop][list(places)]
    if own.size and float(own.max()) >= THE_SAME:
        return False
    return any(opposite_words(asserted, word, one, place) for place in places)


def opposite_words(asserted: Asserted, word: int, one: Held, place: int) -> bool:
    """Whether two words are of one pair and not of one side, or one the other with a prefix."""
    own, other = asserted.words.forms[word], one.clauses.worded.forms[place]
    ours = {(pair, side) for _, pair, side in asserted.clauses.claims.poles_in([own])}
    theirs = {(pair, not side) for _, pair, side in one.clauses.claims.poles_in([other])}
    if ours & theirs:
        return True
    same: LanguageCode = asserted.words.language
    return same is one.clauses.worded.language and asserted.clauses.claims.are_opposite(own, other)
