"""Articles on a ticket's page: suggested, quoted, linked, pinned.

Knows: what an agent does with an article.
Must not know: SQL, ranking.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, NamedTuple, Protocol
from urllib.parse import quote as quote_plain

from fastapi import APIRouter, Form, Request, Response
from pydantic import BaseModel, Field

from answerbot.api.callers import Acting, Shared, address, staff
from answerbot.api.schemas import Suggestion
from answerbot.api.suggest import suggestions
from answerbot.asking import event_of
from answerbot.enquiries import Event, Kind
from answerbot.errors import Invalid, NotReady
from answerbot.handpicked import FIELD, pinned, with_pin
from answerbot.macros import filled, fitting
from answerbot.pages.desk_acts import Number
from answerbot.pages.links import article_path
from answerbot.pages.view import StaffOnly, see
from answerbot.reading import readable_locales, require_readable
from answerbot.reading import title as public_title
from answerbot.services import Services
from answerbot.store.macros import Macros
from answerbot.suggest import Offer
from answerbot.ticketing import for_agent
from answerbot.tickets import Ticket
from corpora.article import EVERYONE

router = APIRouter(dependencies=[StaffOnly])


class Sends(Protocol):
    """What of a reply tells which articles it sends: the one inserted, and those quoted."""

    article: str
    quoted: list[str]
    text: str


def linked(request: Request, shared: Services, ticket: Ticket, sent: Sends) -> list[str]:
    """The articles that a reply sends: the one that was inserted, and those whose quotes still
    have their address."""
    found = [sent.article] if sent.article else []
    for article in sent.quoted:
        link = _way(request, shared, ticket, article, "")
        if link and link.partition("#")[0] in sent.text:
            found.append(article)
    return list(dict.fromkeys(found))


def quotes_of(
    request: Request, shared: Services, ticket: Ticket, offered: Sequence[Suggestion]
) -> dict[str, str]:
    """For each suggestion that the customer may open its passage as a quote, with its title and
    address."""
    ways = ((one, _way(request, shared, ticket, one.article, _path_of(one))) for one in offered)
    return {one.article: quote(one.passage.text, one.title, way) for one, way in ways if way}


def _way(request: Request, shared: Services, ticket: Ticket, article: str, path: str) -> str:
    """The address by which the ticket's customer opens an article; empty if they may not. One
    that is not for everyone opens on the ticket's page, if they proved to be of its audience."""
    searcher, now = shared.live.searcher, shared.clock()
    if readable_locales(searcher, article, now=now):
        return address(request, shared) + (path or article_path(article))
    if readable_locales(searcher, article, now=now, audiences=ticket.audiences):
        told = quote_plain(article, safe="")
        return f"{address(request, shared)}/tickets/{ticket.id}?article={told}#article"
    return ""


def restricted(shared: Services) -> dict[str, str]:
    """The audience of each article that is not for everyone."""
    cards = shared.searcher.articles if shared.searcher else ()
    return {card.id: card.audience for card in cards if card.audience != EVERYONE}


def _path_of(one: Suggestion) -> str:
    return article_path(one.article, one.locale, one.passage.anchor)


def quote(passage: str, title: str, link: str) -> str:
    """A passage in a reply's plain text."""
    lines = "\n".join(f"> {line}" for line in passage.splitlines())
    return f"{lines}\n{title}: {link}\n"


class Sendable(NamedTuple):
    """An article that the ticket's customer may open, and where."""

    article: str
    title: str
    link: str


def sendable(
    request: Request, shared: Services, ticket: Ticket, offered: Sequence[Suggestion]
) -> Sendable | None:
    """The first of the suggestions that the customer may open."""
    ways = ((one, _way(request, shared, ticket, one.article, _path_of(one))) for one in offered)
    return next((Sendable(one.article, one.title, way) for one, way in ways if way), None)


def macros_for(
    request: Request, shared: Services, ticket: Ticket, sent: Sendable | None
) -> dict[str, tuple[str, str]]:
    """The macros of the ticket's language by id: title and text, filled in."""
    base, member = address(request, shared), staff(request, shared)
    values = {
        "customer.name": ticket.name,
        "customer.email": ticket.email,
        "ticket.number": str(ticket.number),
        "ticket.subject": ticket.subject,
        "ticket.url": f"{base}/tickets/{ticket.id}",
        "agent.name": member.name if member else "",
    }
    if sent:
        values |= {"article.title": sent.title, "article.url": sent.link}
    found = fitting(Macros(shared.store).all(), ticket.locale)
    return {macro.id: (macro.title, filled(macro.text, values)) for macro in found}


class Pin(BaseModel):
    """The article that is to stand first; none, to take the pin off."""

    article: str = Field(default="", max_length=300)
    locale: str = Field(default="", max_length=35)


@router.post("/desk/{number}/pin")
def pin(shared: Shared, member: Acting, number: Number, sent: Annotated[Pin, Form()]) -> Response:
    """Let an article stand first on this ticket, for all who work on it."""
    found = shared.tickets.numbered(number)
    if sent.article:
        now, theirs = shared.clock(), found.audiences
        require_readable(shared.live.searcher, sent.article, now=now, audiences=theirs)
    before = pinned(shared.ledger.events(found.enquiry), found.id)
    if before != (sent.article, sent.locale if sent.article else ""):
        event = event_of(
            shared,
            found.enquiry,
            Kind.CHANGED,
            article=sent.article,
            locale=sent.locale,
            who=member.who,
            channel="desk",
            detail={"ticket": found.id, "field": FIELD, "from": before[0], "to": sent.article},
        )
        shared.ledger.append([event])
    return see(f"/desk/{number}#_offers")


def suggested(shared: Services, found: Ticket, events: Sequence[Event]) -> list[Suggestion]:
    """What fits the ticket's words; what a colleague pinned stands first."""
    first = pinned(events, found.id)
    try:
        everything = shared.live.searcher.audiences
        hits = list(for_agent(shared, found, audiences=everything).offer.hits)
        if first[0]:
            hits = with_pin(
                shared.live.searcher, hits, *first, now=shared.clock(), audiences=found.audiences
            )
    except NotReady:
        return []
    return suggestions(Offer(tuple(hits)))


def title(shared: Services, article: str, locale: str) -> str:
    """An article's title in `locale` or any, or its id if it is gone."""
    if not article:
        return ""
    try:
        searcher = shared.live.searcher
    except NotReady:
        return article
    have = searcher.locales_of(article)
    if not have:
        return article
    found = searcher.article(article, locale if locale in have else have[0])
    return found.title if found else article


def named(request: Request, shared: Services, ticket: Ticket, article: str, locale: str) -> str:
    """An article's title and address, for the ticket's customer to open.

    Raises Invalid for one that they could not open.
    """
    link = _way(request, shared, ticket, article, article_path(article, locale))
    if not link:
        raise Invalid(f"this customer cannot open the article {article!r}", field="article")
    searcher, theirs = shared.live.searcher, ticket.audiences
    return (
        f"{public_title(searcher, article, locale, now=shared.clock(), audiences=theirs)}: {link}"
    )
