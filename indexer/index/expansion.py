"""From the words of a question to passages: late interaction as sparse retrieval, over all parts of an index.

A question's word finds the words nearest to it, in any language, and those of the other script that sound like it;
through their postings it finds the passages that hold them, over an inverted index instead of over every passage.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.embedding import SPREAD_POWER
from indexer.index.parts import Part, shared_out
from indexer.index.words import NEIGHBOURS, AskedWords, UnitMatches, WordSegment, other_script_keys
from indexer.languages.sounds import Sound

LEAST_COSINE = 0.35
"""What is further away than this says nothing."""
MOST_ROWS = 20_000
"""Passages a question's word is expanded to at most, so that a question costs the same in a large corpus."""

_Near = tuple[tuple[NDArray[np.integer[Any]], ...], float]
"""The rows that hold a word, part by part, and how near the word is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expansion:
    """The passages that hold words near to those asked.

    `found[i]` are the rows (ascending) that hold a word near to word i, and the similarity of the nearest each holds.
    `spread` (words asked,) is how much of the corpus each word is near to: the mean over all passages of the fourth
    power of its match.
    """

    found: Sequence[tuple[NDArray[np.int64], NDArray[np.float32]]]
    spread: NDArray[np.float32]

    def best(self, weights: NDArray[np.float32], *, k: int) -> NDArray[np.int64]:
        """The at most `k` rows with the highest sum of `weights` (words asked,) times matches, best first."""
        rows, place = np.unique(
            np.concatenate([np.empty(0, dtype=np.int64), *(rows for rows, _ in self.found)]), return_inverse=True
        )
        parts = [weight * values for weight, (_, values) in zip(weights, self.found, strict=True)]
        scores = np.bincount(place, np.concatenate([np.empty(0), *parts]), minlength=len(rows))
        order = np.lexsort((rows, -scores))[:k]
        return np.asarray(rows[order], dtype=np.int64)


class WordIndex:
    """The words of all parts of an index as if they were one."""

    def __init__(self, parts: Sequence[Part[WordSegment]], *, alive: NDArray[np.bool_] | None = None) -> None:
        """Join `parts`; rows that are not `alive` (rows,) are found by nothing and counted nowhere."""
        self._parts = tuple(parts)
        self._alive = alive
        self._count = self._parts[-1].last_row if alive is None else int(np.count_nonzero(alive))

    def unit_matches(self, asked: AskedWords, rows: NDArray[np.int64]) -> UnitMatches:
        """How near the words of each unit of `rows`, which ascend, come to those asked."""
        found = [segment.unit_matches(asked, own) for segment, own in shared_out(self._parts, rows)]
        if len(found) == 1:
            return found[0]
        sizes = [np.diff(one.first_units) for one in found]
        return UnitMatches(
            matches=np.concatenate([one.matches for one in found]),
            first_units=np.cumsum(np.concatenate([np.zeros(1, dtype=np.int64), *sizes]), dtype=np.int64),
        )

    def expand(self, asked: AskedWords, *, allowed: NDArray[np.bool_] | None = None) -> Expansion:
        """The passages that hold words near to those asked, by meaning or by sound, and are `allowed`."""
        of_parts = [part.of.nearest_stems(asked.vectors) for part in self._parts]
        near = [
            self._passages([*self._by_meaning(stems), *self._by_sound(heard)])
            for *stems, heard in zip(*of_parts, asked.sounds, strict=True)
        ]
        found = [(rows, values) for rows, values, _ in near]
        if allowed is not None:
            found = [(rows[allowed[rows]], values[allowed[rows]]) for rows, values in found]
        return Expansion(found=found, spread=np.asarray([spread for *_, spread in near], dtype=np.float32))

    def _by_meaning(self, of_parts: Sequence[Sequence[tuple[int, float]]]) -> list[_Near]:
        """The nearest of the stems that each part found nearest; a stem that several parts hold counts once."""
        if len(self._parts) == 1:
            segment = self._parts[0].of
            return [((segment.rows_of_stem(stem),), cosine) for stem, cosine in of_parts[0] if cosine >= LEAST_COSINE]
        rows: dict[str, list[NDArray[np.integer[Any]]]] = {}
        cosines: dict[str, float] = {}
        for part, stems in zip(self._parts, of_parts, strict=True):
            for number, cosine in stems:
                if cosine >= LEAST_COSINE:
                    stem = part.of.stem(number)
                    rows.setdefault(stem, []).append(_moved(part.of.rows_of_stem(number), part.first_row))
                    cosines[stem] = max(cosine, cosines.get(stem, 0.0))
        nearest = sorted(cosines, key=lambda stem: -cosines[stem])[:NEIGHBOURS]
        return [(tuple(rows[stem]), cosines[stem]) for stem in nearest]

    def _by_sound(self, heard: Sound | None) -> list[_Near]:
        return [
            (tuple(_moved(part.of.rows_of_sound(key), part.first_row) for part in self._parts), worth)
            for key, worth in other_script_keys(heard)
        ]

    def _passages(self, near: list[_Near]) -> tuple[NDArray[np.int64], NDArray[np.float32], float]:
        """The rows that hold one of the words `near`, ascending, the most that is worth there, the spread.

        Nearest words first; one that is in more rows than are left of MOST_ROWS says little and hands none over. The
        spread is then the most it can be.
        """
        left = MOST_ROWS
        kept: list[NDArray[np.integer[Any]]] = []
        worths: list[float] = []
        beyond = 0.0
        for pieces, worth in sorted(near, key=lambda pair: -pair[1]):
            size = sum(map(len, pieces))
            if size <= left:
                kept += pieces
                worths += [worth] * len(pieces)
                left -= size
            else:
                beyond += size * worth**SPREAD_POWER
        rows = np.concatenate([np.empty(0, dtype=np.uint32), *kept])
        # The first of equal rows is the one with the nearest word.
        distinct, first = np.unique(rows, return_index=True)
        values = np.repeat(np.asarray(worths, dtype=np.float32), [len(piece) for piece in kept])[first]
        if self._alive is not None:
            lives = self._alive[distinct]
            distinct, values = distinct[lives], values[lives]
        said = float((values**SPREAD_POWER).sum()) + beyond
        return distinct.astype(np.int64), values, min(1.0, said / max(self._count, 1))


def _moved(rows: NDArray[np.uint32], first_row: int) -> NDArray[np.integer[Any]]:
    return rows if first_row == 0 else rows + np.uint32(first_row)
