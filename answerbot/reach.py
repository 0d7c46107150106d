"""Which recent questions a topic would have been shown for.

Knows: events, topics.
Must not know: SQL, HTTP.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from answerbot.enquiries import Event, Kind
from answerbot.topics import Kind as TopicKind
from answerbot.topics import Topic
from indexer.query import Query

EXAMPLES = 10

LOOKED_AT = 2_000
"""Enquiries that are looked at, the latest ones: each is analysed in every language."""


class Reach(NamedTuple):
    """How many enquiries were asked that it could have been shown for, how many it would have
    been, and the latest questions among those."""

    asked: int
    matched: int
    examples: list[str]


def reach(enquiries: Iterable[tuple[str, Sequence[Event]]], topic: Topic) -> Reach:
    """By the last question of each enquiry; for an unanswered one, of those left unanswered."""
    last = [event for _, events in enquiries if (event := _last(events))]
    if topic.kind is TopicKind.UNANSWERED:
        last = [
            event
            for event in last
            if event.kind is Kind.UNOFFERED and not event.detail.get("withheld")
        ]
    last.sort(key=lambda event: event.at, reverse=True)
    del last[LOOKED_AT:]
    texts = [str(event.detail.get("query", "")).strip() for event in last]
    found = [
        text
        for text, event in zip(texts, last, strict=True)
        if topic.always or topic.concerns(Query(text, event.at))
    ]
    return Reach(len(last), len(found), list(dict.fromkeys(filter(None, found)))[:EXAMPLES])


def _last(events: Sequence[Event]) -> Event | None:
    asked = (e for e in reversed(events) if e.kind in (Kind.OFFERED, Kind.UNOFFERED))
    return next((e for e in asked if e.detail.get("query")), None)
