"""/desk/mail: messages by e-mail that made no ticket, because a machine seems to have sent them.

Knows: what an agent needs to see to find one that was misjudged.
Must not know: SQL, by which headers machines are told.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse

from answerbot.api.callers import Acting, Shared
from answerbot.mail.automatic import EXPLAINED, Automatic
from answerbot.pages.queue import tabs
from answerbot.pages.view import StaffOnly, page, see
from answerbot.store.queue import Queues

router = APIRouter(dependencies=[StaffOnly])

SHOWN = 100

NAMES = {
    Automatic.LOOP: "our own",
    Automatic.BOUNCE: "bounce",
    Automatic.REPORT: "report",
    Automatic.AUTO_REPLY: "automatic reply",
    Automatic.AUTO_GENERATED: "written by a machine",
    Automatic.BULK: "bulk",
    Automatic.MAILING_LIST: "mailing list",
    Automatic.SUBJECT: "absence or bounce, by its subject",
}


@router.get("/desk/mail")
def kept_out(request: Request, shared: Shared, member: Acting) -> HTMLResponse:
    """The latest such messages, and how many there are of each reason."""
    reasons = shared.mails.kept_out_counts()
    return page(
        request,
        "desk_mail.html",
        letters=shared.mails.kept_out(SHOWN),
        reasons=sorted(reasons.items(), key=lambda item: -item[1]),
        total=sum(reasons.values()),
        **tabs(shared, Queues(shared.store), member.id),
        names=NAMES,
        explained=EXPLAINED,
    )


@router.post("/desk/mail")
def take_in(shared: Shared, mail: Annotated[str, Form(max_length=500)]) -> Response:
    """A person wrote it after all: make a ticket of it."""
    return see(f"/desk/{shared.inbox.take_in(mail)}")
