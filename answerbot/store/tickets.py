"""Tickets and their conversation.

Knows: the tables `tickets` and `messages`.
Must not know: what an event makes of a ticket (`answerbot/tickets.py` does).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple

from sqlite_utils import Database

from answerbot.changes import Change, Field, Outdated, changed, value
from answerbot.enquiries import Event, Kind, doer
from answerbot.errors import Conflict, NotFound
from answerbot.experiments.experiment import Exposure
from answerbot.outgoing import Outgoing
from answerbot.store.db import Store
from answerbot.store.exposures import insert_exposures
from answerbot.store.ledger import Enquiry, insert_enquiry, insert_events
from answerbot.store.outbox import insert_outgoing
from answerbot.targets import NO_TARGETS, Targets
from answerbot.tickets import (
    Priority,
    Status,
    Ticket,
    after,
    answered,
    asked_again,
)


class Message(NamedTuple):
    """One message of a ticket's conversation; `author` is customer or agent.

    `number` is what the store calls it by; 0 as long as it is not in there.
    """

    author: str
    text: str
    at: datetime
    number: int = 0


@dataclass(frozen=True, slots=True)
class NewTicket:
    """What a customer sends."""

    id: str
    subject: str
    description: str
    name: str
    email: str
    form: str
    locale: str
    channel: str
    person: str = ""
    audiences: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    priority: Priority = Priority.NORMAL
    team: str = ""
    assignee: str = ""
    answer_due: datetime | None = None
    solve_due: datetime | None = None


class Tickets:
    """Tickets by id (unguessable) or number (for people)."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def get(self, ticket: str) -> Ticket:
        """Raises NotFound."""
        return self._one("SELECT * FROM tickets WHERE id = ?", ticket)

    def numbered(self, number: int) -> Ticket:
        """Raises NotFound."""
        return self._one("SELECT * FROM tickets WHERE number = ?", number)

    def unsolved(self, limit: int) -> list[Ticket]:
        """Unsolved tickets, oldest first."""
        sql = "SELECT * FROM tickets WHERE status <> 'solved' ORDER BY created_at, number LIMIT ?"
        return [ticket_from(row) for row in self._store.read().query(sql, [limit])]

    def of_enquiry(self, enquiry: str) -> list[Ticket]:
        """The tickets that an enquiry led to, oldest first."""
        sql = "SELECT * FROM tickets WHERE enquiry = ? ORDER BY number"
        return [ticket_from(row) for row in self._store.read().query(sql, [enquiry])]

    def create(
        self,
        new: NewTicket,
        enquiry: Enquiry,
        event: Event,
        *more: Event,
        opened: bool,
        now: datetime,
        exposures: Sequence[Exposure] = (),
    ) -> Ticket:
        """Record the ticket and its event, and the enquiry if it is not `opened` yet, with its
        `exposures`. `more` are events that follow from it on other enquiries.

        If the event is known, its ticket is returned. Raises Conflict if that says otherwise.
        """

        def work(db: Database) -> int:
            if before := _made_before(db, new, event):
                return before
            if not opened:
                insert_enquiry(db, enquiry)
                insert_exposures(db, exposures)
            number = insert_ticket(db, new, event, now)
            insert_events(db, more)
            return number

        return self.numbered(self._store.write(work))

    def apply(
        self, tickets: Sequence[Ticket], event: Event, *, mail: Outgoing | None = None
    ) -> None:
        """Record an event, what it makes of the tickets and the `mail` that tells of it,
        together and once."""

        def work(db: Database) -> None:
            if not insert_events(db, [event]):
                return
            if mail:
                insert_outgoing(db, replace(mail, cause=f"event:{event.id}"), event.at)
            for ticket in tickets:
                now = reread(db, ticket.number)
                save(db, after(now, event.kind, event.article, event.at))

        self._store.write(work)

    def solve(self, ticket: Ticket, event: Event) -> None:
        """Close it in an agent's name. What happened since `ticket` was read stays."""
        self.change([(ticket.number, Change(Field.STATUS, Status.SOLVED), event)])

    def change(
        self, changes: Sequence[tuple[int, Change, Event]], targets: Targets = NO_TARGETS
    ) -> list[Ticket]:
        """Change tickets by number, each with its event, all of them together or none.

        Returns those that are another than before. Raises Outdated and Invalid.
        """

        def work(db: Database) -> list[Ticket]:
            found = (change_ticket(db, *one, targets) for one in changes)
            return [ticket for ticket in found if ticket]

        return self._store.write(work)

    def say(
        self,
        ticket: Ticket,
        message: Message,
        *events: Event,
        mail: Outgoing | None = None,
        seen: int | None = None,
    ) -> None:
        """Add a message, the events it came with, and the `mail` that brings it, together.

        `seen` is the last message that its author has read, if they care: raises Outdated if
        there are later ones.

        A customer's message opens a solved ticket again. The event that it comes with
        says so (Kind.REOPENED): it is recorded only if the ticket is solved by now.
        """

        def work(db: Database) -> None:
            if seen is not None:
                _all_seen(db, ticket.number, seen)
            number = insert_message(db, ticket.number, message, *events)
            if mail:
                sent = replace(mail, cause=f"message:{number}", message=number)
                insert_outgoing(db, sent, message.at)

        self._store.write(work)

    def messages(self, ticket: Ticket) -> list[Message]:
        """The conversation after the first description, oldest first."""
        sql = "SELECT author, text, at, sequence FROM messages WHERE ticket = ? ORDER BY sequence"
        return [
            Message(row["author"], row["text"], datetime.fromisoformat(row["at"]), row["sequence"])
            for row in self._store.read().query(sql, [ticket.number])
        ]

    def _one(self, sql: str, key: str | int) -> Ticket:
        for row in self._store.read().query(sql, [key]):
            return ticket_from(row)
        raise NotFound(f"no ticket {str(key)[:80]!r}")


