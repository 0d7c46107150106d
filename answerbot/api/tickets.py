"""/v1/tickets: a request for a human, and its life.

Knows: how a ticket looks on the wire.
Must not know: SQL, what an event makes of a ticket.

A ticket's id cannot be guessed: whoever has it (the customer, from the answer or
the link) may read the ticket and accept an article on it.
"""

from __future__ import annotations

from time import perf_counter
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from answerbot.api.callers import (
    Customer,
    Known,
    Session,
    Shared,
    SuggestLimited,
    Trusted,
    Visitor,
    WriteLimited,
    address,
    looked_at_by_staff,
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
from answerbot.asking import happened
from answerbot.errors import Invalid, NotFound
from answerbot.queue import View, Wanted
from answerbot.store.queue import Queues
from answerbot.store.tickets import NewTicket
from answerbot.ticketing import for_customer, on_ticket, submit
from answerbot.tickets import Ticket

router = APIRouter(tags=["tickets"])


def theirs(ticket: str, _who: Known, customer: Customer, shared: Shared) -> Ticket:
    """The ticket of the address. Raises NotFound, also to a person whose it is not."""
    found = shared.tickets.get(ticket)
    if found.person and customer.proven and found.person != customer.person:
        raise NotFound(f"no ticket {ticket[:80]!r}")
    return found


Theirs = Annotated[Ticket, Depends(theirs)]


@router.post("/v1/tickets", status_code=201, dependencies=[WriteLimited])
def create(
    sent: TicketRequest,
    who: Known,
    session: Session,
    visitor: Visitor,
    customer: Customer,
    shared: Shared,
    request: Request,
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
        locale=sent.locale or customer.locale or shared.settings["locale"],
        channel=who.channel,
    )
    sending = f"{who.key} {session} {sent.id}" if sent.id else ""
    ticket = submit(
        shared,
        new,
        session=session,
        visitor=visitor,
        enquiry=sent.enquiry,
        customer=customer,
        sending=sending,
        by_staff=looked_at_by_staff(request, shared),
    )
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

    Those that wait for the customer come after those that wait for us. Fifty a `page`,
    which count from 1; a page after the last is empty. The header `X-Total-Count` says how
    many tickets there are on all pages.
    """
    base = address(request, shared)
    view = View.SOLVED if solved else View.UNSOLVED
    found = Queues(shared.store).page(Wanted(view=view, page=page))
    response.headers["X-Total-Count"] = str(found.total)
    listed = found.tickets if found.number == page else []
    return [shaped(ticket, base) for ticket in listed]


@router.get("/v1/tickets/{ticket}")
def read(found: Theirs, shared: Shared, request: Request) -> TicketResponse:
    """One ticket."""
    return shaped(found, address(request, shared))


@router.get("/v1/tickets/{ticket}/suggestions", dependencies=[SuggestLimited])
def suggested(found: Theirs, shared: Shared) -> SuggestResponse:
    """Articles for the ticket that its customer may read, without those that were rejected."""
    started = perf_counter()
    return response(for_customer(shared, found), started, found.locale, shared.settings["locale"])


@router.post("/v1/tickets/{ticket}/events", dependencies=[WriteLimited])
def report(found: Theirs, sent: EventRequest, who: Known, shared: Shared) -> EventResponse:
    """What the customer did on the ticket's page. `accepted` solves the ticket."""
    event = checked(shared, found.enquiry, sent, channel=who.channel, audiences=found.audiences)
    return answer(event, happened(shared, on_ticket(shared, event, found), on=found))


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
