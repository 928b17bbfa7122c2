"""The lexical leg: BM25 over the languages' own tokens, postings memory-mapped.

A question is a list of words, each with alternative terms (its stem in each language, a spelling joined with its
neighbour): a passage that holds any of them holds the word.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from itertools import repeat
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.index.files import SortedStrings, open_array, save_array
from indexer.index.parts import Part

# Okapi BM25 (Robertson and Zaragoza 2009, The Probabilistic Relevance Framework, eq. 3.15). Passages are short and of
# like length, so length matters less than in whole articles.
K1 = 1.2
B = 0.5

_Postings = tuple[NDArray[np.int64], NDArray[np.float32]]


class LexicalMatches:
    """What the words of one question found.

    `idf` (words,) is the rarity of each word, that of a word in no passage included. `best_possible` is the BM25 that
    no passage can exceed: every word, as often as could be.
    """

    def __init__(self, found: Sequence[_Postings], idf: NDArray[np.float32], *, count: int) -> None:
        """Hold, for each word, the rows that have it (ascending) with its BM25 there; `count` rows there are in all."""
        self.idf = idf
        self._found = found
        self._scores = np.zeros(count, dtype=np.float32)
        for rows, values in found:
            self._scores[rows] += values
        self.best_possible = float(idf.sum()) * (K1 + 1)

    def top(self, k: int, *, allowed: NDArray[np.bool_] | None = None) -> NDArray[np.int64]:
        """The at most `k` rows with the highest BM25, best first; only rows that hold a word and are allowed."""
        scores = self._scores if allowed is None else np.where(allowed, self._scores, 0)
        k = min(k, len(scores))
        best = np.argpartition(-scores, k - 1)[:k] if k else np.empty(0, dtype=np.int64)
        best = best[scores[best] > 0]
        order: NDArray[np.int64] = np.lexsort((best, -scores[best]))
        return best[order].astype(np.int64)

    def bm25(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """The raw BM25 of `rows`, (rows,)."""
        return self._scores[rows]

    def held(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """Which words each of `rows` holds, (rows, words), as 0 and 1."""
        held = np.zeros((len(rows), len(self._found)), dtype=np.float32)
        for number, (having, _) in enumerate(self._found):
            if len(having):
                places = np.minimum(np.searchsorted(having, rows), len(having) - 1)
                held[:, number] = having[places] == rows
        return held


class LexicalIndex:
    """BM25 over the postings of all parts of an index as if they were one."""

    def __init__(self, parts: Sequence[Part[LexicalSegment]], *, alive: NDArray[np.bool_] | None = None) -> None:
        """Join `parts`; rows that are not `alive` (rows,) are found by nothing and counted nowhere."""
        self._parts = tuple(parts)
        self._alive = alive
        self._total = self._parts[-1].last_row
        kept = [part.of.lengths[slice(None) if alive is None else part.own(alive)] for part in self._parts]
        self._count = sum(map(len, kept))
        self._mean_length = sum(float(np.sum(one, dtype=np.float64)) for one in kept) / max(self._count, 1) or 1.0

    def holds(self, term: str) -> bool:
        """Whether any passage holds `term`."""
        return any(part.of.holds(term) for part in self._parts)

    def match(self, words: Sequence[Iterable[str]]) -> LexicalMatches:
        """Score every row that holds a word; `words[i]` are the terms that stand for word i."""
        found: list[_Postings] = []
        idf = np.zeros(len(words), dtype=np.float32)
        for number, terms in enumerate(words):
            rows, frequencies, lengths = self._postings(frozenset(terms))
            idf[number] = np.log1p((self._count - len(rows) + 0.5) / (len(rows) + 0.5))
            damping = K1 * (1 - B + B * lengths / self._mean_length)
            found.append((rows, (idf[number] * frequencies * (K1 + 1) / (frequencies + damping)).astype(np.float32)))
        return LexicalMatches(found, idf, count=self._total)

    def _postings(self, terms: Collection[str]) -> tuple[NDArray[np.int64], NDArray[np.float32], NDArray[np.uint32]]:
        """The alive rows that hold any of `terms`, ascending, how often each does, and how long each is."""
        pieces = []
        for part in self._parts:
            own, often = part.of.postings(terms)
            rows, lengths = part.numbered(own), part.of.lengths[own]
            if self._alive is not None:
                kept = self._alive[rows]
                rows, often, lengths = rows[kept], often[kept], lengths[kept]
            pieces.append((rows, often, lengths))
        if len(pieces) == 1:
            return pieces[0]
        rows, often, lengths = (np.concatenate(column) for column in zip(*pieces, strict=True))
        return rows, often, lengths


class LexicalSegment:
    """Postings of one segment, memory-mapped. `lengths` (rows,) are the passages' numbers of terms."""

    def __init__(self, folder: Path) -> None:
        """Map the files that `write` left in `folder`."""
        self._terms = SortedStrings(folder, "terms")
        self._offsets = open_array(folder / "postings.offsets.npy")
        self._rows = open_array(folder / "postings.rows.npy")
        self._frequencies = open_array(folder / "postings.frequencies.npy")
        self.lengths: NDArray[np.uint32] = open_array(folder / "lengths.npy")
        self._rank = lru_cache(maxsize=65_536)(self._terms.find)

    def __len__(self) -> int:
        """Number of rows."""
        return len(self.lengths)

    def holds(self, term: str) -> bool:
        """Whether any passage holds `term`."""
        return self._rank(term) >= 0

    def postings(self, terms: Iterable[str]) -> _Postings:
        """The rows that hold any of `terms`, ascending, and how often each does."""
        ranks = sorted({rank for rank in map(self._rank, terms) if rank >= 0})
        slices = [slice(int(self._offsets[rank]), int(self._offsets[rank + 1])) for rank in ranks]
        if not slices:
            return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32)
        rows = np.concatenate([self._rows[part] for part in slices]).astype(np.int64)
        frequencies = np.concatenate([self._frequencies[part] for part in slices]).astype(np.float32)
        if len(slices) == 1:
            return rows, frequencies
        unique, inverse = np.unique(rows, return_inverse=True)
        return unique, np.bincount(inverse, weights=frequencies).astype(np.float32)

    @staticmethod
    def write(
        folder: Path, passages: Iterable[Sequence[str]], *, labels: Iterable[Sequence[str]] | None = None
    ) -> None:
        """Write the postings of `passages`, each given as its terms in order, repeats included.

        `labels` are terms each passage is found by beside its words; they make it no longer.
        """
        postings: dict[str, list[tuple[int, int]]] = {}
        lengths: list[int] = []
        for row, (terms, more) in enumerate(zip(passages, labels or repeat(()), strict=labels is not None)):
            lengths.append(len(terms))
            for term, frequency in Counter((*terms, *more)).items():
                postings.setdefault(term, []).append((row, min(frequency, 65_535)))
        ranked = SortedStrings.write(folder, "terms", postings)
        sizes = np.asarray([0, *(len(postings[term]) for term in ranked)], dtype=np.int64)
        flat: NDArray[Any] = np.asarray([entry for term in ranked for entry in postings[term]], dtype=np.int64)
        flat = flat.reshape(-1, 2)
        save_array(folder / "postings.offsets.npy", np.cumsum(sizes))
        save_array(folder / "postings.rows.npy", flat[:, 0].astype(np.uint32))
        save_array(folder / "postings.frequencies.npy", flat[:, 1].astype(np.uint16))
        save_array(folder / "lengths.npy", np.asarray(lengths, dtype=np.uint32))
