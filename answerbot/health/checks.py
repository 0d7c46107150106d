"""What is wrong with one article, from itself and its figures.

Knows: dates, links, lengths, how long without a change is long.
Must not know: SQL, the index, the network, pages.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import unquote

from answerbot.health.finding import Finding, Kind
from corpora.article import Article, Heading, Link, ListBlock, Paragraph, Table
from indexer.tokens import words

STALE = timedelta(days=365)
"""An article that is asked for and has not changed for so long may be out of date."""

UNREAD = timedelta(days=90)
"""One that nobody was offered for so long, and that was there as long, helps nobody."""

FEWEST_WORDS, MOST_WORDS = 5, 1_500
"""With fewer words there is no answer; with more nobody finds it, and a passage is cut out of
context."""

_UNTIL = re.compile(
    r"\b(?:until|through|valid (?:to|till)|expires? (?:on|in)|ends? (?:on|in)"
    r"|jusqu['’](?:en|au|à)|bis (?:zum|ende)?|fino (?:a|al)|hasta (?:el)?)"
    r"\s+(?:[\w.]+\s+){0,3}?(?P<year>20\d\d)\b",
    re.IGNORECASE,
)
"""Words that say when something ends, with a year. What it is about is for a reader to see."""


@dataclass(frozen=True, slots=True)
class Met:
    """How customers met an article: in how many enquiries it was offered and opened in the last 90
    days, the day on which it was last offered, and since when it is known."""

    offered: int = 0
    opened: int = 0
    last: date | None = None
    since: date | None = None


def findings(
    article: Article, met: Met, known: Collection[str], now: datetime
) -> Iterator[Finding]:
    """All that is wrong. `known` are the ids of all articles."""
    for kind, note, weight in (
        *_length(article),
        *_dates(article, now),
        *_links(article, known),
        *_use(article, met, now),
    ):
        yield Finding(kind, article.id, article.locale, note, weight)


Found = Iterator[tuple[Kind, str, float]]


def _length(article: Article) -> Found:
    n = sum(1 for _ in words(article.plain_text))
    if n < FEWEST_WORDS:
        yield Kind.EMPTY, f"{n} words besides the title", -n
    elif n > MOST_WORDS:
        parts = sum(isinstance(block, Heading) for block in article.blocks)
        yield Kind.LONG, f"{n:,} words under {parts} headings", n


def _dates(article: Article, now: datetime) -> Found:
    begin, end = article.effective_from, article.effective_until
    if begin and end and end <= begin:
        yield Kind.DATES, f"ends on {end.date()}, before it begins on {begin.date()}", 3
    elif end and end <= now:
        yield Kind.DATES, f"ended on {end.date()}, and is still here", 2
    years = {
        int(match["year"]): " ".join(match[0].split())
        for match in _UNTIL.finditer(article.plain_text)
    }
    past = {year: said for year, said in years.items() if year < now.year}
    if past:
        latest = max(past)
        yield Kind.DATES, f"says “{past[latest]}”, which is past", 1


def _links(article: Article, known: Collection[str]) -> Found:
    """Places within articles are not checked: sources name some in ways that are not imported."""
    for href in dict.fromkeys(link.href for link in _all_links(article)):
        if href.startswith("article:"):
            target = unquote(href.removeprefix("article:").partition("#")[0])
            if target not in known:
                yield Kind.LINK, f"leads to article {target!r}, which there is not", 1


def _use(article: Article, met: Met, now: datetime) -> Found:
    changed = article.updated_at
    if changed and now - changed >= STALE and met.offered:
        years = (now - changed) / timedelta(days=365)
        note = f"not changed since {changed.date()}; offered {met.offered:,} times in 90 days"
        yield Kind.STALE, note, met.offered * years
    there_since = met.since or (changed.date() if changed else None)
    long_ago = now.date() - UNREAD
    if there_since and there_since <= long_ago and (met.last is None or met.last < long_ago):
        last = f"last offered on {met.last}" if met.last else "never offered"
        yield Kind.UNREAD, f"{last}; here since {there_since}", (now.date() - there_since).days


def _all_links(article: Article) -> Iterator[Link]:
    for block in article.blocks:
        match block:
            case Paragraph():
                yield from block.links
            case ListBlock():
                for item in block.items:
                    yield from item.links
            case Table():
                for row in block.rows:
                    for cell in row:
                        yield from cell.links
