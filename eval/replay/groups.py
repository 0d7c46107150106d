"""Texts that are about the same, in groups.

Knows: similarity of unit vectors, clustering.
Must not know: tickets, words, the index.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

BLOCK = 512


class Likeness:
    """How alike texts are, from 0 to 1: the mean cosine over several kinds of unit vectors of
    the same texts, each of shape (texts, dimensions)."""

    def __init__(self, *kinds: sparse.csr_matrix | NDArray[np.float32]) -> None:
        self._kinds = kinds

    def __len__(self) -> int:
        return int(self._kinds[0].shape[0])

    def rows(self, start: int, end: int) -> NDArray[np.float32]:
        """Of the texts from `start` to `end` to all, shape (end - start, texts)."""
        found = [_product(kind[start:end], kind) for kind in self._kinds]
        mean: NDArray[np.float32] = np.mean(found, axis=0)
        return mean


def _product(
    some: sparse.csr_matrix | NDArray[np.float32], every: sparse.csr_matrix | NDArray[np.float32]
) -> NDArray[np.float32]:
    product = some @ every.T
    if isinstance(product, np.ndarray):
        return np.asarray(product, dtype=np.float32)
    return np.asarray(product.toarray(), dtype=np.float32)


def grouped(likeness: Likeness, *, least: float) -> list[list[int]]:
    """The numbers of the texts in groups, the largest first, each beginning with its centre;
    after the centre the likest to it come first. Everything in a group is at least `least`
    alike to its centre; a text alone is a group of one.

    Whoever has the most neighbours becomes a centre and takes those not taken yet: D. Butina,
    "Unsupervised data base clustering based on Daylight's fingerprint and Tanimoto similarity",
    J. Chem. Inf. Comput. Sci. 39 (1999). Ties go to the earlier text.
    """
    neighbours = _neighbours(likeness, least)
    order = sorted(range(len(neighbours)), key=lambda one: (-len(neighbours[one]), one))
    taken: set[int] = set()
    groups = []
    for centre in order:
        if centre not in taken:
            group = [centre, *(o for o in neighbours[centre] if o not in taken and o != centre)]
            taken.update(group)
            groups.append(group)
    return sorted(groups, key=lambda group: (-len(group), group[0]))


def _neighbours(likeness: Likeness, least: float) -> list[Sequence[int]]:
    """For each text those alike enough, itself included, the likest first."""
    found: list[Sequence[int]] = []
    for start in range(0, len(likeness), BLOCK):
        for row in likeness.rows(start, min(start + BLOCK, len(likeness))):
            near = np.flatnonzero(row >= least)
            found.append(near[np.argsort(-row[near], kind="stable")].tolist())
    return found
