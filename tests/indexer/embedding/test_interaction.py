"""Late interaction against its formulas written out."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest

from indexer.embedding import best_in_stretches, saying, unit_rows, weighted_mean


def test_best_in_stretches_on_random_numbers() -> None:
    rng = np.random.default_rng(3)
    lengths = (5, 0, 1, 30, 0, 12, 0)
    offsets = np.cumsum([0, *lengths])
    similarities = rng.uniform(-1, 1, size=(4, sum(lengths))).astype(np.float32)
    best = best_in_stretches(similarities, offsets)
    assert (best.shape, best.dtype) == ((4, 7), np.float32)
    for row in range(4):
        for stretch, (first, last) in enumerate(pairwise(offsets)):
            assert best[row, stretch] == max([0.0, *similarities[row, first:last]])


def test_nothing_to_match() -> None:
    none = np.zeros((2, 0), dtype=np.float32)
    assert best_in_stretches(none, np.array([0])).shape == (2, 0)
    assert best_in_stretches(none, np.array([0, 0])).tolist() == [[0], [0]]
    assert best_in_stretches(np.zeros((0, 3), dtype=np.float32), np.array([0, 3])).shape == (0, 1)


def test_weighted_mean_over_the_words() -> None:
    matches = np.array([[1, 0.5, 0], [0, 0.5, 1]], dtype=np.float32)
    assert weighted_mean(matches, np.array([3, 1, 0], dtype=np.float32)) == pytest.approx([3.5 / 4, 0.5 / 4])


def test_a_question_that_says_nothing_is_like_nothing() -> None:
    assert weighted_mean(np.ones((3, 0), dtype=np.float32), np.zeros(0, dtype=np.float32)).tolist() == [0, 0, 0]
    assert weighted_mean(np.ones((2, 1), dtype=np.float32), np.zeros(1, dtype=np.float32)).tolist() == [0, 0]


def test_a_word_says_less_the_more_of_the_corpus_it_is_near_to() -> None:
    says = saying(np.array([0, 0.02, 1], dtype=np.float32))
    assert says == pytest.approx([math.log(51) + 0.05, math.log(25.5) + 0.05, 0.05], abs=1e-5)


def test_unit_rows_leave_zeros_alone() -> None:
    rows = unit_rows(np.array([[3, 4], [0, 0]], dtype=np.float16))
    assert rows == pytest.approx(np.array([[0.6, 0.8], [0, 0]]))
