"""Texts as token ids: many of them in one flat array, addressed by number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.integer[Any]]
Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenTable:
    """Text i has the tokens `ids[offsets[i]:offsets[i + 1]]`."""

    ids: Ids
    offsets: Numbers

    def __len__(self) -> int:
        """How many texts there are."""
        return len(self.offsets) - 1

    @property
    def lengths(self) -> Numbers:
        """Tokens of each text."""
        return np.diff(self.offsets)

    def take(self, texts: Numbers) -> TokenTable:
        """The texts of the given numbers, in that order, repeated where a number is."""
        lengths = self.lengths[texts]
        offsets = np.zeros(len(texts) + 1, dtype=np.int64)
        np.cumsum(lengths, out=offsets[1:])
        positions = np.arange(offsets[-1]) + np.repeat(self.offsets[texts] - offsets[:-1], lengths)
        return TokenTable(ids=self.ids[positions], offsets=offsets)


def concatenated(tables: Sequence[TokenTable]) -> tuple[TokenTable, Numbers]:
    """One table of all texts, and the number its first text has for each of `tables`."""
    starts = np.cumsum([0] + [len(table) for table in tables])
    shifts = np.cumsum([0] + [len(table.ids) for table in tables])
    offsets = [table.offsets[:-1] + shift for table, shift in zip(tables, shifts, strict=False)]
    return (
        TokenTable(
            ids=np.concatenate([table.ids for table in tables]),
            offsets=np.concatenate([*offsets, shifts[-1:]]).astype(np.int64),
        ),
        starts[:-1].astype(np.int64),
    )
