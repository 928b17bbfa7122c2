"""Whether a sentence counts what its sources count: three channels are not three challenges."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from api.generation.checking.asserted import Asserted
from api.generation.checking.figures import counts_of
from api.generation.checking.sources import Source, Sources

# Words beside a number in which what it counts is looked for, in the sentence and in a source.
_NEAR = 2
_FARTHER = 4
# What is counted goes by another name at times; a word that has nothing to do with it has less in common.
_ALIKE = 0.45


def is_miscounted(asserted: Asserted, cited: Sequence[Source], sources: Sources) -> bool:
    """Whether a number of the sentence counts something else in all places of the sources cited that have it."""
    return any(_counts_another(asserted, place, figure, cited, sources) for place, figure in counts_of(asserted.words))


def _counts_another(asserted: Asserted, place: int, figure: str, cited: Sequence[Source], sources: Sources) -> bool:
    near = [
        other
        for other in range(max(0, place - _NEAR), min(len(asserted.words), place + _NEAR + 1))
        if other != place and asserted.content[other] and not asserted.words.forms[other][:1].isdigit()
    ]
    if not near:
        return False
    columns = [column for source in cited for column in _beside(source, figure, sources)]
    return bool(columns) and float(asserted.likeness[np.ix_(near, columns)].max()) < _ALIKE


def _beside(source: Source, figure: str, sources: Sources) -> Iterator[int]:
    """The columns of the words beside a number where a source has it."""
    for number in source.texts:
        start, words = int(sources.held.offsets[number]), sources.held.texts[number]
        for place, other in sources.counts[number]:
            if other == figure:
                around = range(max(0, place - _FARTHER), min(len(words), place + _FARTHER + 1))
                yield from (start + near for near in around if near != place and not words.is_stop[near])
