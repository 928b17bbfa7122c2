"""Whether a sentence says of a Concept what its evidence says of it, and not of its rival."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from api.generation.checking.asserted import Asserted
from api.generation.checking.clauses import Clauses
from api.generation.checking.sources import Sources, Unit
from api.generation.checking.support import Window

# Words between "than" and the name of a Concept, the first of the name among them: "than a", «مما تحتاج إليه».
_BEFORE_STANDARD = 3
_AMOUNTS = {"amount", "level", "size", "quality", "ease", "cost", "strength", "speed", "length"}
# How much better a clause must fit what is said of the rival to be a swap.
MARGIN = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class _Side:
    """Words of the evidence, by column, with the rival Concepts they are said of."""

    columns: NDArray[np.int64]
    of: frozenset[str]


def is_of_another(asserted: Asserted, windows: Sequence[Window], sources: Sources) -> bool:
    """Whether the sentence, or a clause of it, speaks of a Concept where its evidence speaks of a rival."""
    named = {one.concept for one in asserted.said if sources.rivals(one.concept)}
    if not named:
        return False
    family = named.union(*(sources.rivals(one) for one in named))
    units = [unit for window in windows for unit in window.source.units[window.first : window.last]]
    spoken = {concept for unit in units for concept in (*unit.sentence.concepts, *unit.sentence.named)} & family
    if not named <= spoken:
        # What stands over a sentence is what it is about, unless it names something else of the sort.
        over = {concept for window in windows for concept in window.source.passage.heading_concepts} & family
        whole = {concept for window in windows for concept in window.source.passage.concepts} & family
        both = any(unit.clauses.claims.both_in(unit.clauses.worded.forms) for unit in units)
        if not named <= spoken | over and (spoken or whole != named) and not (both and named <= whole):
            return True
        alike = {one for concept in named for one in sources.alike(concept)}
        if alike.intersection(concept for unit in units for concept in unit.sentence.named) - asserted.own:
            return True
    if len(spoken) < 2:
        return False
    if _are_exchanged(asserted, units, family):
        return True
    sides = [side for unit in units for side in _sides(unit, family)]
    return any(_fits_rival(asserted, words, own, sides) for own, words in _clauses(asserted, family))


def _are_exchanged(asserted: Asserted, units: Sequence[Unit], family: set[str]) -> bool:
    """Whether the sentence compares one Concept with another and its evidence compares them the other way round."""
    ours = _compared(asserted.clauses, {place: one for place, one in _named(asserted).items() if one in family})
    if ours is None:
        return False
    found = [
        _compared(unit.clauses, {place: one for place, one in unit.named.items() if one in family}) for unit in units
    ]
    theirs = [one for one in found if one is not None and set(one[:2]) == set(ours[:2])]
    return bool(theirs) and all((one[:2] != ours[:2]) != (one[2] != ours[2]) for one in theirs)


def _compared(clauses: Clauses, named: Mapping[int, str]) -> tuple[str, str, bool] | None:
    """What is compared, with what, and whether it has more of it; None where two Concepts are not compared."""
    forms, claims = clauses.worded.forms, clauses.claims
    standards = {
        concept
        for place, concept in named.items()
        if any(map(claims.compares_with, forms[max(0, place - _BEFORE_STANDARD) : place]))
    }
    others = set(named.values()) - standards
    if len(standards) != 1 or len(others) != 1:
        return None
    has_less = any(pair in _AMOUNTS and not is_first for _, pair, is_first in claims.poles_in(forms))
    return others.pop(), standards.pop(), not has_less ^ bool(clauses.negations)


def _clauses(asserted: Asserted, family: set[str]) -> Iterator[tuple[str, NDArray[np.int64]]]:
    """The clauses of the sentence that speak of one Concept alone, with the words they say of it.

    A clause that names none goes on about the one before it.
    """
    groups = _grouped(asserted.clauses, {place: one for place, one in _named(asserted).items() if one in family})
    for concepts, words in groups:
        if len(concepts) == 1:
            telling = words[asserted.content[words] & ~asserted.is_named[words]]
            if len(telling):
                yield next(iter(concepts)), telling


def _named(asserted: Asserted) -> dict[int, str]:
    return {
        place: one.concept
        for one in asserted.said
        for place, span in enumerate(asserted.words.spans)
        if one.span.overlaps(span)
    }


def _grouped(clauses: Clauses, named: Mapping[int, str]) -> list[tuple[frozenset[str], NDArray[np.int64]]]:
    """Stretches of a text that speak of the same Concepts.

    A clause that names none goes on about the one before it, the first about the one after it; one that names a Concept
    and says nothing of it belongs to the one before it.
    """
    groups: list[tuple[set[str], list[int]]] = []
    for places in _parts(clauses, named):
        here = {named[place] for place in places if place in named}
        telling = any(clauses.content[place] and place not in named for place in places)
        if groups and (not here or not telling or here == groups[-1][0] or not groups[-1][0]):
            groups[-1][0].update(here)
            groups[-1][1].extend(places)
        else:
            groups.append((here, list(places)))
    return [(frozenset(concepts), np.array(places, dtype=np.int64)) for concepts, places in groups]


def _parts(clauses: Clauses, named: Mapping[int, str]) -> Iterator[list[int]]:
    """The words clause by clause; a clause on two Concepts is parted where a word joins what is said of each."""
    for clause in dict.fromkeys(clauses.of_word.tolist()):
        places: list[int] = np.flatnonzero(clauses.of_word == clause).tolist()
        cut = _cut(places, clauses, named)
        if cut:
            yield [place for place in places if place < cut]
            yield [place for place in places if place >= cut]
        else:
            yield places


def _cut(places: Sequence[int], clauses: Clauses, named: Mapping[int, str]) -> int:
    """Where the second statement of a clause begins, 0 where there is one statement."""
    mentions = [place for place in places if place in named]
    first = mentions[0] if mentions else 0
    second = next((place for place in mentions if named[place] != named[first]), None)
    if second is None:
        return 0
    between = range(max(place for place in mentions if place < second) + 1, second + 1)
    if not any(clauses.content[place] for place in between if place not in named):
        return 0
    forms = clauses.worded.forms
    joining = [place for place in between if clauses.claims.joins_statements(forms[place])]
    if not joining:
        return second
    is_first = not any(clauses.content[place] for place in places if place < first)
    return joining[-1] if is_first else joining[0]


def _sides(unit: Unit, family: set[str]) -> Iterator[_Side]:
    clauses, sentence = unit.clauses, unit.sentence
    named = {place: concept for place, concept in unit.named.items() if concept in family}
    for concepts, words in _grouped(clauses, named):
        of = concepts or frozenset(sentence.concepts) & family
        telling = words[clauses.content[words] & ~np.isin(words, list(named))]
        if len(telling):
            yield _Side(columns=telling + unit.columns.start, of=of)


def _fits_rival(asserted: Asserted, words: NDArray[np.int64], own: str, sides: Sequence[_Side]) -> bool:
    """Whether a clause fits what is said of others clearly better than what is said of its own Concept."""
    ours = [side.columns for side in sides if own in side.of]
    theirs = [side.columns for side in sides if side.of and own not in side.of]
    if not theirs:
        return False
    weights = asserted.weights[words]
    if not weights.sum() > 0:
        return False

    def fit(columns: list[NDArray[np.int64]]) -> float:
        if not columns:
            return 0.0
        best = asserted.likeness[np.ix_(words, np.concatenate(columns))].max(axis=1)
        return float(best @ weights / weights.sum())

    return fit(theirs) > fit(ours) + MARGIN
