"""ECE: is an answer that claims 80 % right four times in five?

Knows: the expected calibration error over equal bins.
Must not know: other measures.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from eval.measures.base import Judged, Measure

BINS = 10

Floats = NDArray[np.float64]


class Bin(NamedTuple):
    """The questions whose confidence lies in one tenth: how many, the mean of what was
    claimed, and the share that was right."""

    low: float
    high: float
    n: int
    claimed: float
    right: float


def bin_of(confidence: Floats) -> NDArray[np.intp]:
    """The number of each confidence's bin; 1 belongs to the last."""
    return np.clip((confidence * BINS).astype(np.intp), 0, BINS - 1)


def calibration_error(confidence: Floats, right: Floats) -> float:
    """The mean distance between what was claimed and what was right, weighted by the bins'
    sizes. Both of shape (questions,), from 0 to 1. 0 for no question."""
    bins = bin_of(confidence)
    gaps = [abs(float(np.sum(confidence[bins == b] - right[bins == b]))) for b in range(BINS)]
    return sum(gaps) / max(1, len(confidence))


def bins(judged: Judged) -> list[Bin]:
    """The bins that hold a question, in and out of scope together, lowest first."""
    confidence, right = claims(judged)
    numbers = bin_of(confidence)
    return [
        Bin(
            b / BINS,
            (b + 1) / BINS,
            int(np.sum(inside)),
            float(np.mean(confidence[inside])),
            float(np.mean(right[inside])),
        )
        for b in range(BINS)
        if np.any(inside := numbers == b)
    ]


def claims(judged: Judged) -> tuple[Floats, Floats]:
    """Of every question the confidence of its first answer (0 without one), and 1 where
    that answer is right; both of shape (questions,), those in scope first."""
    queries = (*judged.in_scope, *judged.out_of_scope)
    confidence = np.array([judged.confidence(query) for query in queries], dtype=float)
    right = np.array([judged.right(query) for query in judged.in_scope], dtype=float)
    return confidence, np.concatenate([right, np.zeros(len(judged.out_of_scope))])


def _of(judged: Judged) -> float | None:
    """None without questions, and where scores are no shares: nothing was claimed then."""
    confidence, right = claims(judged)
    if not len(confidence) or confidence.min() < 0 or confidence.max() > 1:
        return None
    return calibration_error(confidence, right)


ECE = Measure(
    name="ece",
    meaning="Mean distance between the confidence of the first answer and the share that is "
    "right, over ten equal bins of all questions, in and out of scope; the less the better.",
    citation="Naeini, Cooper, Hauskrecht, Obtaining Well Calibrated Probabilities Using "
    "Bayesian Binning, AAAI 2015",
    of=_of,
    less_is_better=True,
)
