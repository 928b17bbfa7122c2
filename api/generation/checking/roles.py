"""Whether a sentence exchanges who does what to whom, from where and to where, or what is compared with what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from api.generation.checking.asserted import Asserted
from api.generation.checking.clauses import Clauses
from api.generation.checking.matching import Held

_SAME = 0.7
_SAME_WORD = 0.95
# Words between a preposition and what it governs, this among them.
_NEAR = 3
_Pair = tuple[int, int]


def are_exchanged(asserted: Asserted, held: Sequence[Held]) -> bool:
    """Whether two words of the sentence have changed places with each other in its evidence."""
    ours = list(_directions(asserted.clauses))
    for one in held:
        for there in _directions(one.clauses):
            if any(_is_turned_round(asserted, one, here, there) for here in ours):
                return True
        if one.clauses.worded.language is asserted.words.language and _is_object_of_the_other(asserted, one):
            return True
    return False


def _directions(clauses: Clauses) -> Iterator[_Pair]:
    """The places of "from A to B" in one clause."""
    claims, forms = clauses.claims, clauses.worded.forms
    away = list(_governed(clauses, [place for place, form in enumerate(forms) if form in claims.away_from]))
    towards = list(_governed(clauses, [place for place, form in enumerate(forms) if form in claims.towards]))
    for first in away:
        for second in towards:
            if first != second and clauses.of_word[first] == clauses.of_word[second]:
                yield first, second


def _governed(clauses: Clauses, markers: Sequence[int]) -> Iterator[int]:
    for marker in markers:
        places = range(marker + 1, min(marker + 1 + _NEAR, len(clauses.of_word)))
        found = next((place for place in places if clauses.content[place]), None)
        if found is not None and clauses.of_word[found] == clauses.of_word[marker]:
            yield found


def _is_turned_round(asserted: Asserted, one: Held, here: _Pair, there: _Pair) -> bool:
    like = asserted.likeness[np.ix_(list(here), [one.start + place for place in there])]
    return bool(min(like[0, 1], like[1, 0]) >= _SAME and max(like[0, 0], like[1, 1]) < _SAME)


def _is_object_of_the_other(asserted: Asserted, one: Held) -> bool:
    """Whether, in a language that marks the object, subject and object have changed places in a clause."""
    for here in _objects(asserted.clauses):
        for there in _objects(one.clauses):
            if asserted.likeness[here, one.start + there] >= _SAME:
                continue
            is_subject_there = _stands_before(asserted, one, here, there)
            if is_subject_there and _stands_before_here(asserted, one, here, there):
                return True
    return False


def _objects(clauses: Clauses) -> list[int]:
    """The places of words right before the mark of an object."""
    forms = clauses.worded.forms
    return [place - 1 for place, form in enumerate(forms) if place and form in clauses.claims.object_marks]


def _stands_before(asserted: Asserted, one: Held, here: int, there: int) -> bool:
    """Whether the object of the sentence stands in the clause of the evidence, before the object of that."""
    clauses = one.clauses
    return any(
        clauses.of_word[place] == clauses.of_word[there] and asserted.likeness[here, one.start + place] >= _SAME_WORD
        for place in range(there)
    )


def _stands_before_here(asserted: Asserted, one: Held, here: int, there: int) -> bool:
    """Whether the object of the evidence stands in the clause of the sentence, before the object of that."""
    of_word = asserted.clauses.of_word
    return any(
        of_word[place] == of_word[here] and asserted.likeness[place, one.start + there] >= _SAME_WORD
        for place in range(here)
    )
