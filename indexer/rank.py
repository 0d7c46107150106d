"""From the signals of candidates to an order and a confidence.

Knows: arrays of signals, one row a passage; the fitted coefficients.
Must not know: texts, indexes, files.

Order: half the words (BM25 of stems and of character pieces alike), half the
vectors, each scaled by its best candidate, so that neither arm can drown the
other. Confidence cannot come from scaled scores, whose best is always one; it is
a logistic regression over absolute signals, fitted on labelled questions in and
out of scope (`python -m eval.fit`).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]

TERMS_COUNTED = 30
"""Terms of a query beyond which confidence does not follow; labelled ones are rarely longer."""


@dataclass(frozen=True, slots=True)
class Signals:
    """One entry a candidate passage.

    `words` and `pieces` are BM25 scores, `cosine` the vectors' similarity (zeros
    without an encoder); `words_share` and `pieces_share` are those scores as a
    share of what a passage could reach that held every term of the query. `terms`
    is the number of those terms.
    """

    words: Array
    pieces: Array
    cosine: Array
    words_share: Array
    pieces_share: Array
    terms: int = 0

    @property
    def hybrid(self) -> bool:
        """Whether vectors took part."""
        return bool(self.cosine.any())


def fused(signals: Signals) -> Array:
    """The score by which passages are ordered, in [0, 1], shape (candidates,)."""
    words = 0.5 * scaled(signals.words) + 0.5 * scaled(signals.pieces)
    if not signals.hybrid:
        return words
    return 0.5 * words + 0.5 * scaled(np.maximum(signals.cosine, 0))


def scaled(values: Array) -> Array:
    """Divided by the largest; all zeros stay zeros."""
    top = values.max(initial=0)
    result: Array = values / top if top > 0 else np.zeros_like(values)
    return result


@dataclass(frozen=True, slots=True)
class Confidence:
    """P(right) = 1 / (1 + exp(-(bias + weights . features)))."""

    bias: float
    weights: Mapping[str, float]

    @classmethod
    def from_json(cls, data: Mapping[str, object]) -> Self:
        """Read what `to_json` wrote; other keys are passed over."""
        return cls(bias=data["bias"], weights=data["weights"])  # type: ignore[arg-type]

    def to_json(self) -> dict[str, object]:
        """As plain data."""
        return asdict(self)

    def of(self, features: Mapping[str, float]) -> float:
        """The probability for one candidate article. Every weight needs its feature."""
        logit = self.bias + sum(w * features[name] for name, w in self.weights.items())
        return 1 / (1 + math.exp(-min(30.0, max(-30.0, logit))))


def features(signals: Signals, row: int, score: float, runner_up: float) -> dict[str, float]:
    """What confidence is computed from: the absolute signals of the article's best
    passage, how far its score stands above the next article's, and how much was asked.

    `log_terms` stops growing at TERMS_COUNTED: a long letter is no surer than a question.
    """
    return {
        "cosine": float(signals.cosine[row]),
        "words_share": float(signals.words_share[row]),
        "pieces_share": float(signals.pieces_share[row]),
        "score": score,
        "margin": score - runner_up,
        "log_terms": math.log1p(min(signals.terms, TERMS_COUNTED)),
    }
