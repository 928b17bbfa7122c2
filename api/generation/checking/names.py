"""Whether the names in a sentence stand in what it cites, by spelling or by sound."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from api.generation.checking.asserted import Asserted
from api.generation.checking.sources import Source

# What sounds alike in the other script is worth .6 or more; a cosine says less of a name than of another word.
STANDS_THERE = 0.6


def missing_names(asserted: Asserted, cited: Sequence[Source]) -> list[int]:
    """The places of the names of the sentence that stand in none of the sources cited."""
    texts = [number for source in cited for number in source.texts]
    best = asserted.by_text[texts].max(axis=0) if texts else np.zeros(len(asserted.words), dtype=np.float32)
    return [place for place in asserted.names if best[place] < STANDS_THERE and not _is_figure(asserted, place)]


def _is_figure(asserted: Asserted, place: int) -> bool:
    """Whether a month or a number in words is what looks like a name."""
    return place in {month for month, _ in asserted.words.months}
