"""Late interaction: each word of a question is matched with its most similar word of a passage.

The idea is that of ColBERT (Khattab & Zaharia, SIGIR 2020), here with static vectors and a weight per word. A word is
the sum of its tokens: a name cut into pieces is compared whole.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

# What a word says runs from 4.0 for one near to nothing in a corpus (the logarithm of 1 over the floor) down to the
# least for one near to a word of every passage; found on XQuAD, see benchmarks/README.md.
_SPREAD_FLOOR = 0.02
_LEAST_SAYING = 0.05
SPREAD_POWER = 4


def unit_rows(vectors: NDArray[np.floating[Any]]) -> NDArray[np.float32]:
    """`vectors` as float32 with each row scaled to length 1; rows of zeros stay zeros."""
    rows = np.ascontiguousarray(vectors, dtype=np.float32)
    lengths = np.sqrt(np.einsum("ij,ij->i", rows, rows))
    return np.asarray(rows / np.where(lengths > 0, lengths, 1)[:, None], dtype=np.float32)


def best_in_stretches(similarities: NDArray[np.float32], offsets: NDArray[np.integer[Any]]) -> NDArray[np.float32]:
    """The highest similarity in each stretch of columns, (rows, stretches), each 0..1.

    `similarities` is (rows, columns); stretch k is the columns `offsets[k]` up to `offsets[k + 1]`. A negative one
    counts as no match, and an empty stretch matches nothing.
    """
    bounds = np.asarray(offsets, dtype=np.int64)
    best = np.zeros((len(similarities), len(bounds) - 1), dtype=np.float32)
    filled = np.flatnonzero(bounds[1:] > bounds[:-1])
    if len(filled) and len(similarities):
        # `reduceat` cannot express an empty stretch; between non-empty ones there is nothing, so their starts suffice.
        best[:, filled] = np.maximum.reduceat(similarities[:, : bounds[-1]], bounds[filled], axis=1)
    return np.clip(best, 0, 1, out=best)


def weighted_mean(matches: NDArray[np.float32], weights: NDArray[np.float32]) -> NDArray[np.float32]:
    """Σ_i w_i m_i / Σ_i w_i over the question's words (last axis); zeros where the weights sum to nothing."""
    total = float(weights.sum())
    if total <= 0:
        return np.zeros(matches.shape[:-1], dtype=np.float32)
    return np.asarray(matches @ (weights / np.float32(total)), dtype=np.float32)


def saying(spread: NDArray[np.float32]) -> NDArray[np.float32]:
    """How much a word says in a corpus, by how much of it the word is near to: a rarity of meanings, not of spellings.

    `spread` is the mean over all passages of the fourth power of the word's best match there, 0..1. The idea is that
    of the inverse document frequency (Spärck Jones 1972), with likeness in place of presence.
    """
    rarity = np.log((1 + _SPREAD_FLOOR) / (np.clip(spread, 0, 1) + _SPREAD_FLOOR))
    return np.asarray(rarity + _LEAST_SAYING, dtype=np.float32)
