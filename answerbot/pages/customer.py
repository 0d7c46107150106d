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
from answerbot.asking import event_of, for_ticket, happened
from answerbot.enquiries import Kind, Reason
from answerbot.errors import NotFound, NotReady
from answerbot.pages import home
from answerbot.pages.home import Text
from answerbot.pages.view import page, see, visitor
from answerbot.reading import nearest, readable_locales, require_readable, title
from answerbot.services import Services
from answerbot.store.tickets import Message
from answerbot.tickets import Status, Ticket

router = APIRouter()
router.include_router(home.router)

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
) -> HTMLResponse:
    """The customer's own page of a ticket, with articles that may answer it at once.

    `article` is the one opened in place; `why` asks what was wrong with it.
    """
    shared.suggest_limit.take(f"ticket {visitor(request, shared)}")
    found, searcher, now = shared.tickets.get(ticket), shared.searcher, shared.clock()
    opened, offered = None, _suggested(shared, found)
    if searcher and article:
        own = shared.settings["locale"]
        audiences = found.audiences
        opened = nearest(searcher, article, found.locale, home=own, now=now, audiences=audiences)
    return page(
        request,
        "ticket.html",
        locale=found.locale,
        ticket=found,
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


@router.post("/tickets/{ticket}/{kind}")
def act(
    request: Request, shared: Shared, ticket: str, kind: Kind, sent: Annotated[Act, Form()]
) -> Response:
    """Open, accept or reject an article, or take that back. Only a POST ever acts."""
    shared.write_limit.take(f"contact {visitor(request, shared)}")
    found = shared.tickets.get(ticket)
    if kind not in ACTS:
        raise NotFound(f"nothing to do at {kind}")
    if kind in ABOUT_AN_ARTICLE:
        now, audiences = shared.clock(), found.audiences
        require_readable(shared.live.searcher, sent.article, now=now, audiences=audiences)
    event = event_of(
        shared,
        found.enquiry,
        kind,
        article=sent.article,
        locale=sent.locale,
        channel="ticket",
        detail={"reason": sent.reason.value} if sent.reason else {},
    )
    happened(shared, event, on=found)
    return see(_after(found, kind, sent.article))


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
        return list(suggestions(for_ticket(shared, found).offer))
    except NotReady:
        return None
