"""A past ticket asked of the generation that serves, as the product would have done.

Knows: the product's own way from words to an offer, with the threshold in force.
Must not know: files, figures. Nothing is recorded.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from answerbot.choosing import chosen_from
from answerbot.settings import Settings
from answerbot.suggest import Offer
from answerbot.thresholds import Thresholds, in_force, of_question
from eval.replay.known_articles import KnownArticles
from eval.replay.ticket import PastTicket
from indexer.build import silent
from indexer.embed import Progress
from indexer.query import Hit, Query
from indexer.searcher import Searcher

DEEPEST = 1000
"""How far down a known article is looked for."""


@dataclass(frozen=True, slots=True)
class Replayed:
    """What would have been shown for a ticket.

    `solutions` are the articles of the index that are known to have solved it; `rank` is the
    place of the first of them, whatever the confidence, None below DEEPEST. `nearest` is the
    best article, offered or not. `newer`: the first article offered changed after the ticket
    came in, and may have been written because of it.
    """

    ticket: PastTicket
    language: str
    offered: tuple[Hit, ...]
    nearest: Hit | None
    solutions: tuple[str, ...]
    rank: int | None
    newer: bool

    @property
    def known(self) -> bool:
        """Whether it is known which article solved it."""
        return bool(self.solutions)

    @property
    def right(self) -> bool:
        """Whether a known article is among those offered."""
        return any(hit.article in self.solutions for hit in self.offered)

    @property
    def confidence(self) -> float:
        """Of the first article offered; 0 without an offer."""
        return self.offered[0].confidence if self.offered else 0.0


class Past:
    """A deployment to which tickets are put: its searcher, settings, and the present."""

    def __init__(self, searcher: Searcher, settings: Settings, now: datetime) -> None:
        self.searcher = searcher
        self.settings = settings
        self.now = now
        self.articles = KnownArticles(searcher.articles)

    @property
    def threshold(self) -> float:
        """The confidence that something must have to be offered on a form."""
        return self._least.own

    @property
    def _least(self) -> Thresholds:
        return in_force(self.searcher, self.settings[of_question(typing=False).setting])

    def offer(self, query: Query) -> Offer:
        """What the product offers for a question that was sent."""
        return chosen_from(
            self.searcher, query, least=self._least, limit=self.settings["suggestions"]
        )

    def replay(
        self, tickets: Sequence[PastTicket], *, progress: Progress = silent
    ) -> list[Replayed]:
        """Ask all tickets, in the order given, one after the other."""
        found = []
        for done, ticket in enumerate(tickets, 1):
            found.append(self.ask(ticket))
            progress("Asking", done, len(tickets))
        return found

    def ask(self, ticket: PastTicket) -> Replayed:
        """Ask one."""
        solutions = self.articles.all(ticket.solved_by)
        query = Query(
            text=ticket.text,
            now=self.now,
            language=ticket.locale.split("-")[0] or None,
            locale=ticket.locale,
            limit=max(3, self.settings["suggestions"]),
        )
        offered = self.offer(query).hits
        ranking = self.searcher.search(replace(query, limit=DEEPEST) if solutions else query)
        return Replayed(
            ticket=ticket,
            language=ranking.language,
            offered=offered,
            nearest=next(iter(offered or ranking.hits), None),
            solutions=solutions,
            rank=_place(offered, solutions) or _place(ranking.hits, solutions),
            newer=bool(offered) and self._newer(offered[0], ticket),
        )

    def _newer(self, hit: Hit, ticket: PastTicket) -> bool:
        card = self.searcher.card(hit.article, hit.locale)
        changed = card.updated_at if card else None
        return bool(changed and ticket.created_at and changed > ticket.created_at)


def _place(hits: Sequence[Hit], articles: Sequence[str]) -> int | None:
    places = (place for place, hit in enumerate(hits, 1) if hit.article in articles)
    return next(places, None)
