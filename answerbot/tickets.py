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


@dataclass(frozen=True, slots=True)
class Ticket:
    """A request for a human. `id` cannot be guessed: who knows it may see the ticket."""

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
        return replace(ticket, status=Status.SOLVED, tags=tags, resolved_by=article, updated_at=now)
    if ticket.status is not Status.SOLVED or not _taken_back(ticket, kind, article):
        return ticket
    status = Status.REOPENED if kind is Kind.REOPENED else Status.OPEN
    tags = tuple(tag for tag in ticket.tags if tag != BOT_RESOLVED)
    return replace(ticket, status=status, tags=tags, resolved_by="", updated_at=now)


def _taken_back(ticket: Ticket, kind: Kind, article: str) -> bool:
    """Whether the event takes the solution back; only reopening does so to an agent's."""
    if kind is Kind.REOPENED:
        return True
    objected = kind is Kind.REJECTED and article in ("", ticket.resolved_by)
    return ticket.bot_resolved and (kind is Kind.UNDONE or objected)


def solved_by_agent(ticket: Ticket, now: datetime) -> Ticket:
    """The ticket after an agent closed it."""
    return replace(ticket, status=Status.SOLVED, updated_at=now)
