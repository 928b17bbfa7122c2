"""Late interaction: each token of a question is matched with its most similar token of a passage.

The idea is that of ColBERT (Khattab & Zaharia, SIGIR 2020), here with static token vectors and a weight per token.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.embedding.base import TokenIds


def unit_rows(vectors: NDArray[np.floating[Any]]) -> NDArray[np.float32]:
    """`vectors` as float32 with each row scaled to length 1; rows of zeros stay zeros."""
    rows = np.ascontiguousarray(vectors, dtype=np.float32)
    lengths = np.sqrt(np.einsum("ij,ij->i", rows, rows))
    return np.asarray(rows / np.where(lengths > 0, lengths, 1)[:, None], dtype=np.float32)


def best_matches(
    token_vectors: NDArray[np.floating[Any]],
    question_ids: TokenIds,
    passage_ids: TokenIds,
    offsets: NDArray[np.integer[Any]],
) -> NDArray[np.float32]:
    """The highest cosine between each question token and the tokens of each passage.

    `token_vectors` is (vocabulary, dimension), any length of row; `passage_ids` holds the passages one after the
    other, passage k at `passage_ids[offsets[k]:offsets[k + 1]]`. Returns (passages, question tokens), each 0..1:
    a negative cosine counts as no match, and an empty passage matches nothing.
    """
    bounds = np.asarray(offsets, dtype=np.int64)
    matches = np.zeros((len(bounds) - 1, len(question_ids)), dtype=np.float32)
    filled = np.flatnonzero(bounds[1:] > bounds[:-1])
    if not len(filled) or not len(question_ids):
        return matches
    ids = passage_ids[bounds[0] : bounds[-1]]
    # Each distinct token is fetched and multiplied once: passages share most of theirs.
    present = np.zeros(len(token_vectors), dtype=bool)
    present[ids] = True
    distinct = np.flatnonzero(present)
    place = np.empty(len(token_vectors), dtype=np.int32)
    place[distinct] = np.arange(len(distinct), dtype=np.int32)
    cosines = unit_rows(token_vectors[question_ids]) @ unit_rows(token_vectors[distinct]).T
    by_position = np.take(cosines, place[ids], axis=1)
    # `reduceat` cannot express an empty stretch; between non-empty ones there is nothing, so their starts suffice.
    matches[filled] = np.maximum.reduceat(by_position, bounds[filled] - bounds[0], axis=1).T
    return np.clip(matches, 0, 1, out=matches)


def weighted_mean(matches: NDArray[np.float32], weights: NDArray[np.float32]) -> NDArray[np.float32]:
    """Σ_i w_i m_i / Σ_i w_i over the question tokens (last axis); zeros where the weights sum to nothing."""
    total = float(weights.sum())
    if total <= 0:
        return np.zeros(matches.shape[:-1], dtype=np.float32)
    return np.asarray(matches @ (weights / np.float32(total)), dtype=np.float32)
