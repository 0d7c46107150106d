"""From the signals of candidate articles to an order.

Knows: arrays of signals; coefficients, which are data (`ranker.json`, by `python -m eval.fit`).
Must not know: texts, indexes, files, confidence.

Each signal is scaled by its best candidate, so that none drowns the others. How much
vectors weigh beside words is the help center's own finding (`exam.py`); how much
phrasings weigh grows with their number.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Self

import numpy as np

from indexer.signals import Array, Signals

LEAST_SHARE, MOST_SHARE = 0.1, 0.9
"""Neither arm is ever silent."""

ALIKE = 0.6
"""The cosine below which the nearest phrasings are not scaled up: they may all be unlike."""


@dataclass(frozen=True, slots=True)
class Ranker:
    """Weights. The word arm's four and the vector arm's three count among themselves;
    `share` + `trust` * (the exam's trust) is the part of the vector arm."""

    words: float
    pieces: float
    sentence_words: float
    sentence_pieces: float
    cosine: float
    sentence_cosine: float
    sentence_standing: float
    title: float
    share: float
    trust: float
    similar: float
    classified: float
    refused: float
    doubt: float

    @classmethod
    def from_json(cls, data: Mapping[str, float]) -> Self:
        """Read what `to_json` wrote."""
        return cls(**data)

    def to_json(self) -> dict[str, float]:
        """As plain data."""
        return asdict(self)

    def vector_share(self, trust: float) -> float:
        """The part of the vector arm, for a help center of this trust."""
        return min(MOST_SHARE, max(LEAST_SHARE, self.share + self.trust * trust))

    def scores(self, signals: Signals) -> Array:
        """The scores by which articles are ordered, shape (candidates,)."""
        total = self._by_content(signals)
        if signals.taught or signals.refused.any():
            total = total + self._by_phrasings(signals)
        return total

    def _by_content(self, signals: Signals) -> Array:
        by_words = (
            self.words * scaled(signals.words)
            + self.pieces * scaled(signals.pieces)
            + self.sentence_words * scaled(signals.sentence_words)
            + self.sentence_pieces * scaled(signals.sentence_pieces)
        ) / (self.words + self.pieces + self.sentence_words + self.sentence_pieces)
        titles = self.title * scaled(signals.title)
        if not signals.hybrid:
            return np.asarray(by_words + titles, np.float32)
        by_vectors = (
            self.cosine * scaled(signals.cosine)
            + self.sentence_cosine * scaled(signals.sentence_cosine)
            + self.sentence_standing * standing(signals.sentence_cosine)
        ) / (self.cosine + self.sentence_cosine + self.sentence_standing)
        share = self.vector_share(signals.trust)
        return np.asarray((1 - share) * by_words + share * by_vectors + titles, np.float32)

    def _by_phrasings(self, signals: Signals) -> Array:
        believed = signals.evidence / (signals.evidence + self.doubt)
        like = signals.similar / max(float(signals.similar.max(initial=0)), ALIKE)
        gained = self.similar * like + self.classified * signals.classified
        return np.asarray(believed * gained - self.refused * signals.refused, np.float32)


def scaled(values: Array) -> Array:
    """Divided by the largest, nothing below zero; all zeros stay zeros."""
    kept = np.maximum(values, 0)
    top = kept.max(initial=0)
    return np.asarray(kept / top if top > 0 else kept, np.float32)


def standing(values: Array) -> Array:
    """How far above the mean, the largest being one."""
    if not len(values):
        return values
    mean, top = float(values.mean()), float(values.max())
    return np.asarray((values - mean) / max(top - mean, 1e-6), np.float32)
