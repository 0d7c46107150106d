"""How long an experiment must run, and what it costs customers.

Knows: the variance of past traffic, sample sizes.
Must not know: SQL, pages.

For one look at the end the usual formula holds: with V = v / q + v / (1 - q), where v is the
variance of a person's influence on the ratio and q the other arm's share,

    persons = V * (z(1 - alpha / 2) + z(power))^2 / effect^2,

with the other arm's v larger as its rate is

(J. M. Lachin, "Introduction to sample size determination and power analysis for clinical
trials", Controlled Clinical Trials 2, 1981). For a look every day the half-width of the
confidence sequence, 3.03 standard errors where it is tightest, stands in place of
z(1 - alpha / 2) = 1.96: that many persons are enough with the same power at the planned end,
and most experiments are decided sooner. `python -m eval.experiments` checks both by simulation.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from answerbot.experiments.experiment import MILLION
from answerbot.experiments.measures import Sums
from answerbot.experiments.sequence import LEAST, LEAST_PART, multiplier
from answerbot.metrics import Z_95

Z_POWER = 0.841621
"""Power 80 %: of five effects of this size four are found."""

FEWEST = 50
"""Persons of the past, below which nothing is forecast."""


@dataclass(frozen=True, slots=True)
class Traffic:
    """What a sample of persons did in their first week: the sums of the measure that decides.
    `new` persons came in so many `days`."""

    sums: Sums
    new: int
    days: int

    @property
    def people(self) -> float:
        """New persons a day."""
        return self.new / self.days

    @property
    def rate(self) -> float:
        """The share of people who ask for a human."""
        return self.sums.part / self.sums.whole if self.sums.whole else 0.0

    @property
    def told(self) -> bool:
        """Whether it is enough to forecast from."""
        return min(self.sums.n, self.new) >= FEWEST and self.sums.part > 0


@dataclass(frozen=True, slots=True)
class Plan:
    """`once` and `daily`: how many persons are needed if one looks once at the end, or every
    day. `days` likewise, with the window of the last person. `held` are the persons in the other
    arm of the latter, `price` those of them who ask for a human only because of it, if the effect
    is real."""

    effect: float
    once: int
    daily: int
    days_once: int
    days_daily: int
    held: int
    price: int


def plan(traffic: Traffic, *, share: int, effect: float, window: int) -> Plan | None:
    """What it takes to find an `effect` (a difference of rates, as 0.05); None if the past does
    not tell."""
    if not traffic.told or effect <= 0:
        return None
    q = share / MILLION
    spread = influence(traffic.sums) * (_wider(traffic.rate, effect) / q + 1 / (1 - q))
    rare = LEAST_PART / max(1e-9, traffic.sums.part / traffic.sums.n)
    least = max(LEAST / min(q, 1 - q), rare)
    once, daily = (
        math.ceil(max(least, spread * (z + Z_POWER) ** 2 / effect**2))
        for z in (Z_95, multiplier(1, 1))
    )
    return Plan(
        effect,
        once,
        daily,
        math.ceil(once / traffic.people) + window,
        math.ceil(daily / traffic.people) + window,
        round(daily * q),
        round(daily * q * effect),
    )


def findable(traffic: Traffic, *, share: int, days: float, window: int) -> float | None:
    """The smallest effect that so many days are enough for, to a tenth of a point; None if none
    of up to 50 points is, or the past does not tell."""
    for tenths in range(5, 501):
        found = plan(traffic, share=share, effect=tenths / 1000, window=window)
        if found and found.days_daily <= days:
            return tenths / 1000
    return None


def _wider(rate: float, effect: float) -> float:
    """How much larger the variance is in the other arm, where the rate is higher."""
    other = min(rate + effect, 0.5) if rate < 0.5 else rate
    return other * (1 - other) / (rate * (1 - rate)) if 0 < rate < 1 else 1.0


def influence(found: Sums) -> float:
    """The variance of one person's influence on the ratio."""
    r = found.part / found.whole
    residuals = found.parts - 2 * r * found.cross + r * r * found.wholes
    return residuals / (found.n - 1) / (found.whole / found.n) ** 2
