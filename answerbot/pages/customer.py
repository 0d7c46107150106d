"""What customers see on this server: articles, and their own ticket.

Knows: forms that work without any script.
Must not know: SQL, ranking.
"""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, Field

from answerbot.api.callers import Shared, staff
from answerbot.api.suggest import suggestions
from answerbot.asking import event_of, happened
from answerbot.enquiries import Kind, Reason
from answerbot.errors import NotFound, NotReady
from answerbot.pages import home, rating
from answerbot.pages.closing_texts import closing_texts
from answerbot.pages.guard import Refused, excluded, pressed, remember, shown_to
from answerbot.pages.home import Text
from answerbot.pages.rating import given_on
from answerbot.pages.rating_texts import rating_texts
from answerbot.pages.view import page, see, visitor
from answerbot.reading import nearest, readable_locales, require_readable, title
from answerbot.services import Services
from answerbot.store.tickets import Message
from answerbot.ticketing import for_customer
from answerbot.tickets import Status, Ticket

router = APIRouter()
router.include_router(home.router)
router.include_router(rating.router)

ACTS = (Kind.OPENED, Kind.ACCEPTED, Kind.REJECTED, Kind.UNDONE, Kind.REOPENED)
ABOUT_AN_ARTICLE = (Kind.OPENED, Kind.ACCEPTED, Kind.REJECTED)


@router.get("/articles/{article:path}")
def article(
    request: Request,
    shared: Shared,
    article: str,
    locale: Annotated[str, Query(max_length=35)] = "",
) -> HTMLResponse:
    """An article on a page of its own, for links."""
    searcher, now = shared.live.searcher, shared.clock()
    own = shared.settings["locale"]
    wanted = locale or own
    # Nobody proves to a page who they are: customers read the others on their ticket's page.
    audiences = searcher.audiences if staff(request, shared) else ()
    found = nearest(searcher, article, wanted, home=own, now=now, audiences=audiences)
    if found is None:
        raise NotFound(f"no article {article[:80]!r}")
    return page(
        request,
        "article.html",
        locale=wanted,
        article=found,
        locales=readable_locales(searcher, article, now=now, audiences=audiences),
    )


@router.get("/tickets/{ticket}")
def ticket(
    request: Request,
    shared: Shared,
    ticket: str,
    article: Annotated[str, Query(max_length=300)] = "",
    why: bool = False,
    again: bool = False,
) -> HTMLResponse:
    """The customer's own page of a ticket, with articles that may answer it at once.

    `article` is the one opened in place; `why` asks what was wrong with it; `again` says that
    a button was pressed as machines press.
    """
    shared.suggest_limit.take(f"ticket {visitor(request, shared)}")
    found, searcher, now = shared.tickets.get(ticket), shared.searcher, shared.clock()
    opened, offered = None, _suggested(shared, found)
    if searcher and article:
        own = shared.settings["locale"]
        audiences = found.audiences
        opened = nearest(searcher, article, found.locale, home=own, now=now, audiences=audiences)
    held, press = shown_to(request, shared, _path(found))
    answer = page(
        request,
        "ticket.html",
        locale=found.locale,
        press=press,
        again=closing_texts(found.locale) if again else None,
        ticket=found,
        rating=rating_texts(found.locale),
        given=given_on(shared.ledger.events(found.enquiry), found.id),
        messages=shared.tickets.messages(found),
        suggestions=offered or [],
        abstained=offered == [],
        opened=opened,
        why=why,
        resolved_by=title(
            searcher, found.resolved_by, found.locale, now=now, audiences=found.audiences
        ),
        reasons=list(Reason),
    )
    remember(answer, request, shared, held, "/tickets")
    return answer


@router.post("/tickets/{ticket}/reply")
def reply(request: Request, shared: Shared, ticket: str, text: Text = "") -> Response:
    """Add to the conversation; a solved ticket is open again."""
    shared.write_limit.take(f"contact {visitor(request, shared)}")
    found = shared.tickets.get(ticket)
    if text.strip():
        reopened = event_of(shared, found.enquiry, Kind.REOPENED, channel="ticket")
        shared.tickets.say(found, Message("customer", text.strip(), shared.clock()), reopened)
    return see(f"/tickets/{found.id}#conversation")


class Act(BaseModel):
    """What a button on the ticket's page sends."""

    article: str = Field(default="", max_length=300)
    locale: str = Field(default="", max_length=35)
    reason: Reason | None = None
    press: str = Field(default="", max_length=1_000)


@router.post("/tickets/{ticket}/{kind}")
def act(
    request: Request, shared: Shared, ticket: str, kind: Kind, sent: Annotated[Act, Form()]
) -> Response:
    """Open, accept or reject an article, or take that back. Only a person's POST ever acts."""
    shared.write_limit.take(f"contact {visitor(request, shared)}")
    found = shared.tickets.get(ticket)
    if kind not in ACTS:
        raise NotFound(f"nothing to do at {kind}")
    if kind in ABOUT_AN_ARTICLE:
        now, audiences = shared.clock(), found.audiences
        require_readable(shared.live.searcher, sent.article, now=now, audiences=audiences)
    try:
        by = pressed(request, shared, sent.press, _path(found))
    except Refused as refused:
        told = refused.machine
        excluded(request, shared, found, article=sent.article, told=told, channel="ticket")
        return see(f"{_path(found)}?again=true")
    event = event_of(
        shared,
        found.enquiry,
        kind,
        identifier=by,
        article=sent.article,
        locale=sent.locale,
        channel="ticket",
        detail={"reason": sent.reason.value} if sent.reason else {},
    )
    happened(shared, event, on=found)
    return see(_after(found, kind, sent.article))


def _path(found: Ticket) -> str:
    return f"/tickets/{found.id}"


def _after(found: Ticket, kind: Kind, article: str) -> str:
    """Where the customer reads on."""
    if kind is not Kind.OPENED:
        return f"/tickets/{found.id}"
    return f"/tickets/{found.id}?article={quote(article, safe='')}#article"


def _suggested(shared: Services, found: Ticket) -> list[object] | None:
    """None for a solved ticket, and where no index serves: the page still works."""
    if found.status is Status.SOLVED:
        return None
    try:
        return list(suggestions(for_customer(shared, found).offer))
    except NotReady:
        return None
