"""A request for a human: what becomes of its words, and what is offered on it.

Knows: the order of steps when a ticket comes, and which of its words are asked with.
Must not know: HTTP, SQL, how ranking works.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from hashlib import sha256

from answerbot.asking import (
    NO_LABELS,
    Asked,
    Question,
    belongs,
    event_of,
    new_enquiry,
    offering,
    revoked_by,
    search,
    withheld,
)
from answerbot.auto_reply import Labels
from answerbot.drawing import NOT_DRAWN, Drawn, requested, withheld_on
from answerbot.enquiries import BY_STAFF, Event, Kind
from answerbot.errors import Invalid, NotReady
from answerbot.identity import NOBODY, Identity
from answerbot.placing import placed
from answerbot.recontact import Later
from answerbot.services import Services
from answerbot.store.experiments import Experiments
from answerbot.store.tickets import NewTicket
from answerbot.suggest import question as text_of
from answerbot.suggest import words_of
from answerbot.thresholds import Channel
from answerbot.tickets import Status, Ticket


def submit(
    services: Services,
    new: NewTicket,
    *,
    session: str,
    enquiry: str,
    visitor: str = "",
    customer: Identity = NOBODY,
    sending: str = "",
    by_staff: bool = False,
) -> Ticket:
    """Make a ticket of an enquiry; of a new one if `enquiry` is empty, which is counted apart if
    staff try something out: the ticket itself takes the way of a customer's.

    What the site proved of its customer goes before what was typed. Of what is sent again
    under the same `sending` there is one ticket. Raises Conflict if it says something else.
    """
    now = services.clock()
    new = placed(services.settings.routes, of_customer(new, customer), customer)
    if enquiry:
        belongs(services, enquiry, session, customer)
        found, opened = services.ledger.enquiry(enquiry), True
    else:
        question = Question(
            "",
            session,
            visitor,
            new.locale,
            new.form,
            channel=BY_STAFF if by_staff else new.channel,
            customer=customer,
        )
        found, opened = new_enquiry(services, question), False
    event = event_of(
        services,
        found.id,
        Kind.SUBMITTED,
        identifier=f"sub:{sha256(sending.encode()).hexdigest()[:40]}" if sending else "",
        detail={"ticket": new.id},
        channel=new.channel,
    )
    due = services.settings.targets.due(new.audiences, new.priority, now)
    new = replace(new, answer_due=due.answer, solve_due=due.solve)
    later = Later(
        found.id,
        text_of("", new.subject, new.description),
        customer,
        locale=new.locale,
        email=new.email,
        session=session,
        visitor=visitor or found.visitor,
        channel=new.channel,
    )
    more = revoked_by(services, later)
    held = Experiments(services.store)
    ticket = services.tickets.create(
        new,
        found,
        event,
        *more,
        opened=opened,
        now=now,
        exposures=() if opened else requested(held, found, now),
    )
    if ticket.id == new.id:
        _offered_on(services, ticket)
    return ticket


def of_customer(new: NewTicket, customer: Identity) -> NewTicket:
    """The ticket with what is proven of who sends it."""
    return replace(
        new,
        person=customer.person,
        audiences=customer.audiences,
        name=customer.name or new.name,
        email=customer.email or new.email,
    )


def for_ticket(
    services: Services,
    ticket: Ticket,
    *,
    limit: int = 3,
    by: Channel | None = None,
    labels: Labels = NO_LABELS,
) -> Asked:
    """The offer for a ticket's words, without what its customer rejected: of what the customer
    may read, by what was proven when the ticket came.

    Nothing is recorded: looking is not offering.
    """
    question = _question(services, ticket, limit)
    return search(services, question, without=_rejected(services, ticket), by=by, labels=labels)


def for_customer(services: Services, ticket: Ticket) -> Asked:
    """Likewise for its customer's own page: nothing, where a hold-out keeps it back."""
    asked = for_ticket(services, ticket)
    return withheld(asked) if _held_out(services, ticket) else asked


def _held_out(services: Services, ticket: Ticket) -> bool:
    return withheld_on(Experiments(services.store), ticket.enquiry, services.clock())


def for_agent(
    services: Services, ticket: Ticket, *, audiences: Iterable[str], limit: int = 3
) -> Asked:
    """Likewise of all `audiences`: an agent reads more than the customer may open."""
    question = _question(services, ticket, limit)
    more = tuple(dict.fromkeys((*ticket.audiences, *audiences)))
    everything = replace(question, customer=replace(question.customer, audiences=more))
    return search(services, everything, without=_rejected(services, ticket))


def _rejected(services: Services, ticket: Ticket) -> list[str]:
    events = services.ledger.events(ticket.enquiry)
    return [e.article for e in events if e.kind is Kind.REJECTED and e.article]


def offered_by(
    services: Services, ticket: Ticket, asked: Asked, channel: str, trial: Drawn = NOT_DRAWN
) -> Event:
    """What was offered on a ticket through a channel of its own, or kept back."""
    question = replace(_words_of(ticket), channel=channel)
    event = offering(services, ticket.enquiry, question, asked, trial)
    return replace(event, channel=channel)


def _question(services: Services, ticket: Ticket, limit: int) -> Question:
    said = [m.text for m in services.tickets.messages(ticket) if m.author == "customer"]
    return _words_of(ticket, said, limit)


def _words_of(ticket: Ticket, said: Sequence[str] = (), limit: int = 3) -> Question:
    """The ticket as a question."""
    return Question(
        text=words_of(ticket.subject, ticket.description, said),
        locale=ticket.locale,
        form=ticket.form,
        limit=limit,
        channel="ticket",
        enquiry=ticket.enquiry,
        customer=Identity(ticket.person, ticket.audiences),
    )


def _offered_on(services: Services, ticket: Ticket) -> None:
    """Record what the ticket's page is going to offer, if an index serves."""
    with suppress(NotReady):
        asked = for_ticket(services, ticket)
        trial = Drawn(withheld=True) if _held_out(services, ticket) else NOT_DRAWN
        event = offering(services, ticket.enquiry, _words_of(ticket), asked, trial)
        services.ledger.append([event], durable=False)


def on_ticket(services: Services, event: Event, ticket: Ticket) -> Event:
    """A customer's event as it is recorded of a ticket: a rating says who had solved it.

    Raises Invalid where it comes too late or too early; one that is sent again is as it was.
    """
    for before in services.ledger.named([event.id]):
        told = {
            name: before.detail[name] for name in ("ticket", "solved_by") if name in before.detail
        }
        return replace(event, detail={**event.detail, **told})
    if event.kind is Kind.ACCEPTED and ticket.status is Status.SOLVED and not ticket.bot_resolved:
        raise Invalid(f"an agent solved ticket {ticket.number}: no article did", field="kind")
    if event.kind is not Kind.RATED:
        return event
    if ticket.status is not Status.SOLVED:
        raise Invalid(f"ticket {ticket.number} is not solved: rate it then", field="kind")
    return replace(event, detail={**event.detail, "ticket": ticket.id, "solved_by": solver(ticket)})


def solver(ticket: Ticket) -> str:
    """Who solved it: the bot or an agent."""
    return "bot" if ticket.bot_resolved else "agent"
