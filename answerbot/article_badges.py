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
from answerbot.metrics import Z_95

Mask = NDArray[np.bool_]
Floats = NDArray[np.float64]

UNFOUND_DAYS = 90
STALE_DAYS = 365
TOLD_ENOUGH = 3
"""So many customers said that it is out of date."""
WANTED_ENOUGH = 10
"""So many customers of a language were offered it in another."""
HALF, MORE = 0.5, 1.25


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
    Badge("outdated", "out of date", False, f"At least {TOLD_ENOUGH} customers said so since its last edit, or an agent did (an open task), or it was not updated for {STALE_DAYS} days and yet offered in at least {FEW} enquiries of the period."),
    Badge("unfound", "never found", None, f"Offered in none of the enquiries of the last {UNFOUND_DAYS} days, or since answerbot runs if that is shorter, although it was there all the time. Said only if there were at least {FEW} enquiries."),
    Badge("untranslated", "missing in a language", False, f"At least {WANTED_ENOUGH} customers asked in a language that the article is not in, and were offered it in another."),
    Badge("excluded", "excluded", None, "An editor excluded it: the bot does not offer it."),
)  # fmt: skip


class Rates(NamedTuple):
    """What happens over all articles: shares in [0, 1]."""

    accepted: float
    clicked: float
    ticketed: float


def rates(counts: Counts) -> Rates:
    """Over all articles; 0 where nothing was counted."""
    return Rates(
        _share(counts["accepted"], counts["opened"]),
        _share(counts["clicked"], counts["offered"]),
        _share(counts["ticketed"], counts["opened"]),
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
