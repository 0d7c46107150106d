"""From signals to confidence: the calibrated probability that an article is right.

Knows: absolute signals; coefficients, which are data (`confidence.json`, by `eval.fit`).
Must not know: texts, indexes, files, what a threshold is used for.

Confidence cannot come from scaled scores, whose best is always one. It is a logistic
regression over absolute signals, fitted on labelled questions in and out of scope.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

import numpy as np

from indexer.curve import Curve
from indexer.signals import Array, Signals

TERMS_COUNTED = 30
"""Terms of a query beyond which confidence does not follow; labelled ones are rarely longer."""

SHARPNESS = 15.0
"""Scores times this, as exponents, are the shares of a question's candidates."""


UNREACHED = 1.0
"""The threshold of a precision that is out of reach: no confidence is that high."""


@dataclass(frozen=True, slots=True)
class Confidence:
    """P(right) = 1 / (1 + exp(-(bias + weights . features))), and what its thresholds bring."""

    bias: float
    weights: Mapping[str, float]
    curve: Curve = field(default_factory=Curve)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Read what `to_json` wrote; other keys are passed over."""
        return cls(data["bias"], data["weights"], Curve.from_json(data["curve"]))

    def to_json(self) -> dict[str, object]:
        """As plain data."""
        return {"bias": self.bias, "weights": dict(self.weights), "curve": self.curve.to_json()}

    def threshold(self, precision: float) -> float:
        """The lowest threshold at which the reference precision reaches `precision`, a
        share; UNREACHED, so that nothing is offered, if none does."""
        reached = self.curve.reaching(precision)
        return reached.threshold if reached else UNREACHED

    def of(self, features: Mapping[str, float]) -> float:
        """The probability for one candidate article. Every weight needs its feature."""
        logit = self.bias + sum(w * features[name] for name, w in self.weights.items())
        return 1 / (1 + math.exp(-min(30.0, max(-30.0, logit))))


def spread(scores: Array) -> float:
    """The entropy, in nats, of the candidates' shares: 0 where one stands alone."""
    if not len(scores):
        return 0.0
    raised = np.exp(SHARPNESS * (scores - scores.max()))
    shares = raised / raised.sum()
    return float(-(shares * np.log(shares + 1e-12)).sum())


def features(
    signals: Signals, i: int, scores: Array, coverage: float, spread: float
) -> dict[str, float]:
    """What is known of candidate `i`: its own signals, and how it stands among the others.

    `scores` are all candidates'. `coverage` is the share of the question, weighed by
    idf, whose terms the article has. `likeness` is that of its nearest sentence or
    phrasing. `log_terms` stops growing at TERMS_COUNTED: a long
    letter is no surer than a question.
    """
    return {
        "cosine": float(signals.cosine[i]),
        "sentence_cosine": float(signals.sentence_cosine[i]),
        "likeness": float(max(signals.sentence_cosine[i], signals.nearest[i])),
        "words_share": float(signals.words[i]) / signals.words_ceiling,
        "pieces_share": float(signals.pieces[i]) / signals.pieces_ceiling,
        "words_standing": (float(signals.words[i]) - signals.words_mean)
        / (signals.words_deviation + 1),
        "coverage": coverage,
        "spread": spread,
        "gap": float(scores.max() - scores[i]),
        "nearest": float(signals.nearest[i]),
        "similar": float(signals.similar[i]),
        "classified": float(signals.classified[i]),
        "refused": float(signals.refused[i]),
        "log_terms": math.log1p(min(signals.terms, TERMS_COUNTED)),
        "score": float(scores[i]),
    }
