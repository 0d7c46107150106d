"""How many tickets may come to be confirmed as resolved, and on which assumptions.

Knows: shares of tickets, chances, the bootstrap.
Must not know: how tickets were asked, how a forecast is shown.

A forecast is a range, never a count of resolutions: a ticket counts as resolved only after
the customer has accepted an article and nothing has contradicted it since.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from eval.replay.asking import Replayed
from eval.replay.shares import right_offers
from eval.slices import FEWEST

RESAMPLES = 10_000


class Acceptance(NamedTuple):
    """The share of right offers that end as confirmed resolutions: assumed, in a range."""

    low: float
    high: float

    @classmethod
    def parse(cls, text: str) -> Acceptance:
        """From a text such as `0.12-0.44` or `12%-44%`. Raises ValueError."""
        parts = [part.strip() for part in text.replace("–", "-").split("-")]
        try:
            values = [float(p[:-1]) / 100 if p.endswith("%") else float(p) for p in parts]
        except ValueError:
            values = []
        if len(values) != 2 or not 0 <= values[0] <= values[1] <= 1:
            raise ValueError(f"{text!r} is not LOW-HIGH between 0 and 1, such as 0.12-0.44")
        return cls(*values)


ACCEPTANCE = Acceptance(0.12, 0.44)
"""Published figures of bought bots whose customers click that an article solved it are 12 %
and 14 % of all enquiries that the bot tried, and 14 % to 22 % in one consultant's count. They
are shares of enquiries, not of right offers: 12 % is our low end, as if every enquiry had had
a right offer; 22 % of enquiries, if only half of them had one, our high end."""


def chances(replayed: Sequence[Replayed]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """P(a right article is offered) of each ticket, shape (tickets,): 0 without an offer; 1 or
    0 where the article that solved it is known; else the confidence of the first article."""
    return np.array([_chance(one) for one in replayed], dtype=np.float64)


def _chance(one: Replayed) -> float:
    if not one.offered:
        return 0.0
    return float(one.right) if one.known else one.confidence


def forecast(
    replayed: Sequence[Replayed],
    acceptance: Acceptance = ACCEPTANCE,
    *,
    seed: int = 0,
    resamples: int = RESAMPLES,
) -> dict[str, Any]:
    """Confirmed resolutions as a share of all tickets: a range from the low end of the
    interval of right offers times the low acceptance to the high end times the high one.

    The interval is the percentile bootstrap over tickets (B. Efron, "Bootstrap methods:
    another look at the jackknife", Annals of Statistics 7, 1979), at 95 %.
    """
    each = chances(replayed)
    low, high = _interval(each, seed, resamples)
    n = len(each)
    return {
        "n": n,
        "enough": n >= FEWEST,
        "right_offers": _figures(float(each.mean()), low, high),
        "acceptance": {"low": acceptance.low, "high": acceptance.high},
        "low": round(low * acceptance.low, 4),
        "high": round(high * acceptance.high, 4),
        "tickets_low": round(n * low * acceptance.low),
        "tickets_high": round(n * high * acceptance.high),
        "check": _check(replayed),
        "assumptions": _assumptions(replayed, acceptance),
    }


def _interval(
    each: np.ndarray[tuple[int], np.dtype[np.float64]], seed: int, resamples: int
) -> tuple[float, float]:
    """Of the mean; drawn in parts, so that memory stays small."""
    random, means = np.random.default_rng(seed), np.empty(resamples)
    part = max(1, 4_000_000 // len(each))
    for start in range(0, resamples, part):
        size = min(part, resamples - start)
        drawn = random.integers(0, len(each), (size, len(each)))
        means[start : start + size] = each[drawn].mean(axis=1)
    low, high = np.percentile(means, [2.5, 97.5])
    return float(low), float(high)


def _figures(share: float, low: float, high: float) -> dict[str, float]:
    return {"share": round(share, 4), "low": round(low, 4), "high": round(high, 4)}


def _check(replayed: Sequence[Replayed]) -> dict[str, Any]:
    """Confidence against truth, on offers to tickets whose article is known: what was claimed
    of the first article, and the share that was right (of the first, and of all shown)."""
    known = [one for one in replayed if one.known and one.offered]
    if not known:
        return {"n": 0, "enough": False, "claimed": None, "first_right": None, "right": None}
    claimed = sum(one.confidence for one in known) / len(known)
    first = sum(one.offered[0].article in one.solutions for one in known) / len(known)
    return {
        "n": len(known),
        "enough": len(known) >= FEWEST,
        "claimed": round(claimed, 4),
        "first_right": round(first, 4),
        "right": right_offers(replayed).report["share"],
    }


def _assumptions(replayed: Sequence[Replayed], acceptance: Acceptance) -> list[str]:
    known = sum(one.known for one in replayed)
    unknown = sum(bool(one.offered) and not one.known for one in replayed)
    return [
        "No ticket here is resolved: one counts only once its customer accepts an article and"
        " nothing contradicts that for the time of maturity.",
        "Whoever sends such a ticket sees the offer first and would send it as before if"
        " nothing were shown.",
        f"For the {known:,} tickets whose article is known, right means that it was among those"
        f" offered; for the {unknown:,} others with an offer, the confidence of the first"
        " article is taken as its chance of being right.",
        f"Of right offers {acceptance.low:.0%} to {acceptance.high:.0%} end as confirmed"
        " resolutions: an assumption (--acceptance), until the ledger has figures.",
        "Tickets to come are like these, and articles stay as they are.",
    ]
