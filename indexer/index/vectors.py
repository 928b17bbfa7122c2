"""The vector leg: FAISS by inner product of unit vectors, exact while that is fast enough, approximate above.

FAISS is imported on first use.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.index.files import is_mapped

# Exact search over 200,000 vectors of 384 dimensions takes some tens of milliseconds on one core; above that an
# inverted file with half-precision vectors answers in a few.
EXACT_UP_TO = 200_000
_LISTS_PER_ROOT = 4
# With fewer to learn a list from, FAISS warns on the terminal.
_LEAST_IN_LIST = 39
_PROBED_SHARE = 16


class VectorIndex:
    """The vectors of one snapshot, memory-mapped where they are many."""

    def __init__(self, path: Path) -> None:
        """Open the index file at `path`."""
        import faiss

        self._faiss = faiss
        mapping = faiss.IO_FLAG_MMAP_IFC | faiss.IO_FLAG_READ_ONLY if is_mapped(path) else 0
        self._index: Any = faiss.read_index(str(path), mapping)

    def __len__(self) -> int:
        """Number of vectors."""
        return int(self._index.ntotal)

    def nearest(
        self, vector: NDArray[np.float32], *, k: int, allowed: NDArray[np.bool_] | None = None
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """The rows with the highest cosine to `vector` (dimension,), best first, and the cosines; at most `k`."""
        k = min(k, len(self))
        if k == 0 or not vector.any():
            return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32)
        # Threads of one search cost more than they gain on few vectors and starve the searches beside it. The setting
        # is the calling thread's own.
        self._faiss.omp_set_num_threads(1)
        cosines, rows = self._index.search(vector[None, :], k, params=self._parameters(allowed))
        kept = rows[0] >= 0
        return rows[0][kept], cosines[0][kept]

    def nearest_many(
        self, vectors: NDArray[np.float32], *, k: int
    ) -> list[tuple[NDArray[np.int64], NDArray[np.float32]]]:
        """For each of `vectors` (n, dimension) the rows with the highest cosine, best first, and the cosines."""
        if not len(vectors) or not len(self):
            return [(np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32)) for _ in vectors]
        self._faiss.omp_set_num_threads(1)
        cosines, rows = self._index.search(vectors, min(k, len(self)), params=self._parameters(None))
        return [(own[own >= 0], of_own[own >= 0]) for own, of_own in zip(rows, cosines, strict=True)]

    def cosines(self, vector: NDArray[np.float32], rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """The cosine of `vector` with each of `rows`, (n,)."""
        if not len(rows):
            return np.empty(0, dtype=np.float32)
        return np.asarray(self.vectors(rows) @ vector, dtype=np.float32)

    def vectors(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """The stored vectors of `rows`, (n, dimension)."""
        return np.asarray(self._index.reconstruct_batch(np.ascontiguousarray(rows, dtype=np.int64)), dtype=np.float32)

    def _parameters(self, allowed: NDArray[np.bool_] | None) -> Any:
        selector = None
        if allowed is not None:
            selector = self._faiss.IDSelectorBitmap(np.packbits(allowed, bitorder="little"))
        if hasattr(self._index, "nprobe"):
            # A filter thins the lists out: probe as many more as it leaves fewer rows in each.
            share = 1.0 if allowed is None else max(float(allowed.mean()), 1 / len(allowed))
            probes = min(self._index.nlist, max(1, round(self._index.nlist / _PROBED_SHARE / share)))
            return self._faiss.SearchParametersIVF(sel=selector, nprobe=probes)
        return self._faiss.SearchParameters(sel=selector) if selector is not None else None

    @staticmethod
    def write(path: Path, vectors: NDArray[np.float32], *, exact_up_to: int = EXACT_UP_TO) -> str:
        """Write unit `vectors` (n, dimension) as a FAISS index; return its kind as FAISS's factory names it."""
        import faiss

        count, dimension = vectors.shape
        lists = max(1, min(round(_LISTS_PER_ROOT * count**0.5), count // _LEAST_IN_LIST))
        kind = "Flat" if count <= exact_up_to else f"IVF{lists},SQfp16"
        index = faiss.index_factory(dimension, kind, faiss.METRIC_INNER_PRODUCT)
        if not index.is_trained:
            index.train(vectors)
        index.add(vectors)
        if hasattr(index, "make_direct_map"):
            index.make_direct_map()
        faiss.write_index(index, str(path))
        return kind
