"""What customers made of articles, counted: columns of many articles at once.

Knows: which counts there are.
Must not know: SQL, what counts mean for an editor (`answerbot/article_badges.py` does).

Forty thousand rows are columns of numbers here, since a page that sorts and filters them must
not take each in its hand.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

COUNTS = (
    "offered", "seen", "opened", "clicked", "accepted", "revoked", "rejected", "not_related",
    "did_not_answer", "out_of_date", "could_not_follow", "ticketed", "failed", "linked",
    "satisfaction", "satisfaction_n", "elsewhere",
)  # fmt: skip
"""Each is a number of enquiries, but for `satisfaction`, a sum of what was given. `rejected` is
more than its reasons together where customers gave none. `elsewhere`: offered to customers who
asked in another language."""

Column = NDArray[np.int64]
Rows = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Counts:
    """One row an article, by the number of the article; the last column holds how many of the
    accepted ones are `immature`."""

    articles: Column
    table: Column

    def __getitem__(self, name: str) -> Column:
        """A column: one of COUNTS, `immature` or `confirmed`."""
        if name == "immature":
            return self.table[:, len(COUNTS)]
        if name == "confirmed":
            return self["accepted"] - self["immature"]
        return self.table[:, COUNTS.index(name)]


def summed(days: Iterable[Rows], loose: Column, immature: Column, size: int) -> Counts:
    """Rows of (article, counts ...) added up, one row for each article number below `size`: those
    of `days`, in each of which an article stands at most once, and `loose` ones. `immature` are
    rows of (article, n)."""
    added = np.zeros((size, len(COUNTS) + 1), np.int32)
    for day in days:
        articles = day[:, 0]
        sums = added.take(articles, axis=0)
        sums += day
        added[articles] = sums
    table = np.zeros((size, len(COUNTS) + 1), np.int64)
    table[:, :-1] = added[:, 1:]
    np.add.at(table, loose[:, 0], np.pad(loose[:, 1:], ((0, 0), (0, 1))))
    np.add.at(table[:, -1], immature[:, 0], immature[:, 1])
    return Counts(np.arange(size), table)
