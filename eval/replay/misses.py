"""The worst misses of a replay: right articles not offered, and wrong ones offered surely.

Knows: which ticket is a miss, and which miss is worse.
Must not know: how misses are shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from eval.replay.asking import Replayed
from eval.replay.samples import article_report, ticket_report
from indexer.searcher import Searcher


def not_offered(
    replayed: Sequence[Replayed], searcher: Searcher, *, most: int, texts: bool
) -> list[dict[str, Any]]:
    """Tickets whose article is known and for which nothing was offered: those that missed by
    least first."""
    found = [one for one in replayed if one.known and not one.offered]
    found.sort(key=lambda one: (one.rank or float("inf"), -_nearness(one), one.ticket.id))
    return [_report(one, searcher, texts=texts) for one in found[:most]]


def wrong(
    replayed: Sequence[Replayed], searcher: Searcher, *, most: int, texts: bool
) -> list[dict[str, Any]]:
    """Tickets whose known article is not among those offered: the surest offer first."""
    found = [one for one in replayed if one.known and one.offered and not one.right]
    found.sort(key=lambda one: (-one.confidence, one.ticket.id))
    return [_report(one, searcher, texts=texts) for one in found[:most]]


def _nearness(one: Replayed) -> float:
    return one.nearest.confidence if one.nearest else 0.0


def _report(one: Replayed, searcher: Searcher, *, texts: bool) -> dict[str, Any]:
    return {
        **ticket_report(one, texts=texts),
        "solved_by": [{"article": a, "title": _title(a, searcher)} for a in one.solutions],
        "rank": one.rank,
        "offered": [article_report(hit) for hit in one.offered],
        "nearest": article_report(one.nearest) if one.nearest else None,
    }


def _title(article: str, searcher: Searcher) -> str:
    locales = searcher.locales_of(article)
    card = searcher.card(article, locales[0]) if locales else None
    return card.title if card else ""
