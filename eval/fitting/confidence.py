"""The confidence's coefficients: logistic regression over absolute signals.

Knows: which features are used, regression.
Must not know: how signals are made, the ranker's weights.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score

from eval.errors import EvalError
from eval.fitting.trials import Question, Trial
from eval.measures.ece import calibration_error
from indexer.adaptation import NEAR
from indexer.calibrate import Confidence, features, spread
from indexer.logistic import logistic
from indexer.rank import Ranker

FEATURES = {
    "hybrid": ("likeness", "coverage", "spread", "words_standing", "log_terms", "gap"),
    "words": ("words_share", "pieces_share", "spread", "words_standing", "log_terms", "gap"),
    "hybrid, taught": ("likeness", "classified", "coverage", "spread", "words_standing", "gap"),
    "words, taught": ("words_share", "classified", "coverage", "spread", "words_standing", "gap"),
}
"""Chosen by leaving each folder out (docs/MEASURING.md)."""

GAPS = (0.0, -2.0, -4.0, -6.0, -8.0, -10.0, -14.0, -20.0, -30.0)

SHOWN = 3
"""Articles of a question that are learnt from: those that people see."""

Floats = NDArray[np.float64]


class Table(NamedTuple):
    """One row a shown article: `x` its features, `right`, whether it is the first of its
    question, whether that was in scope, and whether there was an answer: questions without
    one are rows of zeros. `silent` more, out of scope, had no candidate at all."""

    folder: str
    kind: str
    x: Floats
    right: Floats
    first: NDArray[np.bool_]
    in_scope: NDArray[np.bool_]
    answered: NDArray[np.bool_]
    silent: int


def table(trial: Trial, ranker: Ranker, names: Sequence[str]) -> Table:
    """What `ranker` would show for a trial's questions."""
    rows: list[list[float]] = []
    labels: list[tuple[bool, bool, bool, bool]] = []
    for question in trial.questions:
        shown = _shown(question, ranker) if question else []
        if not shown:
            rows.append([0.0] * len(names))
            labels.append((False, True, question is None or question.in_scope, False))
        for place, (known, right) in enumerate(shown):
            rows.append([known[name] for name in names])
            labels.append((right, place == 0, bool(question and question.in_scope), True))
    marks = np.array(labels, dtype=np.bool_).reshape(-1, 4).T
    right, first, inside, answered = marks[0], marks[1], marks[2], marks[3]
    x = np.array(rows, float).reshape(-1, len(names))
    return Table(
        trial.folder, trial.kind, x, right.astype(float), first, inside, answered, trial.silent
    )


def _shown(question: Question, ranker: Ranker) -> list[tuple[dict[str, float], bool]]:
    scores = ranker.scores(question.signals)
    uncertain = spread(scores)
    best = np.argsort(-scores, kind="stable")[:SHOWN].tolist()
    found = []
    for i in best:
        covered = float(question.coverage[i])
        known = features(question.signals, i, scores, covered, uncertain)
        found.append((known, bool(question.right[i])))
    return found


def fit(tables: Sequence[Table], names: Sequence[str]) -> Confidence:
    """Regression on the first articles of all tables, in two steps; folders weigh the same,
    and so do a folder's tables.

    First what tells answers from the rest *within* a table: each has an intercept of its own,
    so that no feature is believed because folders differ in how easy they are. Then one scale
    and bias for all, so that the result is a share that is right (Platt, 1999). How far an
    article behind the first falls short is fitted after, on those alone (`gap`).

    Raises EvalError if the first articles are all right, or all wrong.
    """
    first = np.concatenate([part.first for part in tables])
    x, y = (np.concatenate([part[i] for part in tables]) for i in (2, 3))
    if len(np.unique(y[first])) < 2:
        raise EvalError("nothing to fit: the first articles are all right, or all wrong")
    own = [i for i, name in enumerate(names) if name != "gap"]
    shown, right, sample = x[first][:, own], y[first], _weights(tables)[first]
    telling = _telling(tables, shown, right, sample)
    scale, bias = logistic((shown @ telling)[:, None], right, sample)
    weights = telling * scale[0]
    found = {names[i]: round(float(w), 4) for i, w in zip(own, weights, strict=True)}
    if "gap" in names and not first.all():
        behind = x[~first]
        logits = behind[:, own] @ weights + bias
        found["gap"] = _falling(logits, behind[:, names.index("gap")], y[~first])
    return Confidence(round(bias, 4), {name: found.get(name, 0.0) for name in names})


def _telling(tables: Sequence[Table], x: Floats, right: Floats, sample: Floats) -> Floats:
    """The weights of the features, by a regression in which each table has an intercept.

    A question in scope whose first article is wrong counts as NEAR right: it is unlike a
    question that nothing answers.
    """
    inside = np.concatenate([part.in_scope[part.first] for part in tables])
    likely = np.where(right > 0, 1.0, np.where(inside, NEAR, 0.0))
    sizes = [int(part.first.sum()) for part in tables]
    intercepts = np.repeat(np.eye(len(tables)), sizes, axis=0)
    weights, _ = logistic(np.hstack([x, intercepts]), likely, sample)
    return weights[: x.shape[1]]


def _falling(logits: Floats, gaps: Floats, right: Floats) -> float:
    """The weight of the gap with the least log loss, of a grid; never above zero."""
    signs = np.where(right > 0, -1, 1)
    losses = {
        weight: float(np.mean(np.logaddexp(0, signs * (logits + weight * gaps)))) for weight in GAPS
    }
    return min(losses, key=lambda weight: losses[weight])


def _weights(tables: Sequence[Table]) -> Floats:
    """One weight a row, 1 on average."""
    folders = [part.folder for part in tables]
    parts = [
        np.full(len(part.first), 1 / (part.first.sum() * folders.count(part.folder)))
        for part in tables
    ]
    weights = np.concatenate(parts)
    return np.asarray(weights / weights.mean())


def figures(part: Table, model: Confidence, names: Sequence[str]) -> dict[str, float | None]:
    """AUROC, solved@p80 and calibration error of the first articles of one table."""
    said = claimed(part, model, names)
    right, inside = part.right[part.first], part.in_scope[part.first]
    both = bool(inside.any() and not inside.all())
    return {
        "auroc": float(roc_auc_score(inside, said)) if both else None,
        "solved@p80": solved(said, right, int(inside.sum())) if both else None,
        "ece": calibration_error(said, right),
    }


def claimed(part: Table, model: Confidence, names: Sequence[str]) -> Floats:
    """The confidence of each question's first article."""
    weights = np.array([model.weights[name] for name in names])
    return np.asarray(1 / (1 + np.exp(-(part.x[part.first] @ weights + model.bias))))


def solved(said: Floats, right: Floats, inside: int, precision: float = 0.8) -> float:
    """The largest share of the questions in scope that are answered rightly while of all
    answers given at least `precision` are right."""
    order = np.argsort(-said, kind="stable")
    correct = np.cumsum(right[order])
    good = np.flatnonzero(correct / np.arange(1, len(order) + 1) >= precision)
    return float(correct[good[-1]] / inside) if len(good) else 0.0
