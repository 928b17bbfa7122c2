"""Opposites: words of a sentence whose counterpart in the evidence says the contrary."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from api.generation.checking.asserted import Asserted
from api.generation.checking.clauses import Clauses
from api.generation.checking.matching import Held, is_denied, nearest_clause
from indexer import LanguageCode

# A word that matches so well is stated, whatever else is.
_STATED = 0.75
THE_SAME = 0.9


def opposites(asserted: Asserted, held: Sequence[Held]) -> Iterator[bool]:
    """For each word of the sentence with an opposite: whether the sentence it is taken from has that alone."""
    poles = list(asserted.clauses.claims.poles_in(asserted.words.forms))
    said = {pair: {side for _, other, side in poles if other == pair} for _, pair, _ in poles}
    for place, pair, is_first in poles:
        near = nearest_clause(asserted, held, place) if asserted.content[place] else None
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
        yield all(is_denied(one.clauses, spot) == is_denied(asserted.clauses, place) for spot in spots)


def _poles(clauses: Clauses) -> Iterator[tuple[int, str, bool]]:
    return clauses.claims.poles_in(clauses.worded.forms)


def _is_stated(asserted: Asserted, one: Held, word: int, spots: Sequence[int]) -> bool:
    """Whether a word of the sentence stands in the evidence, at another place than its opposites do."""
    row = asserted.likeness[word, one.start : one.stop].copy()
    row[list(spots)] = 0.0
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
