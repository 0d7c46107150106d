"""What happened, one after the other, in the shape in which it is recorded.

Knows: enquiries, events, tickets, what is said and changed on them.
Must not know: SQL, why it happened.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from answerbot.changes import Change
from answerbot.enquiries import Event
from answerbot.experiments.experiment import Exposure
from answerbot.store.ledger import Enquiry
from answerbot.store.tickets import Message, NewTicket


@dataclass(frozen=True, slots=True)
class Asks:
    """An enquiry begins; `exposures` are the experiments that it is in."""

    at: datetime
    enquiry: Enquiry
    events: tuple[Event, ...]
    exposures: tuple[Exposure, ...] = ()


@dataclass(frozen=True, slots=True)
class Happens:
    """Something more happens to it; `ticket`, by its id, follows."""

    at: datetime
    event: Event
    ticket: str = ""


@dataclass(frozen=True, slots=True)
class Submits:
    """A human is asked; the event says so."""

    at: datetime
    ticket: NewTicket
    event: Event


@dataclass(frozen=True, slots=True)
class Changes:
    """An agent changes a ticket, by its id."""

    at: datetime
    ticket: str
    change: Change
    event: Event


@dataclass(frozen=True, slots=True)
class Says:
    """Somebody writes on a ticket, by its id."""

    at: datetime
    ticket: str
    message: Message
    events: tuple[Event, ...] = ()


Happening = Asks | Happens | Submits | Changes | Says


def by_day(happenings: Iterable[Happening]) -> Iterator[tuple[date, list[Happening]]]:
    """All of them in the order of time, a day at a time."""
    ordered = sorted(happenings, key=lambda one: one.at)
    for day, group in groupby(ordered, key=lambda one: one.at.date()):
        yield day, list(group)
