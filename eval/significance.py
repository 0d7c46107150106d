"""Is B better than A? The paired bootstrap.

Knows: resampling, intervals, verdicts.
Must not know: files, tables, how a measure is computed.

B. Efron and R. Tibshirani, "An Introduction to the Bootstrap" (1993), percentile
intervals; paired, as P. Koehn, "Statistical significance tests for machine translation
evaluation", EMNLP 2004: both systems are measured on the same resamples. Questions in and
out of scope are drawn apart, so that their shares stay.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from eval.measures import MEASURES, Judged
from eval.resampled import Floats, resampled

RESAMPLES = 10_000
LEVEL = (2.5, 97.5)
CELLS = 4_000_000
"""Weights held at once: 32 MB."""

LESS_IS_BETTER = frozenset(m.name for m in MEASURES if m.less_is_better)

Verdict = Literal["better", "worse", "no telling"]


class Difference(NamedTuple):
    """A measure of A and of B, and B - A with its 95 % interval."""

    measure: str
    a: float
    b: float
    low: float
    high: float

    @property
    def verdict(self) -> Verdict:
        """What B is; an interval that holds 0 tells nothing."""
        if self.low <= 0 <= self.high:
            return "no telling"
        return "better" if (self.low > 0) != (self.measure in LESS_IS_BETTER) else "worse"

    @property
    def report(self) -> dict[str, Any]:
        """As it stands in a report."""
        figures = {"a": self.a, "b": self.b, "difference": self.b - self.a}
        figures |= {"low": self.low, "high": self.high}
        rounded = {name: round(value, 4) for name, value in figures.items()}
        return {"measure": self.measure, **rounded, "verdict": self.verdict}


class Sampled(NamedTuple):
    """A measure of A and of B, and their difference in every resample."""

    a: float
    b: float
    differences: Floats

    def difference(self, measure: str) -> Difference:
        """With the interval. nan where no resample has the measure."""
        there = self.differences[~np.isnan(self.differences)]
        low, high = np.percentile(there, LEVEL) if len(there) else (np.nan, np.nan)
        return Difference(measure, self.a, self.b, float(low), float(high))


def sampled(
    a: Judged, b: Judged, *, rng: np.random.Generator, resamples: int = RESAMPLES
) -> dict[str, Sampled]:
    """Each measure that both runs have. Both must hold the same questions, in one order."""
    of_a, of_b = resampled(a), resampled(b)
    names = [name for name in of_a if name in of_b]
    once = np.ones((1, len(a.in_scope) + len(a.out_of_scope)))
    differences: dict[str, list[Floats]] = {name: [] for name in names}
    for weights in _weights(len(a.in_scope), len(a.out_of_scope), rng, resamples):
        for name in names:
            differences[name].append(of_b[name](weights) - of_a[name](weights))
    return {
        name: Sampled(float(of_a[name](once)[0]), float(of_b[name](once)[0]), np.concatenate(parts))
        for name, parts in differences.items()
    }


def mean_of(found: Sequence[Mapping[str, Sampled]]) -> dict[str, Sampled]:
    """Each measure's mean over the datasets that have it, resample by resample."""
    names = dict.fromkeys(name for one in found for name in one)
    return {name: _mean([one[name] for one in found if name in one]) for name in names}


def _mean(parts: Sequence[Sampled]) -> Sampled:
    return Sampled(
        float(np.mean([part.a for part in parts])),
        float(np.mean([part.b for part in parts])),
        np.mean([part.differences for part in parts], axis=0),
    )


def _weights(
    inside: int, outside: int, rng: np.random.Generator, resamples: int
) -> Iterator[Floats]:
    """How often each question is drawn, some resamples at a time."""
    at_once = max(1, CELLS // max(1, inside + outside))
    for start in range(0, resamples, at_once):
        rows = min(at_once, resamples - start)
        yield np.hstack([_drawn(inside, rng, rows), _drawn(outside, rng, rows)])


def _drawn(n: int, rng: np.random.Generator, rows: int) -> NDArray[np.float64]:
    """Shape (rows, n): n draws with replacement of n questions, counted."""
    if n == 0:
        return np.zeros((rows, 0))
    drawn = rng.integers(n, size=(rows, n)) + n * np.arange(rows)[:, None]
    return np.bincount(drawn.ravel(), minlength=rows * n).reshape(rows, n).astype(float)
