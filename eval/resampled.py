"""The measures of many resamples of one run at once.

Knows: each measure as a function of how often every question was drawn.
Must not know: how questions are drawn, what is compared with what.

A resample is a row of weights, one a question: those in scope first, in the order of the
run. Each function here gives, for weights of 1, what the declared measure gives for the
run; the tests hold one to the other.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from eval.measures import MEASURES, Judged
from eval.measures.ece import BINS, bin_of, claims
from eval.measures.solved import PRECISION
from eval.measures.trec import PER_QUERY, each

Floats = NDArray[np.float64]

Resampled = Callable[[Floats], Floats]
"""Weights of shape (resamples, questions) -> values of shape (resamples,); nan where a
resample has none."""


def resampled(judged: Judged) -> dict[str, Resampled]:
    """The functions of the measures that apply to the run, by name."""
    run = _Columns(judged)
    found: dict[str, Resampled] = {name: run.mean(name) for name in PER_QUERY}
    found |= {
        "auroc": run.auroc,
        f"solved@p{PRECISION * 100:.0f}": run.solved,
        "ece": run.ece,
        "precision": run.precision,
        "coverage": run.coverage,
        "oos_recall": run.oos_recall,
    }
    applies = [m.name for m in MEASURES if m.of(judged) is not None]
    return {name: found[name] for name in applies}


class _Columns:
    """A run as columns, one value a question."""

    def __init__(self, judged: Judged) -> None:
        queries = (*judged.in_scope, *judged.out_of_scope)
        self._judged = judged
        self._inside = len(judged.in_scope)
        self._confidence, self._right = claims(judged)
        self._answered = np.array([judged.answered(query) for query in queries], dtype=bool)
        self._offered = np.array([judged.offered(query) for query in queries], dtype=float)

    def mean(self, name: str) -> Resampled:
        """The mean over questions in scope of a measure that each of them has."""
        values = each(PER_QUERY[name], self._judged)

        def of(weights: Floats) -> Floats:
            inside = weights[:, : self._inside]
            return _share(inside @ values, inside.sum(axis=1))

        return of

    def auroc(self, weights: Floats) -> Floats:
        """Pairs of a question in scope above one out of scope; ties count half."""
        order = np.argsort(self._confidence, kind="stable")
        starts = _starts(self._confidence[order])
        is_inside = (order < self._inside).astype(float)
        drawn = weights[:, order]
        inside = np.add.reduceat(drawn * is_inside, starts, axis=1)
        outside = np.add.reduceat(drawn * (1 - is_inside), starts, axis=1)
        below = np.cumsum(outside, axis=1) - outside / 2
        pairs = inside.sum(axis=1) * outside.sum(axis=1)
        return _share((inside * below).sum(axis=1), pairs)

    def solved(self, weights: Floats) -> Floats:
        """Right answers at the lowest threshold that keeps the precision."""
        total = weights[:, : self._inside].sum(axis=1)
        rows = np.flatnonzero(self._answered)
        if not len(rows):
            return _share(np.zeros(len(weights)), total)
        order = rows[np.argsort(-self._confidence[rows], kind="stable")]
        starts = _starts(self._confidence[order])
        drawn = weights[:, order]
        given = np.cumsum(np.add.reduceat(drawn, starts, axis=1), axis=1)
        right = np.cumsum(np.add.reduceat(drawn * self._right[order], starts, axis=1), axis=1)
        held = np.where(right >= PRECISION * given - 1e-9, right, 0.0)
        return _share(held.max(axis=1), total)

    def ece(self, weights: Floats) -> Floats:
        """The mean distance between claims and truth over the bins."""
        in_bin = (bin_of(self._confidence)[:, None] == np.arange(BINS)).astype(float)
        gaps: Floats = (weights * (self._confidence - self._right)) @ in_bin
        return _share(np.abs(gaps).sum(axis=1), weights.sum(axis=1))

    def precision(self, weights: Floats) -> Floats:
        """Right offers among all."""
        return _share(weights @ (self._offered * self._right), weights @ self._offered)

    def coverage(self, weights: Floats) -> Floats:
        """Offers to questions in scope."""
        inside = weights[:, : self._inside]
        return _share(inside @ self._offered[: self._inside], inside.sum(axis=1))

    def oos_recall(self, weights: Floats) -> Floats:
        """Abstentions out of scope."""
        outside = weights[:, self._inside :]
        return _share(outside @ (1 - self._offered[self._inside :]), outside.sum(axis=1))


def _starts(ordered: Floats) -> NDArray[np.intp]:
    """Where each run of equal values begins."""
    return np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]]))


def _share(part: Floats, whole: Floats) -> Floats:
    """nan where the whole is nothing."""
    found = np.full(len(whole), np.nan)
    np.divide(part, whole, out=found, where=whole > 0)
    return found