_INSERT = """
    INSERT INTO tickets (id, enquiry, subject, description, name, email, form, locale, channel,
        person, audiences, priority, team, assignee, answer_due, solve_due,
        created_at, updated_at, waiting_since, tags, status, resolved_by)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'open', '')
"""


def _row(new: NewTicket, enquiry: str, now: datetime) -> tuple[str, ...]:
    at = now.isoformat()
    return (
        new.id, enquiry, new.subject, new.description, new.name, new.email,
        new.form, new.locale, new.channel, new.person, json.dumps(new.audiences),
        new.priority, new.team, new.assignee, _moment(new.answer_due), _moment(new.solve_due),
        at, at, at, json.dumps(new.tags),
    )  # fmt: skip


def _made_before(db: Database, new: NewTicket, event: Event) -> int:
    """The number of the ticket that this event made when it came before, or 0."""
    sql = "SELECT detail ->> 'ticket' AS id FROM events WHERE id = ? AND kind = ?"
    for found in db.query(sql, [event.id, event.kind]):
        for row in db.query("SELECT * FROM tickets WHERE id = ?", [found["id"]]):
            said = ("subject", "description", "email", "form")
            if any(row[name] != getattr(new, name) for name in said):
                raise Conflict("a ticket of this id was sent before with other content", field="id")
            return int(row["number"])
    return 0


def insert_ticket(db: Database, new: NewTicket, event: Event, now: datetime) -> int:
    """Within a writer's transaction; the enquiry of the event is there. Returns its number."""
    cursor = db.execute(_INSERT, _row(new, event.enquiry, now))
    insert_events(db, [event])
    return int(cursor.lastrowid or 0)


