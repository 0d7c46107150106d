"""FAISS answers as a plain numpy search does."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.encoder import unit
from indexer.vectors import VectorIndex


@settings(max_examples=50)
@given(st.integers(1, 200), st.integers(1, 20), st.integers(0, 2**32 - 1))
def test_the_nearest_are_those_of_numpy(n: int, k: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    matrix = unit(rng.normal(size=(n, 16)).astype(np.float32))
    query = unit(rng.normal(size=(1, 16)).astype(np.float32))[0]
    allowed = rng.random(n) < 0.6
    found = VectorIndex(matrix).nearest(query, k, allowed=allowed)
    scores = np.where(allowed, matrix @ query, -np.inf)
    expected = np.argsort(-scores)[: min(k, int(allowed.sum()))]
    assert np.allclose(scores[found], scores[expected], atol=1e-6)
    assert allowed[found].all()


def test_the_matrix_is_kept_as_it_was() -> None:
    matrix = unit(np.arange(24, dtype=np.float32).reshape(4, 6))
    assert np.array_equal(VectorIndex(matrix).vectors, matrix)


def test_a_row_of_zeros_stays_zero() -> None:
    assert not unit(np.zeros((1, 3), dtype=np.float32)).any()
