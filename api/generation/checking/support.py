"""How well the words of a source support a sentence: late interaction, the span that supports it best, its features."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from api.generation.checking.asserted import Asserted
from api.generation.checking.sources import Source
from indexer import SentenceRole, Span

# What stands over a sentence counts nearly as much as its own words.
_OF_FRAME = 0.9
_OF_LEAD = 0.95
# Another sentence must add as much to the support.
_EACH_MORE = 0.06
_EACH_ITEM = 0.1
# What is said of the rival alone supports less.
_OF_RIVAL = 0.8
_MOST_SENTENCES = 3
_MOST_ITEMS = 24
_LISTED = {SentenceRole.ITEM, SentenceRole.CELL, SentenceRole.LEAD_IN}

Numbers = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Neighbouring sentences of a source: units `first` to `last` (exclusive); `matches` (words,) of the sentence."""

    source: Source
    first: int
    last: int
    matches: Numbers
    own: Numbers
    late: float

    @property
    def span(self) -> Span:
        """Where they stand in the article's source text."""
        units = self.source.units[self.first : self.last]
        return Span(start=units[0].sentence.span.start, end=units[-1].sentence.span.end)


def best_window(source: Source, asserted: Asserted) -> Window | None:
    """The sentences of `source` that support best; a longer stretch only where it says clearly more."""
    if not source.units:
        return None
    own = np.stack([asserted.by_text[unit.text] for unit in source.units])
    over = np.stack(
        [
            np.maximum(
                _OF_FRAME * asserted.by_text[source.frame],
                _OF_LEAD * asserted.by_text[list(unit.over)].max(axis=0) if unit.over else 0.0,
            )
            for unit in source.units
        ]
    )
    of_rival = np.array([asserted.is_of_rival(unit.sentence.concepts) for unit in source.units], dtype=bool)
    own[of_rival] *= _OF_RIVAL
    best: Window | None = None
    best_worth = -1.0
    for first, last, cost in _stretches(source):
        alone = own[first:last].max(axis=0)
        matches = np.maximum(alone, over[first:last].max(axis=0))
        late = asserted.mean(matches)
        # Of stretches alike, the one that says it in its own words.
        worth = late + 0.3 * asserted.mean(alone) - cost
        if worth > best_worth:
            best_worth = worth
            best = Window(source=source, first=first, last=last, matches=matches, own=alone, late=late)
    return best


def _stretches(source: Source) -> Iterator[tuple[int, int, float]]:
    """The stretches of sentences that may be quoted, with what their length costs."""
    units = source.units
    for first in range(len(units)):
        cost = 0.0
        for last in range(first + 1, len(units) + 1):
            sentence = units[last - 1].sentence
            is_listed = sentence.role in _LISTED and units[first].sentence.role in _LISTED
            if last - first > (_MOST_ITEMS if is_listed else _MOST_SENTENCES):
                break
            if last - first > 1:
                same_row = sentence.group >= 0 and sentence.group == units[last - 2].sentence.group
                cost += (
                    0.0 if same_row and sentence.role is SentenceRole.CELL else _EACH_ITEM if is_listed else _EACH_MORE
                )
            yield first, last, cost
