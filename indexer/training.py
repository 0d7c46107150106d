"""Phrasings to a classifier: runs when an index is built, never while serving.

Knows: scikit-learn's linear support vector machine.
Must not know: where phrasings come from, how the classifier is used.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from indexer.classifier import VECTOR_WEIGHT, Classifier, Floats, TfIdf, joined, ngrams
from indexer.encoder import Vectors

COST = 0.5
"""Of training errors against the margin (C)."""

MANY = 3000
"""From so many texts on, n-grams that occur once are left out."""

NEGLIGIBLE = 0.01
"""Weights below this are left out: two thirds of them, and no answer changes."""


def train(
    texts: Sequence[str],
    labels: NDArray[np.int32],
    language: str,
    vectors: Vectors | None,
    seed: int = 0,
) -> Classifier | None:
    """A classifier of `texts`, one label each; None if all have the same, or without
    scikit-learn (`pip install answerbot[index]`)."""
    classes = np.unique(labels)
    if len(classes) < 2:
        return None
    try:
        from sklearn.svm import LinearSVC
    except ImportError:
        return None
    parts = [ngrams(text, language) for text in texts]
    least = 2 if len(texts) >= MANY else 1
    indexes = (
        TfIdf.fit([part[0] for part in parts], least=least),
        TfIdf.fit([part[1] for part in parts], least=least),
    )
    grams = _matrix([joined(indexes, part) for part in parts], indexes)
    dense = np.zeros((len(texts), 0)) if vectors is None else vectors * VECTOR_WEIGHT
    model = LinearSVC(C=COST, random_state=seed)
    with warnings.catch_warnings():
        # That there are few texts a class is known: most articles have their title only.
        warnings.filterwarnings("ignore", "The number of unique classes", UserWarning)
        model.fit(sparse.hstack([sparse.csr_matrix(dense), grams]).tocsr(), labels)
    coefficients, bias = _one_a_class(model.coef_, model.intercept_)
    width = dense.shape[1]
    kept = coefficients[:, width:] * (np.abs(coefficients[:, width:]) >= NEGLIGIBLE)
    return Classifier(
        language,
        classes.astype(np.int32),
        *indexes,
        np.ascontiguousarray(coefficients[:, :width].T, np.float32),
        sparse.csr_matrix(kept.T.astype(np.float32)),
        bias.astype(np.float32),
    )


def _matrix(
    rows: Sequence[tuple[NDArray[np.int64], Floats]], indexes: tuple[TfIdf, TfIdf]
) -> sparse.csr_matrix:
    bounds = np.concatenate([[0], np.cumsum([len(columns) for columns, _ in rows])])
    columns = np.concatenate([columns for columns, _ in rows])
    values = np.concatenate([values for _, values in rows])
    width = sum(len(index.vocabulary) for index in indexes)
    return sparse.csr_matrix((values, columns, bounds), shape=(len(rows), width))


def _one_a_class(
    coefficients: NDArray[np.float64], bias: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Of two classes scikit-learn gives only the second's function; the first's is its negative."""
    if len(coefficients) > 1:
        return coefficients, bias
    return np.vstack([-coefficients, coefficients]), np.concatenate([-bias, bias])
