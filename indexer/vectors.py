"""Nearest passages by vector: a flat FAISS index, filled from a matrix in memory.

Knows: unit vectors and inner products.
Must not know: texts, files. FAISS reads damaged files without complaint, so none
of its files is ever stored: the matrix is, with a checksum (ADR 6).
"""

from __future__ import annotations

from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from indexer.encoder import Vectors

_faiss: Any = faiss
"""FAISS's stubs do not know the keyword forms that its Python wrappers add."""


class VectorIndex:
    """Unit vectors, shape (passages, dimensions), searched exactly."""

    def __init__(self, vectors: Vectors) -> None:
        self._index = faiss.IndexFlatIP(vectors.shape[1])
        self._index.add(np.ascontiguousarray(vectors, dtype=np.float32))
        flat = faiss.rev_swig_ptr(self._index.get_xb(), vectors.size)
        self.vectors: Vectors = np.asarray(flat).reshape(vectors.shape)
        """FAISS's own matrix, not a copy."""

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def nearest(
        self, query: Vectors, k: int, *, allowed: NDArray[np.bool_] | None = None
    ) -> NDArray[np.int64]:
        """The at most `k` allowed rows nearest to `query` (dimensions,), best first."""
        params: Any = None
        if allowed is not None and not allowed.all():
            bits: Any = np.packbits(allowed, bitorder="little")
            params = _faiss.SearchParameters(sel=_faiss.IDSelectorBitmap(bits))
        _, rows = self._index.search(query[None, :], min(k, len(self)), params=params)
        found: NDArray[np.int64] = rows[0][rows[0] >= 0]
        return found

    def similarity(self, query: Vectors, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """The cosine of `query` with each of `rows`."""
        cosines: NDArray[np.float32] = self.vectors[rows] @ query
        return cosines
