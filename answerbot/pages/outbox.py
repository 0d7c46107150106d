"""/desk/outbox: the mail that we send, how far it is, and how it looks.

Knows: what an agent needs to see of a message, and that none of it may act in the desk.
Must not know: SQL, SMTP, what is written in a message.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import HTMLResponse

from answerbot.api.callers import Acting, Shared
from answerbot.outgoing import Progress, Sort
from answerbot.pages.queue import tabs
from answerbot.pages.view import StaffOnly, page, see
from answerbot.postman import NAME
from answerbot.security.headers import PAGE, SANDBOXED
from answerbot.store.queue import Queues

router = APIRouter(dependencies=[StaffOnly])

SHOWN = 100
Number = Annotated[int, Path(ge=1, lt=2**53)]

SORTS = {
    Sort.AUTO_REPLY: "automatic reply",
    Sort.AGENT_REPLY: "reply",
    Sort.CONFIRMATION: "confirmation",
    Sort.REMINDER: "reminder",
    Sort.SURVEY: "survey",
    Sort.TOPIC_NEWS: "news of a topic",
    Sort.REPORT: "weekly report",
}
PROGRESS = {
    Progress.QUEUED: "waiting",
    Progress.SENT: "sent",
    Progress.KEPT: "kept here",
    Progress.FAILED: "failed",
    Progress.CANCELLED: "cancelled",
}
BADGES = {
    Progress.QUEUED: "pending",
    Progress.SENT: "solved",
    Progress.KEPT: "open",
    Progress.FAILED: "reopened",
    Progress.CANCELLED: "",
}


@router.get("/desk/outbox")
def outbox(
    request: Request,
    shared: Shared,
    member: Acting,
    progress: Annotated[Progress | None, Query()] = None,
) -> HTMLResponse:
    """The latest messages, all or those that are so far."""
    counts = shared.outbox.counts()
    return page(
        request,
        "desk_outbox.html",
        posts=shared.outbox.latest(SHOWN, progress=progress),
        progress=progress,
        shown=[(one, PROGRESS[one], counts[one]) for one in Progress if one in counts],
        total=sum(counts.values()),
        **tabs(shared, Queues(shared.store), member.id),
        server=shared.settings["smtp_out_host"],
        sorts=SORTS,
        names=PROGRESS,
        badges=BADGES,
    )


@router.get("/desk/outbox/{number}")
def message(request: Request, shared: Shared, number: Number) -> HTMLResponse:
    """One message as text and, in a frame that can do nothing, as HTML."""
    posted = shared.outbox.get(number)
    told = posted.outgoing.ticket
    answer = page(
        request,
        "desk_outbox_message.html",
        posted=posted,
        out=posted.outgoing,
        ticket=shared.tickets.numbered(told) if told else None,
        server=shared.settings["smtp_out_host"],
        sort=SORTS[posted.outgoing.sort],
        name=PROGRESS[posted.progress],
        badge=BADGES[posted.progress],
    )
    policy = PAGE["Content-Security-Policy"]
    answer.headers["Content-Security-Policy"] = f"{policy}; frame-src 'self'"
    return answer


@router.get("/desk/outbox/{number}/html")
def as_html(shared: Shared, number: Number) -> HTMLResponse:
    """The message's HTML alone, as a mail program would show it, and just as powerless."""
    return HTMLResponse(shared.outbox.get(number).outgoing.html, headers=SANDBOXED)


@router.post("/desk/outbox/{number}/again")
def again(shared: Shared, number: Number) -> Response:
    """Send a message again that failed, or that was only kept."""
    shared.outbox.send_again(number, shared.clock())
    shared.chores.hurry(NAME)
    return see(f"/desk/outbox/{number}")
