"""Logistic regression on targets that may lie between right and wrong.

Knows: scikit-learn (when called).
Must not know: what is regressed.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def can_learn() -> bool:
    """Whether scikit-learn is there."""
    try:
        import sklearn.linear_model  # noqa: F401
    except ImportError:
        return False
    return True


def logistic(x: Floats, likely: Floats, sample: Floats) -> tuple[Floats, float]:
    """Weights, of shape (features,), and bias of P(right) given `x`, (rows, features).

    `likely` is how right each row is, 0 to 1; `sample` how much it counts. Features are
    scaled for fitting, so that the penalty (C = 1) treats them alike.
    """
    from sklearn.linear_model import LogisticRegression

    mean, scale = x.mean(axis=0), np.where(x.std(axis=0) > 0, x.std(axis=0), 1.0)
    scaled, y = (x - mean) / scale, np.repeat([1.0, 0.0], len(x))
    counts = np.concatenate([sample * likely, sample * (1 - likely)])
    used = counts > 0
    model = LogisticRegression(max_iter=3000)
    model.fit(np.vstack([scaled, scaled])[used], y[used], sample_weight=counts[used])
    weights = model.coef_[0] / scale
    return weights, float(model.intercept_[0] - weights @ mean)
