"""Figures from the ledger, each with its n.

Knows: outcomes, counts, the Wilson interval.
Must not know: SQL, pages.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from answerbot.enquiries import State

Z_95 = 1.959964


class Interval(NamedTuple):
    """A share with its 95 % interval, all in [0, 1]."""

    share: float
    low: float
    high: float


def wilson(successes: int, n: int) -> Interval | None:
    """The Wilson score interval; None if n is 0.

    E. B. Wilson, "Probable inference, the law of succession, and statistical
    inference", JASA 22 (1927).
    """
    if n == 0:
        return None
    share = successes / n
    centre = share + Z_95**2 / (2 * n)
    spread = Z_95 * math.sqrt(share * (1 - share) / n + Z_95**2 / (4 * n * n))
    scale = 1 + Z_95**2 / n
    return Interval(share, max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale))


class Rated(NamedTuple):
    """The mean of what customers gave from 1 to 5, and how many gave it."""

    mean: float
    n: int


@dataclass(frozen=True, slots=True)
class Summary:
    """What became of all enquiries. The states partition them: they add up to `asked`.

    `ratings` has an entry for each of `RATINGS` that anybody gave; of an enquiry the last counts.
    `excluded` are hits by machines: none of them counts as anything else.
    """

    asked: int
    offered: int
    opened: int
    states: Mapping[State, int]
    ratings: Mapping[str, Rated]
    excluded: int = 0
    clicked: int = 0
    objected: int = 0
    submitted: int = 0
    recontacted: int = 0

    @property
    def confirmed(self) -> Interval | None:
        """The headline: confirmed resolutions of all that was asked."""
        return wilson(self.states.get(State.CONFIRMED, 0), self.asked)

    @property
    def immature(self) -> int:
        """Accepted, but not yet long enough to be confirmed."""
        return self.states.get(State.ACCEPTED, 0)
