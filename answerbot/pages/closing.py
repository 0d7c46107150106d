"""/a/…: the page behind a link in our mail, where a customer says whether an article helped.

Knows: what a person's POST does; that nothing else does anything.
Must not know: SQL, how a machine is told.

GET and HEAD show, and change nothing but the count of machines. A POST needs the one-time
token of the page that was shown to the same browser, and must not look like a machine's.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, Field

from answerbot.api.callers import Shared
from answerbot.closing import Deed, do, may_undo, undo_ends
from answerbot.enquiries import Reason
from answerbot.errors import NotFound
from answerbot.pages.closing_texts import closing_texts
from answerbot.pages.guard import Refused, excluded, pressed, remember, shown_to
from answerbot.pages.texts import spoken
from answerbot.pages.view import page, see, visitor
from answerbot.reading import nearest, title
from answerbot.security.article_links import Meant
from answerbot.services import Services
from answerbot.tickets import Status, Ticket

router = APIRouter()

AFTER = {
    Deed.ACCEPT: "",
    Deed.REJECT: "?done=true",
    Deed.UNDO: "?opened=true",
    Deed.REOPEN: "?opened=true",
}
"""What the page says after each press, by its address."""


class Pressed(BaseModel):
    """What the page's forms send."""

    press: str = Field(default="", max_length=1_000)
    reason: Reason | None = None
    text: str = Field(default="", max_length=2_000)

    @property
    def said(self) -> dict[str, str]:
        """Why not, as far as they say."""
        reason = self.reason.value if self.reason else ""
        given = {"reason": reason, "text": self.text.strip()}
        return {name: words for name, words in given.items() if words}


@router.api_route("/a/{token}", methods=["GET", "HEAD"])
def show(
    request: Request,
    shared: Shared,
    token: str,
    *,
    again: bool = False,
    done: bool = False,
    opened: bool = False,
) -> HTMLResponse:
    """The article, and where the ticket stands."""
    shared.suggest_limit.take(f"ticket {visitor(request, shared)}")
    meant = shared.article_links.read(token)
    ticket = _ticket(shared, meant)
    if meant is None or ticket is None:
        return _lost(request, shared, "unknown", 404)
    excluded(request, shared, ticket, article=meant.article)
    if meant.expired:
        return _lost(request, shared, "expired", 410, ticket.locale)
    return _page(request, shared, token, ticket, meant, again=again, done=done, opened=opened)


@router.post("/a/{token}/{deed}")
def press(
    request: Request, shared: Shared, token: str, deed: Deed, sent: Annotated[Pressed, Form()]
) -> Response:
    """A person pressed a button: only this acts."""
    shared.write_limit.take(f"contact {visitor(request, shared)}")
    meant = shared.article_links.read(token)
    ticket = _ticket(shared, meant)
    if meant is None or ticket is None:
        return _lost(request, shared, "unknown", 404)
    if meant.expired:
        return _lost(request, shared, "expired", 410, ticket.locale)
    try:
        by = pressed(request, shared, sent.press, f"/a/{token}")
    except Refused as refused:
        excluded(request, shared, ticket, article=meant.article, told=refused.machine)
        if sent.said:  # what they wrote stays in the form, and out of the address
            return _page(request, shared, token, ticket, meant, again=True, typed=sent)
        return see(f"/a/{token}?again=true")
    do(shared, ticket, meant, deed, by, sent.said if deed is Deed.REJECT else {})
    return see(f"/a/{token}{AFTER[deed]}")


def _ticket(shared: Services, meant: Meant | None) -> Ticket | None:
    try:
        return shared.tickets.numbered(meant.ticket) if meant else None
    except NotFound:
        return None


def _page(
    request: Request,
    shared: Services,
    token: str,
    ticket: Ticket,
    meant: Meant,
    *,
    again: bool = False,
    done: bool = False,
    opened: bool = False,
    typed: Pressed | None = None,
) -> HTMLResponse:
    searcher, now = shared.searcher, shared.clock()
    home = shared.settings["locale"]
    seen = ticket.audiences
    article = searcher and nearest(
        searcher, meant.article, meant.locale, home=home, now=now, audiences=seen
    )
    by_bot = ticket.status is Status.SOLVED and ticket.bot_resolved
    ends = undo_ends(shared, ticket) if by_bot else None
    held, press = shown_to(request, shared, f"/a/{token}")
    answer = page(
        request,
        "closing.html",
        locale=ticket.locale,
        c=closing_texts(ticket.locale),
        here=f"/a/{token}",
        ticket=ticket,
        article=article,
        solved=ticket.status is Status.SOLVED,
        by_bot=by_bot,
        resolved_by=title(searcher, ticket.resolved_by, ticket.locale, now=now, audiences=seen),
        until=ends,
        undo=may_undo(shared, ticket, meant),
        again=again,
        done=done,
        opened=opened and ticket.status is not Status.SOLVED,
        press=press,
        typed=typed.said if typed else {},
        reasons=list(Reason),
    )
    remember(answer, request, shared, held, "/a")
    return answer


def _lost(
    request: Request, shared: Services, why: str, status: int, locale: str = ""
) -> HTMLResponse:
    """A friendly page with the way on."""
    wanted = locale or spoken(request.headers.get("accept-language", ""))
    days = shared.settings["link_days"]
    texts = closing_texts(wanted)
    return page(
        request,
        "closing_lost.html",
        status,
        locale=wanted,
        c=texts,
        heading=texts[why],
        hint=texts[f"{why}_hint"].format(days=days),
    )