def insert_message(db: Database, ticket: int, message: Message, *events: Event) -> int:
    """Within a writer's transaction; see `Tickets.say`. Returns its number."""
    cursor = db.execute(
        "INSERT INTO messages (ticket, author, text, at) VALUES (?, ?, ?, ?)",
        (ticket, message.author, message.text, message.at.isoformat()),
    )
    number = int(cursor.lastrowid or 0)
    current = reread(db, ticket)
    turn = asked_again if message.author == "customer" else answered
    save(db, turn(current, message.at))
    if message.author == "customer":
        insert_events(db, [_wrote(current, message, number)])
    if message.author != "customer" or current.status is Status.SOLVED:
        insert_events(db, events)
    return number


def _wrote(ticket: Ticket, message: Message, number: int) -> Event:
    return Event(
        id=f"wrote:{number}",
        enquiry=ticket.enquiry,
        kind=Kind.WROTE,
        at=message.at,
        detail={"ticket": ticket.id, "message": number},
        who=doer(Kind.WROTE),
        channel=ticket.channel,
    )


def _all_seen(db: Database, ticket: int, seen: int) -> None:
    sql = "SELECT 1 FROM messages WHERE ticket = ? AND sequence > ? LIMIT 1"
    if db.execute(sql, (ticket, seen)).fetchone():
        raise Outdated("somebody wrote on this ticket meanwhile", field="text")


def change_ticket(
    db: Database, number: int, change: Change, event: Event, targets: Targets
) -> Ticket | None:
    """Within a writer's transaction; None if it is so already, or the event was recorded
    before. The event's detail says from what to what."""
    before = reread(db, number)
    if db.execute("SELECT 1 FROM events WHERE id = ?", (event.id,)).fetchone():
        return None
    after = changed(before, change, event.at)
    if after == before:
        return None
    if after.priority != before.priority:
        after = targets.prioritised(after, before.priority)
    said = {
        "ticket": before.id,
        "field": change.field,
        "from": value(before, change.field),
        "to": value(after, change.field),
    }
    if before.waiting_since and not after.waiting_since:
        said["since"] = before.waiting_since.isoformat()
    made = replace(event, enquiry=before.enquiry, detail={**event.detail, **said})
    insert_events(db, [made])
    save(db, after)
    return after


def reread(db: Database, number: int) -> Ticket:
    """The ticket as it is now, within a writer's transaction. Raises NotFound."""
    for row in db.query("SELECT * FROM tickets WHERE number = ?", [number]):
        return ticket_from(row)
    raise NotFound(f"no ticket {number}")


def save(db: Database, ticket: Ticket) -> None:
    """Within a writer's transaction."""
    db.execute(
        "UPDATE tickets SET status = ?, tags = ?, resolved_by = ?, updated_at = ?, priority = ?,"
        " team = ?, assignee = ?, waiting_since = ?, answered_at = ?, answer_due = ?,"
        " solve_due = ?, paused_at = ? WHERE id = ?",
        (
            ticket.status, json.dumps(ticket.tags), ticket.resolved_by,
            ticket.updated_at.isoformat(), ticket.priority, ticket.team, ticket.assignee,
            *map(_moment, (
                ticket.waiting_since, ticket.answered_at, ticket.answer_due, ticket.solve_due,
                ticket.paused_at,
            )),
            ticket.id,
        ),
    )  # fmt: skip


def _moment(at: datetime | None) -> str:
    return at.isoformat() if at else ""


def ticket_from(row: Mapping[str, Any]) -> Ticket:
    """A row of `tickets`."""
    return Ticket(
        **{
            **row,
            "status": Status(row["status"]),
            "tags": tuple(json.loads(row["tags"])),
            "audiences": tuple(json.loads(row["audiences"])),
            "priority": Priority(row["priority"]),
            **{name: _read_moment(row[name]) for name in _MOMENTS},
            "created_at": datetime.fromisoformat(row["created_at"]),
            "updated_at": datetime.fromisoformat(row["updated_at"]),
        }
    )


_MOMENTS = ("waiting_since", "answered_at", "answer_due", "solve_due", "paused_at")


def _read_moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
