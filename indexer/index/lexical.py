"""The lexical leg: BM25 over the languages' own tokens, postings memory-mapped.

A question is a list of words, each with alternative terms (its stem in each language, a spelling joined with its
neighbour): a passage that holds any of them holds the word.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.index.files import SortedStrings, open_array, save_array

# Okapi BM25 (Robertson and Zaragoza 2009, The Probabilistic Relevance Framework, eq. 3.15). Passages are short and of
# like length, so length matters less than in whole articles.
K1 = 1.2
B = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class LexicalMatches:
    """What the words of a question found, for each row (passage) that holds at least one of them.

    `rows` (n,) ascending; `bm25` (n,) raw scores; `found` (n, words) whether the row holds the word; `idf` (words,) the
    rarity of each word, that of a word in no passage included.
    """

    rows: NDArray[np.int64]
    bm25: NDArray[np.float32]
    found: NDArray[np.bool_]
    idf: NDArray[np.float32]


class LexicalIndex:
    """Postings of one snapshot."""

    def __init__(self, folder: Path) -> None:
        """Map the files that `write` left in `folder`."""
        self._terms = SortedStrings(folder, "terms")
        self._offsets = open_array(folder / "postings.offsets.npy")
        self._rows = open_array(folder / "postings.rows.npy")
        self._frequencies = open_array(folder / "postings.frequencies.npy")
        self._lengths = open_array(folder / "lengths.npy")
        self._mean_length = float(np.mean(self._lengths)) if len(self._lengths) else 1.0
        self.rank = lru_cache(maxsize=65_536)(self._terms.find)

    def holds(self, term: str) -> bool:
        """Whether any passage holds `term`."""
        return self.rank(term) >= 0

    def document_frequency(self, term: str) -> int:
        """In how many passages `term` stands."""
        rank = self.rank(term)
        return 0 if rank < 0 else int(self._offsets[rank + 1] - self._offsets[rank])

    def match(self, words: Sequence[Iterable[str]], *, allowed: NDArray[np.bool_] | None = None) -> LexicalMatches:
        """Score every row that holds a word; `words[i]` are the terms that stand for word i; `allowed` masks rows."""
        count = len(self._lengths)
        found: list[tuple[NDArray[np.int64], NDArray[np.float32]]] = []
        idf = np.zeros(len(words), dtype=np.float32)
        for number, terms in enumerate(words):
            rows, frequencies = self._postings(terms)
            idf[number] = np.log1p((count - len(rows) + 0.5) / (len(rows) + 0.5))
            if allowed is not None:
                kept = allowed[rows]
                rows, frequencies = rows[kept], frequencies[kept]
            damping = K1 * (1 - B + B * self._lengths[rows] / self._mean_length)
            found.append((rows, (idf[number] * frequencies * (K1 + 1) / (frequencies + damping)).astype(np.float32)))
        every = np.unique(np.concatenate([rows for rows, _ in found])) if found else np.empty(0, dtype=np.int64)
        holds = np.zeros((len(every), len(words)), dtype=np.bool_)
        scores = np.zeros(len(every), dtype=np.float32)
        for number, (rows, values) in enumerate(found):
            places = np.searchsorted(every, rows)
            holds[places, number] = True
            scores[places] += values
        return LexicalMatches(rows=every, bm25=scores, found=holds, idf=idf)

    def _postings(self, terms: Iterable[str]) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        ranks = sorted({rank for rank in map(self.rank, terms) if rank >= 0})
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
    def write(folder: Path, passages: Iterable[Sequence[str]]) -> None:
        """Write the postings of `passages`, each given as its terms in order, repeats included."""
        postings: dict[str, list[tuple[int, int]]] = {}
        lengths: list[int] = []
        for row, terms in enumerate(passages):
            lengths.append(len(terms))
            for term, frequency in Counter(terms).items():
                postings.setdefault(term, []).append((row, min(frequency, 65_535)))
        ranked = SortedStrings.write(folder, "terms", postings)
        sizes = np.asarray([0, *(len(postings[term]) for term in ranked)], dtype=np.int64)
        flat = np.asarray([entry for term in ranked for entry in postings[term]], dtype=np.int64).reshape(-1, 2)
        save_array(folder / "postings.offsets.npy", np.cumsum(sizes))
        save_array(folder / "postings.rows.npy", flat[:, 0].astype(np.uint32))
        save_array(folder / "postings.frequencies.npy", flat[:, 1].astype(np.uint16))
        save_array(folder / "lengths.npy", np.asarray(lengths, dtype=np.uint32))
