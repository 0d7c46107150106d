"""Figures from the ledger, each with its n.

Knows: outcomes, counts, the Wilson interval.
Must not know: SQL, pages.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from answerbot.enquiries import Kind, State
from corpora.article import Article

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


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """An article on the editor's page. Counts are enquiries, not clicks."""

    article: str
    title: str
    section: str
    locales: tuple[str, ...]
    audience: str
    offered: int
    seen: int
    opened: int
    accepted: int
    rejected: int

    @property
    def resolves(self) -> Interval | None:
        """Accepted of opened."""
        return wilson(min(self.accepted, self.opened), self.opened)


COLUMNS = ("title", "offered", "seen", "opened", "accepted", "rejected")


def article_rows(
    articles: Iterable[Article],
    counts: Mapping[str, Mapping[str, int]],
    accepted: Mapping[str, int],
    *,
    home: str,
) -> list[ArticleRow]:
    """One row an article, titled in the locale `home` if it has it."""
    grouped: dict[str, list[Article]] = {}
    for article in articles:
        grouped.setdefault(article.id, []).append(article)
    return [
        _row(group, {**counts.get(article, {}), Kind.ACCEPTED: accepted.get(article, 0)}, home)
        for article, group in grouped.items()
    ]


def _row(group: Sequence[Article], counts: Mapping[str, int], home: str) -> ArticleRow:
    main = next((a for a in group if a.locale == home), group[0])
    return ArticleRow(
        article=main.id,
        title=main.title,
        section=main.section,
        locales=tuple(sorted(a.locale for a in group)),
        audience=main.audience,
        offered=counts.get(Kind.OFFERED, 0),
        seen=counts.get(Kind.SEEN, 0),
        opened=counts.get(Kind.OPENED, 0),
        accepted=counts.get(Kind.ACCEPTED, 0),
        rejected=counts.get(Kind.REJECTED, 0),
    )


def arranged(rows: Iterable[ArticleRow], *, sort: str, find: str) -> list[ArticleRow]:
    """The rows whose title, id or section contains `find`, largest of `sort` first.

    An unknown `sort` means by title.
    """
    wanted = find.casefold()
    kept = [row for row in rows if wanted in f"{row.title} {row.article} {row.section}".casefold()]
    by_title = sorted(kept, key=lambda row: (row.title.casefold(), row.article))
    if sort not in COLUMNS or sort == "title":
        return by_title
    return sorted(by_title, key=lambda row: -int(getattr(row, sort)))
