"""/v1/tickets: a request for a human, and its life.

Knows: how a ticket looks on the wire.
Must not know: SQL, what an event makes of a ticket.

A ticket's id cannot be guessed: whoever has it (the customer, from the answer or
the link) may read the ticket and accept an article on it.
"""

from __future__ import annotations

from time import perf_counter
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from answerbot.api.callers import (
    Known,
    Session,
    Shared,
    SuggestLimited,
    Trusted,
    WriteLimited,
    address,
)
from answerbot.api.events import answer, checked
from answerbot.api.schemas import (
    EventRequest,
    EventResponse,
    SuggestResponse,
    TicketRequest,
    TicketResponse,
)
from answerbot.api.suggest import response
from answerbot.asking import for_ticket, happened, submit
from answerbot.errors import Invalid
from answerbot.store.tickets import NewTicket
from answerbot.tickets import Ticket

router = APIRouter(tags=["tickets"])


@router.post("/v1/tickets", status_code=201, dependencies=[WriteLimited])
def create(
    sent: TicketRequest, who: Known, session: Session, shared: Shared, request: Request
) -> TicketResponse:
    """Ask a human. What the customer saw goes along through `enquiry`. The same `id` by the
    same sender is the same ticket."""
    if not (sent.subject.strip() or sent.description.strip()):
        raise Invalid("subject or description must say something", field="description")
    known = {form.id for form in shared.settings.forms}
    if sent.form and sent.form not in known:
        raise Invalid(f"no form {sent.form!r}; there are {sorted(known)}", field="form")
    new = NewTicket(
        id=f"tkt_{shared.random()}",
        subject=sent.subject.strip() or first_line(sent.description),
        description=sent.description.strip(),
        name=sent.name.strip(),
        email=sent.email,
        form=sent.form,
        locale=sent.locale or shared.settings["locale"],
        channel=who.channel,
    )
    sending = f"{who.key} {session} {sent.id}" if sent.id else ""
    ticket = submit(shared, new, session=session, enquiry=sent.enquiry, sending=sending)
    return shaped(ticket, address(request, shared))


@router.get("/v1/tickets")
def queue(
    _who: Trusted,
    shared: Shared,
    request: Request,
    response: Response,
    *,
    solved: bool = False,
    page: Annotated[int, Query(ge=1, le=10_000)] = 1,
) -> list[TicketResponse]:
    """Unsolved tickets, longest waiting first; with `solved`, solved ones, latest first.

    Fifty a `page`, which count from 1; a page after the last is empty. The header
    `X-Total-Count` says how many tickets there are on all pages.
    """
    base = address(request, shared)
    found = shared.tickets.queue(solved=solved, page=page)
    response.headers["X-Total-Count"] = str(found.total)
    return [shaped(ticket, base) for ticket in found.tickets]


@router.get("/v1/tickets/{ticket}")
def read(ticket: str, _who: Known, shared: Shared, request: Request) -> TicketResponse:
    """One ticket."""
    return shaped(shared.tickets.get(ticket), address(request, shared))


@router.get("/v1/tickets/{ticket}/suggestions", dependencies=[SuggestLimited])
def suggested(ticket: str, _who: Known, shared: Shared) -> SuggestResponse:
    """Articles for the ticket, without those that its customer rejected."""
    started = perf_counter()
    found = shared.tickets.get(ticket)
    return response(for_ticket(shared, found), started, found.locale, shared.settings["locale"])


@router.post("/v1/tickets/{ticket}/events", dependencies=[WriteLimited])
def report(ticket: str, sent: EventRequest, who: Known, shared: Shared) -> EventResponse:
    """What the customer did on the ticket's page. `accepted` solves the ticket."""
    found = shared.tickets.get(ticket)
    event = checked(shared, found.enquiry, sent, channel=who.channel)
    return answer(event, happened(shared, event, on=found))


def shaped(ticket: Ticket, base: str) -> TicketResponse:
    """A ticket on the wire. `base` is the address that customers reach the server by."""
    return TicketResponse(
        ticket=ticket.id,
        number=ticket.number,
        enquiry=ticket.enquiry,
        url=f"{base}/tickets/{ticket.id}",
        subject=ticket.subject,
        description=ticket.description,
        status=ticket.status,
        tags=list(ticket.tags),
        resolved_by=ticket.resolved_by,
        created_at=ticket.created_at,
        updated_at=ticket.updated_at,
    )


def first_line(text: str) -> str:
    """A subject for a ticket that has none."""
    line = text.strip().splitlines()[0]
    return line if len(line) <= 80 else f"{line[:79]}…"
