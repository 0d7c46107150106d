"""The difference of two ratios, with an interval for one look and one for any number of looks.

Knows: the ratio estimator, the normal interval, confidence sequences.
Must not know: what is measured, pages.

The unit is the person; a ratio of sums over persons has the variance of the residuals
`part - ratio * whole` (Cochran, Sampling Techniques, 3rd ed. 1977, ch. 6; Deng, Knoblich, Lu,
"Applying the Delta Method in Metric Analytics", KDD 2018).

`Difference.fixed` is right for one look at a time decided beforehand. `Difference.always` holds
at all times at once with probability 95 %, so that one may look every day and stop: the
asymptotic confidence sequence of Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas, "Time-uniform
central limit theory and asymptotic confidence sequences", Annals of Statistics 52 (2024),
theorem 2.2, with the standard error of the difference in place of sigma / sqrt(t).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

from answerbot.experiments.measures import NONE, Sums
from answerbot.metrics import Z_95

ALPHA = 0.05
LEAST = 100
"""Persons in each arm; the theory is one of large numbers, and below this nothing is said."""
LEAST_PART = 20
"""Of what is counted, in both arms together, and of what is not."""


@dataclass(frozen=True, slots=True)
class Ratio:
    """A ratio with the variance of its estimate."""

    value: float
    variance: float
    n: int


@dataclass(frozen=True, slots=True)
class Range:
    """From `low` to `high`."""

    low: float
    high: float

    @property
    def clear(self) -> bool:
        """Whether it leaves out zero."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True, slots=True)
class Difference:
    """The other arm minus the usual one, in the measure's own unit."""

    usual: Ratio
    other: Ratio
    value: float
    error: float
    fixed: Range
    always: Range


def ratio(found: Sums, *, smooth: bool = False) -> Ratio | None:
    """Part of whole; None if there is nothing to divide by.

    With `smooth` the variance is that of two more persons, one who did and one who did not: of
    rare events in few persons it is too small by far (Agresti and Caffo, "Simple and effective
    confidence intervals for proportions", American Statistician 54, 2000).
    """
    if found.whole == 0 or found.n < 2:
        return None
    by = found + Sums(2, 1, 2, 1, 2, 1) if smooth else found
    r = by.part / by.whole
    residuals = by.parts - 2 * r * by.cross + r * r * by.wholes
    size = by.whole / by.n
    variance = max(0.0, residuals) / (by.n - 1) / by.n / size**2
    return Ratio(found.part / found.whole, variance, found.n)


def difference(
    usual: Sums, other: Sums, *, people: int, most: float = 1.0, alpha: float = ALPHA
) -> Difference | None:
    """The other arm minus the usual one; None while there are too few to tell. `people` is the
    size that was planned, `most` the largest value of the ratio."""
    if not enough(usual, other, most):
        return None
    share = most == 1.0
    one, two = ratio(usual, smooth=share), ratio(other, smooth=share)
    if one is None or two is None:
        return None
    d, error = two.value - one.value, math.sqrt(one.variance + two.variance)
    once = Z_95 * error
    ever = multiplier(one.n + two.n, people, alpha) * error
    return Difference(one, two, d, error, _within(d, once, most), _within(d, ever, most))


def enough(usual: Sums, other: Sums, most: float = 1.0) -> bool:
    """Whether there are enough to say anything."""
    if min(usual.n, other.n) < LEAST:
        return False
    if most != 1.0:
        return min(usual.whole, other.whole) >= LEAST
    both = usual + other
    return min(both.part, max(0, both.whole - both.part)) >= LEAST_PART


def multiplier(n: int, people: int, alpha: float = ALPHA) -> float:
    """How many standard errors wide the confidence sequence is to each side after `n` persons,
    if it is made tightest at `people`: 3.0 there, more before and after."""
    x = n * _rho_squared(people, alpha)
    return math.sqrt((x + 1) / x * (math.log1p(x) - 2 * math.log(alpha)))


@lru_cache(maxsize=100)
def _rho_squared(people: int, alpha: float) -> float:
    """The free number of the theorem: the one that makes the sequence narrowest at `people`.
    There x = log(1 + x) - 2 log(alpha), which this iteration finds."""
    x = 8.0
    for _ in range(50):
        x = math.log1p(x) - 2 * math.log(alpha)
    return x / max(1, people)


def _within(value: float, by: float, most: float) -> Range:
    return Range(max(-most, value - by), min(most, value + by))


__all__ = ["NONE", "Difference", "Range", "Ratio", "difference", "enough", "multiplier", "ratio"]
