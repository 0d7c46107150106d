"""What stands out about an article: badges, each with its definition.

Knows: counts of many articles, what is enough to say something.
Must not know: SQL, pages, titles.

A rate is compared with the one over all articles of the same period, by the end of its 95 %
interval that speaks against the badge: few enquiries give a wide interval and so no badge.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from answerbot.article_counts import Column, Counts
from answerbot.measures import FEW
from answerbot.metrics import Z_95, wilson

Mask = NDArray[np.bool_]
Floats = NDArray[np.float64]

UNFOUND_DAYS = 90
STALE_DAYS = 730
TOLD_ENOUGH = 3
"""So many customers must have said that it is out of date."""
WANTED_ENOUGH, WANTED_SHARE = 10, 0.05
"""So many customers of a language must have been offered it in another, and such a share."""
HALF, MORE, TWICE = 0.5, 1.25, 2.0


class Badge(NamedTuple):
    """`good`: whether an editor is glad of it, None if neither."""

    name: str
    label: str
    good: bool | None
    definition: str


BADGES = (
    Badge("resolves", "resolves", True, f"Of the enquiries in which it was opened, clearly more were solved by it (accepted, and not contradicted) than over all articles: the lower end of the 95 % interval lies above their rate. From {FEW} enquiries on."),
    Badge("ignored", "shown but ignored", False, f"Of the enquiries in which it was offered, clearly fewer than half as many opened it as over all articles: the upper end of the 95 % interval lies below half their rate. From {FEW} enquiries on."),
    Badge("ticketed", "opened, then ticket", False, f"Of the enquiries in which it was opened, clearly more led to a ticket afterwards than over all articles: the lower end of the 95 % interval lies above {MORE:g} times their rate. From {FEW} enquiries on."),
    Badge("outdated", "out of date", False, f"Customers said so since its last edit: at least {TOLD_ENOUGH}, and of the enquiries in which it was opened clearly more than twice as many as over all articles, by the lower end of the 95 % interval. Or an agent or editor did (an open task). Or it was not updated for {STALE_DAYS // 365} years and yet offered in at least {FEW} enquiries of the period."),
    Badge("unfound", "never found", None, f"Offered in none of the enquiries of the last {UNFOUND_DAYS} days, or since answerbot runs if that is shorter, although it was there all the time. Said only if there were at least {FEW} enquiries."),
    Badge("untranslated", "missing in a language", False, f"At least {WANTED_ENOUGH} customers asked in a language that the article is not in, and were offered it in another: clearly more than {100 * WANTED_SHARE:g} % of all who were offered it, by the lower end of the 95 % interval."),
    Badge("excluded", "excluded", None, "An editor excluded it: the bot does not offer it."),
)  # fmt: skip


class Rates(NamedTuple):
    """What happens over all articles: shares in [0, 1]."""

    accepted: float
    clicked: float
    ticketed: float
    out_of_date: float


def rates(counts: Counts) -> Rates:
    """Over all articles; 0 where nothing was counted."""
    return Rates(
        _share(counts["accepted"], counts["opened"]),
        _share(counts["clicked"], counts["offered"]),
        _share(counts["ticketed"], counts["opened"]),
        _share(counts["out_of_date"], counts["opened"]),
    )


def _share(part: Column, whole: Column) -> float:
    return float(part.sum() / max(1, whole.sum()))


def resolving(counts: Counts, over_all: Rates) -> Mask:
    """Clearly more accepted of opened."""
    low, _ = bounds(counts["accepted"], counts["opened"])
    return (counts["opened"] >= FEW) & (low > over_all.accepted)


def ignored(counts: Counts, over_all: Rates) -> Mask:
    """Clearly fewer opened of offered."""
    _, high = bounds(counts["clicked"], counts["offered"])
    return (counts["offered"] >= FEW) & (high < HALF * over_all.clicked)


def leading_to_tickets(counts: Counts, over_all: Rates) -> Mask:
    """Clearly more tickets of opened."""
    low, _ = bounds(counts["ticketed"], counts["opened"])
    return (counts["opened"] >= FEW) & (low > MORE * over_all.ticketed)


def told_out_of_date(told: int, opened: int, over_all: Rates) -> bool:
    """Clearly more said so of opened; `told` since its edit."""
    found = wilson(min(told, opened), opened)
    return told >= TOLD_ENOUGH and found is not None and found.low > TWICE * over_all.out_of_date


def wanted_enough(wanted: int, offered: int) -> bool:
    """Clearly a part of those who were offered it."""
    found = wilson(min(wanted, offered), offered)
    return wanted >= WANTED_ENOUGH and found is not None and found.low > WANTED_SHARE


def wanted_perhaps(counts: Counts) -> Mask:
    """Those wanted enough in other languages together; none else is in a single one."""
    low, _ = bounds(counts["elsewhere"], counts["offered"])
    return (counts["elsewhere"] >= WANTED_ENOUGH) & (low > WANTED_SHARE)


def bounds(part: Column, whole: Column) -> tuple[Floats, Floats]:
    """The ends of `metrics.wilson` for many at once; 0 and 1 where there is nothing."""
    n = np.maximum(whole, 1)
    share = np.minimum(part, n) / n
    centre = share + Z_95**2 / (2 * n)
    spread = Z_95 * np.sqrt(share * (1 - share) / n + Z_95**2 / (4 * n * n))
    scale = 1 + Z_95**2 / n
    low, high = np.maximum(0, (centre - spread) / scale), np.minimum(1, (centre + spread) / scale)
    known = whole > 0
    return np.where(known, low, 0.0), np.where(known, high, 1.0)
