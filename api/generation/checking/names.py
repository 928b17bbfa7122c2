"""Whether the names in a sentence stand in what it cites, by spelling or by sound, and where it is said of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from api.generation.checking.asserted import Asserted, names_in
from api.generation.checking.sources import Source
from api.generation.checking.support import Window
from indexer import SentenceRole

# What sounds alike in the other script is worth .6 or more; a cosine says less of a name than of another word.
STANDS_THERE = 0.6
# How much better an item must fit to be what the sentence is about.
CLEARLY = 0.3


def missing_names(asserted: Asserted, cited: Sequence[Source]) -> list[int]:
    """The places of the names of the sentence that stand in none of the sources cited."""
    texts = [number for source in cited for number in source.texts]
    best = asserted.by_text[texts].max(axis=0) if texts else np.zeros(len(asserted.words), dtype=np.float32)
    months = {month for month, _ in asserted.words.months}
    return [place for place in asserted.names if best[place] < STANDS_THERE and place not in months]


def is_of_another_name(asserted: Asserted, windows: Sequence[Window]) -> bool:
    """Whether the sentence says of one name what its evidence says of another.

    That is so where a name of the sentence stands in the source and not in the evidence, which has one that the
    sentence has not. A name in Arabic letters is told by the Latin one that sounds like it.
    """
    units = [unit for window in windows for unit in window.source.units[window.first : window.last]]
    latin = [
        unit.columns.start + place
        for window in windows
        for unit in window.source.units
        for place in names_in(unit.clauses.worded)
        if place not in unit.named
    ]
    if not latin:
        return False
    ours = {*asserted.names, *_heard(asserted, latin)}
    beside = [number for unit in units for number in (unit.text, *unit.over)]
    beside += [window.source.frame for window in windows]
    there = asserted.by_text[beside].max(axis=0)
    if any(_is_of_another_item(asserted, window, ours) for window in windows):
        return True
    if not any(there[place] < STANDS_THERE for place in ours):
        return False
    own = {column for unit in units for column in range(unit.columns.start, unit.columns.stop)}
    strange = [column for column in latin if column in own and asserted.likeness[:, column].max() < STANDS_THERE]
    return bool(strange)


def _is_of_another_item(asserted: Asserted, window: Window, names: set[int]) -> bool:
    """Whether one item of a list has a name of the sentence and another all else."""
    units = window.source.units[window.first : window.last]
    if len(units) < 2 or not names or any(unit.sentence.role is not SentenceRole.ITEM for unit in units):
        return False
    words = np.flatnonzero((asserted.weights > 0) & ~np.isin(np.arange(len(asserted.words)), list(names)))
    weights = asserted.weights[words]
    if not weights.sum() > 0:
        return False
    named = [min(float(asserted.by_text[unit.text][place]) for place in names) >= STANDS_THERE for unit in units]
    fits = [float(asserted.by_text[unit.text][words] @ weights / weights.sum()) for unit in units]
    best = int(np.argmax(fits))
    return (
        any(named)
        and not named[best]
        and fits[best] > max(fit for fit, has_it in zip(fits, named, strict=True) if has_it) + CLEARLY
    )


def _heard(asserted: Asserted, latin: Sequence[int]) -> list[int]:
    """The words of the sentence that are a Latin name of the source in other letters."""
    near = asserted.likeness[:, list(latin)].max(axis=1)
    return [
        place
        for place in np.flatnonzero(near >= STANDS_THERE).tolist()
        if asserted.words.sounds[place] is not None and asserted.content[place] and not asserted.is_named[place]
    ]
