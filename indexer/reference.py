"""The reference curve: precision and coverage of offers at each threshold.

Knows: the confidence claimed of first articles, scikit-learn (when called).
Must not know: how confidence is fitted, what thresholds are used for.

Precision over thresholds is made monotone by isotonic regression (Barlow et al.,
"Statistical inference under order restrictions", 1972), weighed by offers: a dip by
chance must not make a higher threshold look worse.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.curve import Curve, Point

Floats = NDArray[np.float64]

THRESHOLDS = np.round(np.linspace(0, 1, 51), 2)
DIGITS = 4
FEWEST = 100


class Claims(NamedTuple):
    """What was claimed of the first articles of one folder's questions, and which were right.
    When fits are made it is by one that had not seen the folder; a help center's rehearsal is
    judged by the fit that was adapted to it. `questions` counts those without one too."""

    folder: str
    said: Floats
    right: NDArray[np.bool_]
    questions: int


def curve(claims: Sequence[Claims], *, fewest: int = FEWEST) -> Curve:
    """Folders weigh the same, and so do a folder's trials. Thresholds with fewer offers
    than `fewest` promise nothing and are left out."""
    from sklearn.isotonic import IsotonicRegression

    trials = Counter(one.folder for one in claims)
    offers, right = np.zeros(len(THRESHOLDS)), np.zeros(len(THRESHOLDS))
    some = np.sum([_reaching(one.said) for one in claims], axis=0) >= fewest
    if not some.any():
        return Curve()
    for one in claims:
        weight = 1 / (trials[one.folder] * one.questions)
        offers += weight * _reaching(one.said)
        right += weight * _reaching(one.said[one.right])
    found, n = THRESHOLDS[some], offers[some]
    precision = IsotonicRegression(y_min=0, y_max=1).fit_transform(
        found, right[some] / n, sample_weight=n
    )
    columns = (np.round(column, DIGITS).tolist() for column in (found, precision, n / len(trials)))
    return Curve(tuple(Point(*row) for row in zip(*columns, strict=True)))


def _reaching(said: Floats) -> NDArray[np.int64]:
    """For each threshold, how many reach it."""
    return np.asarray(len(said) - np.searchsorted(np.sort(said), THRESHOLDS))
