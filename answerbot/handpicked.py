"""The article that an agent pinned to a ticket, so that colleagues see it first.

Knows: which events pin, and how an article stands among suggestions.
Must not know: SQL, HTTP, pages.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from answerbot.enquiries import Event, Kind
from answerbot.reading import readable_locales
from indexer.pins import PINNED
from indexer.query import Hit
from indexer.searcher import Searcher

FIELD = "pin"


def pinned(events: Iterable[Event], ticket: str) -> tuple[str, str]:
    """The article and locale that are pinned to the ticket now; empty if none is."""
    found = ("", "")
    for event in events:
        detail = event.detail
        if event.kind is Kind.CHANGED and detail.get("field") == FIELD:
            found = (event.article, event.locale) if detail.get("ticket") == ticket else found
    return found if found[0] else ("", "")


def with_pin(
    searcher: Searcher,
    hits: Sequence[Hit],
    article: str,
    locale: str,
    *,
    now: datetime,
    audiences: Collection[str] = (),
) -> list[Hit]:
    """The hits with the pinned article first, whether it was among them or not; without it if
    a customer of these `audiences` may not read it any more."""
    others = [hit for hit in hits if hit.article != article]
    first = [hit for hit in hits if hit.article == article]
    have = readable_locales(searcher, article, now=now, audiences=audiences)
    if not have:
        return others
    return [
        *(first or [_opening(searcher, article, locale if locale in have else have[0])]),
        *others,
    ]


def _opening(searcher: Searcher, article: str, locale: str) -> Hit:
    card = searcher.card(article, locale)
    passages = searcher.passages_of(article, locale)
    text = passages[0].text if passages else ""
    return Hit(
        article=article,
        locale=locale,
        title=card.title if card else article,
        url=card.url or "" if card else "",
        heading=(),
        anchor="",
        text=text,
        highlights=(),
        score=0.0,
        confidence=0.0,
        reason=PINNED,
        signals={},
    )
