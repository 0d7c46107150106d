"""Articles on a ticket's page: suggested, quoted, linked, pinned.

Knows: what an agent does with an article.
Must not know: SQL, ranking.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from pydantic import BaseModel, Field

from answerbot.api.callers import Acting, Shared, address, staff
from answerbot.api.schemas import Suggestion
from answerbot.api.suggest import suggestions
from answerbot.asking import event_of, for_ticket
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
from answerbot.tickets import Ticket

router = APIRouter(dependencies=[StaffOnly])


def linked(
    request: Request, shared: Services, inserted: str, quoted: Iterable[str], text: str
) -> list[str]:
    """The articles that a reply sends: the one that was inserted, and those whose quotes still
    have their address."""
    base, now = address(request, shared), shared.clock()
    found = [inserted] if inserted else []
    for article in quoted:
        link = base + article_path(article)
        if link in text and readable_locales(shared.live.searcher, article, now=now):
            found.append(article)
    return list(dict.fromkeys(found))


def quotes_of(request: Request, shared: Services, offered: Sequence[Suggestion]) -> dict[str, str]:
    """For each suggestion its passage as a quote, with its title and address."""
    base = address(request, shared)
    return {
        one.article: quote(one.passage.text, one.title, base + _path_of(one)) for one in offered
    }


def _path_of(one: Suggestion) -> str:
    return article_path(one.article, one.locale, one.passage.anchor)


def quote(passage: str, title: str, link: str) -> str:
    """A passage in a reply's plain text."""
    lines = "\n".join(f"> {line}" for line in passage.splitlines())
    return f"{lines}\n{title}: {link}\n"


def macros_for(
    request: Request, shared: Services, ticket: Ticket, offered: Sequence[Suggestion]
) -> dict[str, tuple[str, str]]:
    """The macros of the ticket's language by id: title and text, filled in. The article is
    the one that stands first."""
    base, member = address(request, shared), staff(request, shared)
    values = {
        "customer.name": ticket.name,
        "customer.email": ticket.email,
        "ticket.number": str(ticket.number),
        "ticket.subject": ticket.subject,
        "ticket.url": f"{base}/tickets/{ticket.id}",
        "agent.name": member.name if member else "",
    }
    for one in offered[:1]:
        values |= {"article.title": one.title, "article.url": base + _path_of(one)}
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
        require_readable(shared.live.searcher, sent.article, now=shared.clock())
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
        hits = list(for_ticket(shared, found).offer.hits)
        if first[0]:
            hits = with_pin(shared.live.searcher, hits, *first, now=shared.clock())
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


def named(request: Request, shared: Services, article: str, locale: str) -> str:
    """An article's title and address, for the customer to open.

    Raises Invalid for one that the customer could not open.
    """
    searcher, now = shared.live.searcher, shared.clock()
    if not readable_locales(searcher, article, now=now):
        raise Invalid(f"customers cannot open the article {article!r}", field="article")
    link = address(request, shared) + article_path(article, locale)
    return f"{public_title(searcher, article, locale, now=now)}: {link}"
