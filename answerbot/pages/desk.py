"""/desk: the agent's queue and tickets.

Knows: what an agent needs to see and may do.
Must not know: SQL, ranking.
"""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Form, Path, Query, Request, Response
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, Field

from answerbot.api.callers import Acting, Shared, address
from answerbot.api.suggest import suggestions
from answerbot.asking import event_of, for_agent, outcome_of
from answerbot.enquiries import Event, Kind
from answerbot.errors import Invalid, NotReady
from answerbot.pages.links import article_path
from answerbot.pages.view import StaffOnly, page, see
from answerbot.reading import readable_locales
from answerbot.reading import title as public_title
from answerbot.services import Services
from answerbot.staff import Member
from answerbot.store.recontacts import Recontacts
from answerbot.store.tickets import PER_PAGE, Message
from answerbot.store.topics import Topics
from answerbot.story import story
from answerbot.tickets import Ticket
from corpora.article import EVERYONE

router = APIRouter(dependencies=[StaffOnly])

Number = Annotated[int, Path(ge=1, lt=2**53)]


@router.get("/desk")
def queue(
    request: Request,
    shared: Shared,
    solved: bool = False,
    number: Annotated[int, Query(ge=1, le=10_000, alias="page")] = 1,
) -> HTMLResponse:
    """The tickets that wait, longest first; or those that are solved, latest first.

    After the last page comes the last: tickets leave the queue while somebody turns pages.
    """
    found = shared.tickets.queue(solved=solved, page=number)
    pages = max(1, -(-found.total // PER_PAGE))
    if number > pages:
        number, found = pages, shared.tickets.queue(solved=solved, page=pages)
    return page(
        request,
        "desk.html",
        tickets=found.tickets,
        total=found.total,
        number=number,
        pages=pages,
        first=(number - 1) * PER_PAGE + 1,
        counts=shared.tickets.counts(),
        solved=solved,
        kept_out=sum(shared.mails.kept_out_counts().values()),
        forms=_forms(shared),
    )


@router.get("/desk/{number}")
def ticket(request: Request, shared: Shared, number: Number, empty: bool = False) -> HTMLResponse:
    """One ticket: the conversation, what the customer saw, articles that may help.

    `empty` says that a reply was sent with nothing in it.
    """
    found = shared.tickets.numbered(number)
    events = shared.ledger.events(found.enquiry)
    return page(
        request,
        "desk_ticket.html",
        rejected=any(event.kind is Kind.REJECTED and event.article for event in events),
        empty=empty,
        ticket=found,
        messages=shared.tickets.messages(found),
        mails=shared.mails.of_ticket(found.number),
        chain=Recontacts(shared.store).chain(found.enquiry),
        story=story(events, lambda a, lo: title(shared, a, lo)),
        topics=_topics(shared),
        outcome=outcome_of(shared, found.enquiry),
        suggestions=_suggested(shared, found),
        restricted=_restricted(shared),
        resolved_by=title(shared, found.resolved_by, found.locale),
        forms=_forms(shared),
    )


class Reply(BaseModel):
    """An agent's reply; `solves` closes the ticket."""

    text: str = Field(default="", max_length=20_000)
    article: str = Field(default="", max_length=300)
    locale: str = Field(default="", max_length=35)
    solves: bool = False


@router.post("/desk/{number}/reply")
def reply(
    request: Request,
    shared: Shared,
    member: Acting,
    number: Number,
    sent: Annotated[Reply, Form()],
) -> Response:
    """Answer the customer, with a link to an article or without.

    A linked article is recorded: it is an agent's word that it answers.
    """
    found = shared.tickets.numbered(number)
    locale = sent.locale or found.locale
    named = _named(request, shared, found, sent.article, locale) if sent.article else ""
    words = "\n".join(filter(None, (sent.text.strip(), named)))
    if not words:
        return see(f"/desk/{number}?empty=true#_reply")
    done = [_done(shared, found, Kind.ANSWERED, member)]
    if sent.article:
        done.append(_done(shared, found, Kind.LINKED, member, sent.article, locale))
    shared.tickets.say(found, Message("agent", words, shared.clock()), *done)
    if sent.solves:
        shared.tickets.solve(found, _done(shared, found, Kind.SOLVED, member))
    return see(f"/desk/{number}")


@router.post("/desk/{number}/solve")
def solve(shared: Shared, member: Acting, number: Number) -> Response:
    """Close the ticket in the agent's name."""
    found = shared.tickets.numbered(number)
    shared.tickets.solve(found, _done(shared, found, Kind.SOLVED, member))
    return see(f"/desk/{number}")


def _done(
    shared: Services,
    ticket: Ticket,
    kind: Kind,
    member: Member,
    article: str = "",
    locale: str = "",
) -> Event:
    """What a member of staff did to a ticket."""
    return event_of(
        shared,
        ticket.enquiry,
        kind,
        article=article,
        locale=locale,
        who=member.who,
        channel="desk",
        detail={"ticket": ticket.id},
    )


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


def _forms(shared: Services) -> dict[str, str]:
    """The forms' titles by id, in the language of the help center."""
    home = shared.settings["locale"]
    return {form.id: form.title_in(home) for form in shared.settings.forms}


def _topics(shared: Services) -> dict[str, str]:
    """The titles of topics by id, in the language of the help center."""
    home = shared.settings["locale"]
    held = Topics(shared.store).all()
    return {kept.topic.id: kept.topic.said(home, home).title for kept in held}


def _suggested(shared: Services, found: Ticket) -> list[object]:
    try:
        audiences = shared.live.searcher.audiences
        return list(suggestions(for_agent(shared, found, audiences=audiences).offer))
    except NotReady:
        return []


def _restricted(shared: Services) -> dict[str, str]:
    """The audience of each article that is not for everyone."""
    cards = shared.searcher.articles if shared.searcher else ()
    return {card.id: card.audience for card in cards if card.audience != EVERYONE}


def _named(request: Request, shared: Services, ticket: Ticket, article: str, locale: str) -> str:
    """An article's title and address, for the customer to open: one that is not for everyone
    opens on the ticket's page, if the customer has proved to be of its audience.

    Raises Invalid for one that the customer could not open.
    """
    searcher, now, theirs = shared.live.searcher, shared.clock(), ticket.audiences
    if not readable_locales(searcher, article, now=now, audiences=theirs):
        raise Invalid(f"this customer cannot open the article {article!r}", field="article")
    path = article_path(article, locale)
    if not readable_locales(searcher, article, now=now):
        path = f"/tickets/{ticket.id}?article={quote(article, safe='')}#article"
    named = public_title(searcher, article, locale, now=now, audiences=theirs)
    return f"{named}: {address(request, shared)}{path}"
