"""A ticket's life: what each event makes of it.

Knows: statuses and tags.
Must not know: SQL, HTTP.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from answerbot.enquiries import Kind

BOT_RESOLVED = "bot_resolved"


class Status(StrEnum):
    """Where a ticket stands."""

    OPEN = "open"
    PENDING = "pending"
    SOLVED = "solved"
    REOPENED = "reopened"


class Priority(StrEnum):
    """How soon a ticket wants an answer."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    URGENT = "urgent"


@dataclass(frozen=True, slots=True)
class Ticket:
    """A request for a human. `id` cannot be guessed: who knows it may see the ticket.

    `person` is the customer's verified identity, `audiences` are what it proved; `assignee` is
    the id of a member of staff. `waiting_since`: since when the customer waits for us.
    `answered_at`: when an agent answered first. Until `answer_due` one ought to answer first,
    until `solve_due` it ought to be solved. `paused_at`: since when that stands still, as the
    customer has to answer or it is solved. None: not so.
    """

    id: str
    number: int
    enquiry: str
    subject: str
    description: str
    name: str
    email: str
    form: str
    locale: str
    channel: str
    status: Status
    tags: tuple[str, ...]
    resolved_by: str
    created_at: datetime
    updated_at: datetime
    person: str = ""
    audiences: tuple[str, ...] = ()
    priority: Priority = Priority.NORMAL
    team: str = ""
    assignee: str = ""
    waiting_since: datetime | None = None
    answered_at: datetime | None = None
    answer_due: datetime | None = None
    solve_due: datetime | None = None
    paused_at: datetime | None = None

    @property
    def bot_resolved(self) -> bool:
        """Whether an accepted article closed it."""
        return BOT_RESOLVED in self.tags


def after(ticket: Ticket, kind: Kind, article: str, now: datetime) -> Ticket:
    """The ticket after an event of its enquiry; the same one if nothing changes.

    Accepting an article solves it by the bot. Undoing or reopening takes that
    back, and so does rejecting the article that had solved it.
    """
    if kind is Kind.ACCEPTED:
        tags = tuple(dict.fromkeys((*ticket.tags, BOT_RESOLVED)))
        done = replace(ticket, tags=tags, resolved_by=article, updated_at=now)
        return paused(replace(done, status=Status.SOLVED), now)
    if ticket.status is not Status.SOLVED or not _taken_back(ticket, kind, article):
        return ticket
    status = Status.REOPENED if kind is Kind.REOPENED else Status.OPEN
    tags = tuple(tag for tag in ticket.tags if tag != BOT_RESOLVED)
    opened = replace(ticket, status=status, tags=tags, resolved_by="", updated_at=now)
    return replace(opened, waiting_since=now)


def _taken_back(ticket: Ticket, kind: Kind, article: str) -> bool:
    """Whether the event takes the solution back; only reopening does so to an agent's."""
    if kind is Kind.REOPENED:
        return True
    objected = kind is Kind.REJECTED and article in ("", ticket.resolved_by)
    return ticket.bot_resolved and (kind is Kind.UNDONE or objected)


def solved_by_agent(ticket: Ticket, now: datetime) -> Ticket:
    """The ticket after an agent closed it."""
    return paused(replace(ticket, status=Status.SOLVED, updated_at=now), now)


def paused(ticket: Ticket, now: datetime) -> Ticket:
    """The ticket when it waits for us no more; what stood still before stands still since."""
    return replace(ticket, waiting_since=None, paused_at=ticket.paused_at or now)


def closed_for_silence(ticket: Ticket, now: datetime) -> Ticket:
    """The ticket after its customer did not answer: closed, but by nobody's word."""
    return replace(ticket, status=Status.SOLVED, waiting_since=None, updated_at=now)


def answered(ticket: Ticket, now: datetime) -> Ticket:
    """The ticket after an agent's message: it is the customer's turn."""
    status = ticket.status if ticket.status is Status.SOLVED else Status.PENDING
    first = ticket.answered_at or now
    return paused(replace(ticket, status=status, answered_at=first, updated_at=now), now)


def asked_again(ticket: Ticket, now: datetime) -> Ticket:
    """The ticket after a customer's message: it is our turn, and a solved one is open again."""
    opened = after(ticket, Kind.REOPENED, "", now)
    status = Status.OPEN if opened.status is Status.PENDING else opened.status
    since = opened.waiting_since or now
    return replace(opened, status=status, waiting_since=since, updated_at=now)
