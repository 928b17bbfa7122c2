"""Late interaction against its formula written out token by token."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from indexer.embedding import StaticEmbedder, weighted_mean
from indexer.embedding.folding import fold
from indexer.embedding.interaction import best_matches, unit_rows

from .small_model import VECTORS, write_model


def by_hand(vectors: NDArray[np.float32], question: list[int], passages: list[list[int]]) -> list[list[float]]:
    def cosine(a: NDArray[np.float32], b: NDArray[np.float32]) -> float:
        lengths = float(np.linalg.norm(a) * np.linalg.norm(b))
        return float(a @ b) / lengths if lengths else 0.0

    return [[max([0.0, *(cosine(vectors[q], vectors[p]) for p in passage)]) for q in question] for passage in passages]


def test_agrees_with_the_formula_on_random_tokens() -> None:
    rng = np.random.default_rng(3)
    vectors = rng.normal(size=(50, 8)).astype(np.float32)
    vectors[7] = 0
    passages = [rng.integers(0, 50, size=n).tolist() for n in (5, 0, 1, 30, 0, 12)]
    question = [3, 7, 7, 21, 49]
    flat = np.array([token for passage in passages for token in passage], dtype=np.uint16)
    offsets = np.cumsum([0, *map(len, passages)])
    matches = best_matches(vectors, np.array(question, dtype=np.uint16), flat, offsets)
    assert matches.dtype == np.float32
    assert matches == pytest.approx(np.array(by_hand(vectors, question, passages)), abs=1e-5)
    assert matches[1].tolist() == [0] * 5


def test_offsets_may_start_anywhere() -> None:
    flat = np.array([1, 1, 1, 4, 5, 1], dtype=np.uint16)
    matches = best_matches(VECTORS, np.array([4], dtype=np.uint16), flat, np.array([3, 4, 5, 6]))
    assert matches[:, 0] == pytest.approx([1, 0.8, 0])


def test_weighted_mean_over_the_question_tokens(tmp_path_factory: pytest.TempPathFactory) -> None:
    embedder = StaticEmbedder(write_model(tmp_path_factory.mktemp("models") / "small"), fold=fold)
    question = np.array([1, 4, 6], dtype=np.uint16)  # weights 4, 9, 0.01
    flat = np.array([3, 5, 2, 4], dtype=np.uint16)
    similarity = embedder.late_interaction(question, flat, np.array([0, 2, 4]))
    first = (4 * 0.6 + 9 * 0.8 + 0.01 * 0.6) / 13.01  # the third token's nearest is the tail of "kanal"
    second = (4 * 1 + 9 * 1 + 0) / 13.01
    assert similarity == pytest.approx([first, second], abs=1e-3)


def test_a_question_that_says_nothing_is_like_nothing() -> None:
    assert weighted_mean(np.ones((3, 0), dtype=np.float32), np.zeros(0, dtype=np.float32)).tolist() == [0, 0, 0]
    assert weighted_mean(np.ones((2, 1), dtype=np.float32), np.zeros(1, dtype=np.float32)).tolist() == [0, 0]


def test_nothing_to_match() -> None:
    none = np.zeros(0, dtype=np.uint16)
    assert best_matches(VECTORS, none, np.array([1], dtype=np.uint16), np.array([0, 1])).shape == (1, 0)
    assert best_matches(VECTORS, np.array([1], dtype=np.uint16), none, np.array([0, 0])).tolist() == [[0]]
    assert best_matches(VECTORS, np.array([1], dtype=np.uint16), none, np.array([0])).shape == (0, 1)


def test_unit_rows_leave_zeros_alone() -> None:
    rows = unit_rows(np.array([[3, 4], [0, 0]], dtype=np.float16))
    assert rows == pytest.approx(np.array([[0.6, 0.8], [0, 0]]))
