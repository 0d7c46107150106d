"""Are the arms as large as the draw makes them? If not, no figure can be trusted.

Knows: the test for a sample ratio mismatch.
Must not know: SQL, pages.

Pearson's chi-square with one degree of freedom; below 1 in 1,000 something is wrong (Fabijan et
al., "Diagnosing sample ratio mismatch in online controlled experiments", KDD 2019).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from answerbot.experiments.experiment import MILLION

LIMIT = 0.001


@dataclass(frozen=True, slots=True)
class Balance:
    """How many are in each arm, how many were to be in the other, and how likely that is."""

    usual: int
    other: int
    expected: float
    p: float

    @property
    def wrong(self) -> bool:
        """Whether chance alone does not do that."""
        return self.p < LIMIT


def balance(usual: int, other: int, share: int) -> Balance:
    """Against the `share` of the other arm, in parts per million."""
    n, q = usual + other, share / MILLION
    if n == 0:
        return Balance(0, 0, 0.0, 1.0)
    square = (other - n * q) ** 2 / (n * q * (1 - q))
    return Balance(usual, other, n * q, math.erfc(math.sqrt(square / 2)))
