"""A text in its clauses: where one begins, what is denied in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from api.speech.claims import CLAIMS, Claims
from indexer import Worded

_BREAK = re.compile(r"[,;:.!?|\u2013\u2014\u060c\u061b\u061f\n]")

# "Not only" may be parted by what is said of: "not for shops only", whose verb comes last in Persian.
_NEAR = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Clauses:
    """The clauses of a text.

    `of_word` (words,) numbers the clause of each word from 0. `denied` are the numbers of clauses with a negation,
    `negations` the places of the words that deny. `content` (words,) marks the words that say something. `poles` are
    the places of words with an opposite, with the name of the pair and whether it is the first of the two.
    """

    worded: Worded
    claims: Claims
    of_word: NDArray[np.int64]
    negations: frozenset[int]
    denied: frozenset[int]
    content: NDArray[np.bool_]
    poles: tuple[tuple[int, str, bool], ...]

    def foci(self, negation: int, most: int = 2) -> list[int]:
        """The nearest content words of its clause that a negation is said of."""
        own = np.flatnonzero(self.content & (self.of_word == self.of_word[negation]))
        places = [int(place) for place in own if place != negation]
        is_before = self.claims.scope.value == "before" and self.worded.forms[negation] not in self.claims.leading
        chosen = [place for place in places if (place < negation) == is_before]
        near = sorted(chosen or places, key=lambda place: abs(place - negation))
        # Of a verb that is denied in itself, the verb.
        return ([negation] if self.content[negation] else []) + near[:most]


def clauses_of(worded: Worded) -> Clauses:
    """The clauses of a text."""
    claims = CLAIMS[worded.language]
    negations = claims.negations_in(worded.forms)
    instead = {first for first, _ in claims.instead_in(worded.forms)}
    numbers, current, last = [], 0, 0
    for place, span in enumerate(worded.spans):
        is_parted = _BREAK.search(worded.text[last : span.start]) is not None
        if place and (is_parted or place in instead or _begins(place, worded.forms, claims, negations)):
            current += 1
        numbers.append(current)
        last = span.end
    negations = frozenset(_denying(negations, numbers, worded, claims))
    light = np.array([claims.is_light(form, stem) for form, stem in zip(worded.forms, worded.stems, strict=True)], bool)
    bare = [place for place in negations if not claims.is_denied_verb(worded.forms[place])]
    denying = np.isin(np.arange(len(worded)), bare)
    return Clauses(
        worded=worded,
        claims=claims,
        of_word=np.array(numbers, dtype=np.int64),
        negations=negations,
        denied=frozenset(numbers[place] for place in negations),
        content=~worded.is_stop & ~light & ~denying,
        poles=tuple(claims.poles_in(worded.forms)),
    )


def _begins(place: int, forms: Sequence[str], claims: Claims, negations: frozenset[int]) -> bool:
    """Whether a clause begins at a word that no mark parts from the one before."""
    form, before = forms[place], forms[place - 1]
    following = forms[place + 1] if place + 1 < len(forms) else ""
    if claims.joins_statements(form):
        # "… and does not …": what is denied is a statement of its own.
        return place + 1 in negations or place in negations or claims.ends_statement(before)
    if place in negations and not claims.excepts(form) and claims.contrasts_with(following):
        return True
    # "Without that …", «من غير أن»: the clause is what is denied.
    return claims.begins_clause(form) and place - 1 not in negations


def _denying(negations: frozenset[int], of_word: list[int], worded: Worded, claims: Claims) -> Iterator[int]:
    """The negations that deny what their clause says: not those of "not only", nor a "no" that stands alone."""
    for place in negations:
        own = [other for other, number in enumerate(of_word) if number == of_word[place]]
        excepting = [other for other in own if _excepts(other, own, worded.forms, claims, negations)]
        beside = [worded.forms[other] for other in own if other != place]
        near = [worded.forms[other] for other in own if 0 < abs(other - place) <= _NEAR]
        if not beside or any(map(claims.is_only, near)):
            continue
        # "Nothing but" affirms.
        if place in excepting:
            if any(other in negations for other in own if other != place):
                continue
        elif excepting:
            continue
        yield place


def _excepts(place: int, own: Sequence[int], forms: Sequence[str], claims: Claims, negations: frozenset[int]) -> bool:
    """Whether a word undoes a negation of its clause, whose places are `own`."""
    return claims.excepts(forms[place]) or (
        claims.excepts_behind(forms[place]) and any(other in negations for other in own if other < place)
    )
