"""The parts of an index: segments one after the other, the rows of each numbered on from those before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part(Generic[T]):
    """What one segment holds of something; its own row 0 is row `first_row` of the index, its last `last_row` - 1."""

    of: T
    first_row: int
    last_row: int

    def own(self, mask: NDArray[np.bool_] | None) -> NDArray[np.bool_] | None:
        """The share of a mask over the index's rows that is this part's; None stands for all."""
        return None if mask is None else mask[self.first_row : self.last_row]

    def numbered(self, own_rows: NDArray[np.integer[Any]]) -> NDArray[np.int64]:
        """The index's numbers of this part's own rows."""
        return own_rows.astype(np.int64) + self.first_row


def lined_up(pieces: Sequence[tuple[T, int]]) -> tuple[Part[T], ...]:
    """Parts of `pieces`, each given with its number of rows."""
    parts: list[Part[T]] = []
    first = 0
    for of, rows in pieces:
        parts.append(Part(of=of, first_row=first, last_row=first + rows))
        first += rows
    return tuple(parts)


def shared_out(parts: Sequence[Part[T]], rows: NDArray[np.int64]) -> list[tuple[T, NDArray[np.int64]]]:
    """Ascending `rows` of the index as own rows of the parts that hold any, in order."""
    if len(parts) == 1:
        return [(parts[0].of, rows)]
    bounds = np.searchsorted(rows, [part.last_row for part in parts])
    shares = np.split(rows, bounds[:-1])
    return [(part.of, share - part.first_row) for part, share in zip(parts, shares, strict=True) if len(share)]
