"""What a customer would be shown, and what a little below it was not good enough.

Knows: offers at the precision wanted now, and at another.
Must not know: SQL, pages; nothing is recorded.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from answerbot.asking import NO_LABELS, Question, place_of, query_of
from answerbot.choosing import chosen_from
from answerbot.services import Services
from answerbot.thresholds import Channel, Thresholds, in_force
from indexer.query import Hit

NEAREST = 8
EVERYTHING = Thresholds(0.0, 0.0)


class Candidate(NamedTuple):
    """An article that was found. `now` and `then` are its places in the offer at the precision
    in force and at the one tried, from 1; None where it is not offered."""

    hit: Hit
    now: int | None
    then: int | None


class Tried(NamedTuple):
    """What was found for a question, best first, and what an article needs to be offered alone:
    at the precision in force, and at the one tried (the same, if none is)."""

    candidates: tuple[Candidate, ...]
    least_now: float
    least_then: float
    translated: bool

    @property
    def offers_now(self) -> bool:
        """Whether the customer is shown anything."""
        return any(one.now for one in self.candidates)

    @property
    def offers_then(self) -> bool:
        """Whether they would be at the precision tried."""
        return any(one.then for one in self.candidates)


def tried(
    services: Services, question: Question, channel: Channel, wanted: float | None = None
) -> Tried:
    """Ask as a customer asks on a channel, at the precision in force and at `wanted`."""
    searcher = services.live.searcher
    context = place_of(services, question)
    question = replace(question, typing=channel is Channel.TYPING)
    limit = services.settings["suggestions"]
    query = query_of(services, question, context, NO_LABELS, limit)
    now = services.precisions.wanted(channel)
    leasts = [in_force(searcher, now), in_force(searcher, now if wanted is None else wanted)]
    offers = [
        chosen_from(searcher, query, least=least, limit=limit, context=context) for least in leasts
    ]
    wider = replace(query, limit=NEAREST)
    near = chosen_from(searcher, wider, least=EVERYTHING, limit=NEAREST, context=context)
    places = [{hit.article: place for place, hit in enumerate(offer.hits, 1)} for offer in offers]
    hits = {hit.article: hit for offer in (near, *offers) for hit in offer.hits}
    ordered = sorted(hits.values(), key=lambda hit: -hit.confidence)
    translated = any(offer.translated and offer.hits for offer in offers)
    own = [least.elsewhere if translated else least.own for least in leasts]
    found = (
        Candidate(hit, places[0].get(hit.article), places[1].get(hit.article)) for hit in ordered
    )
    return Tried(tuple(found), own[0], own[1], translated)
