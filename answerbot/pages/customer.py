"""What customers see on this server: articles, and their own ticket.

Knows: forms that work without any script.
Must not know: SQL, ranking.
"""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import HTMLResponse

from answerbot.api.articles import nearest
from answerbot.api.callers import Shared
from answerbot.api.suggest import suggestions
from answerbot.asking import for_ticket, happened
from answerbot.enquiries import Event, Kind, Reason
from answerbot.errors import Invalid, NotFound, NotReady
from answerbot.pages import home
from answerbot.pages.desk import title
from answerbot.pages.home import Short, Text, Tongue
from answerbot.pages.view import page, see, visitor
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
    searcher = shared.live.searcher
    wanted = locale or shared.settings["locale"]
    found = nearest(shared, searcher, article, wanted)
    if found is None:
        raise NotFound(f"no article {article[:80]!r}")
    return page(
        request,
        "article.html",
        locale=wanted,
        article=found,
        locales=searcher.locales_of(article),
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
    found = shared.tickets.get(ticket)
    try:
        opened = nearest(shared, shared.live.searcher, article, found.locale) if article else None
    except NotReady:
        opened = None
    return page(
        request,
        "ticket.html",
        locale=found.locale,
        ticket=found,
        messages=shared.tickets.messages(found),
        suggestions=_suggested(shared, found),
        opened=opened,
        why=why,
        resolved_by=title(shared, found.resolved_by, found.locale),
        reasons=list(Reason),
    )


@router.post("/tickets/{ticket}/reply")
def reply(request: Request, shared: Shared, ticket: str, text: Text = "") -> Response:
    """Add to the conversation; a solved ticket is open again."""
    shared.write_limit.take(f"contact {visitor(request, shared)}")
    found = shared.tickets.get(ticket)
    if text.strip():
        shared.tickets.say(found, Message("customer", text.strip(), shared.clock()))
        if found.status is Status.SOLVED:
            happened(shared, _event(shared, found, Kind.REOPENED, "", "", None))
    return see(f"/tickets/{found.id}#conversation")


@router.post("/tickets/{ticket}/{kind}")
def act(
    request: Request,
    shared: Shared,
    ticket: str,
    kind: Kind,
    article: Short = "",
    locale: Tongue = "",
    reason: Annotated[Reason | None, Form()] = None,
) -> Response:
    """Open, accept or reject an article, or take that back. Only a POST ever acts."""
    shared.write_limit.take(f"contact {visitor(request, shared)}")
    found = shared.tickets.get(ticket)
    if kind not in ACTS:
        raise NotFound(f"nothing to do at {kind}")
    happened(shared, _event(shared, found, kind, article, locale, reason))
    return see(_after(found, kind, article))


def _after(found: Ticket, kind: Kind, article: str) -> str:
    """Where the customer reads on."""
    if kind is not Kind.OPENED:
        return f"/tickets/{found.id}"
    return f"/tickets/{found.id}?article={quote(article, safe='')}#article"


def _suggested(shared: Services, found: Ticket) -> list[object]:
    """Nothing for a solved ticket, and nothing where no index serves: the page still works."""
    if found.status is Status.SOLVED:
        return []
    try:
        return list(suggestions(for_ticket(shared, found).offer))
    except NotReady:
        return []


def _event(
    shared: Services, found: Ticket, kind: Kind, article: str, locale: str, reason: Reason | None
) -> Event:
    if kind in ABOUT_AN_ARTICLE and not shared.live.searcher.locales_of(article):
        raise Invalid(f"no article {article!r}", field="article")
    return Event(
        id=shared.random(),
        enquiry=found.enquiry,
        kind=kind,
        at=shared.clock(),
        article=article,
        locale=locale,
        generation=_generation(shared),
        detail={"reason": reason.value} if reason else {},
    )


def _generation(shared: Services) -> str:
    """What serves; empty where nothing does, since taking a Yes back needs no index."""
    try:
        return shared.live.searcher.manifest.name
    except NotReady:
        return ""
