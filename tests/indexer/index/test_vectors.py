from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from indexer.index.vectors import VectorIndex


@pytest.fixture(scope="module")
def vectors() -> NDArray[np.float32]:
    made = np.random.default_rng(7).normal(size=(600, 32)).astype(np.float32)
    return made / np.linalg.norm(made, axis=1, keepdims=True)


@pytest.fixture(params=[1000, 100], ids=["exact", "approximate"])
def index(request: pytest.FixtureRequest, tmp_path: Path, vectors: NDArray[np.float32]) -> VectorIndex:
    kind = VectorIndex.write(tmp_path / "vectors.faiss", vectors, exact_up_to=request.param)
    # 600 vectors are enough to learn 15 lists from.
    assert kind == ("Flat" if request.param == 1000 else "IVF15,SQfp16")
    return VectorIndex(tmp_path / "vectors.faiss")


def test_a_vector_finds_itself_first_with_cosine_one(index: VectorIndex, vectors: NDArray[np.float32]) -> None:
    for row in (0, 123, 599):
        rows, cosines = index.nearest(vectors[row], k=3)
        assert rows[0] == row
        assert cosines[0] == pytest.approx(1.0, abs=1e-3)
        assert list(cosines) == sorted(cosines, reverse=True)


def test_a_filter_is_obeyed_and_filled(index: VectorIndex, vectors: NDArray[np.float32]) -> None:
    allowed = np.zeros(600, dtype=np.bool_)
    allowed[[5, 77, 300, 511]] = True
    rows, cosines = index.nearest(vectors[5], k=10, allowed=allowed)
    assert sorted(rows.tolist()) == [5, 77, 300, 511]
    assert cosines[0] == pytest.approx(1.0, abs=1e-3)


def test_cosines_of_chosen_rows(index: VectorIndex, vectors: NDArray[np.float32]) -> None:
    rows = np.array([9, 4], dtype=np.int64)
    assert index.cosines(vectors[4], rows) == pytest.approx(vectors[rows] @ vectors[4], abs=1e-3)


def test_a_zero_vector_finds_nothing(index: VectorIndex) -> None:
    assert len(index.nearest(np.zeros(32, dtype=np.float32), k=5)[0]) == 0


def test_more_than_there_are_gives_all(tmp_path: Path, vectors: NDArray[np.float32]) -> None:
    VectorIndex.write(tmp_path / "few.faiss", vectors[:4])
    assert len(VectorIndex(tmp_path / "few.faiss").nearest(vectors[0], k=50)[0]) == 4
