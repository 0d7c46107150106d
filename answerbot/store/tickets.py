"""Tickets and their conversation.

Knows: the tables `tickets` and `messages`.
Must not know: what an event makes of a ticket (`answerbot/tickets.py` does).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlite_utils import Database

from answerbot.enquiries import Event
from answerbot.errors import NotFound
from answerbot.store.db import Store
from answerbot.store.ledger import Enquiry, insert_enquiry, insert_events
from answerbot.tickets import (
    Priority,
    Status,
    Ticket,
    after,
    answered,
    asked_again,
    solved_by_agent,
)


class Message(NamedTuple):
    """One message of a ticket's conversation; `author` is customer or agent.

    `number` is what the store calls it by; 0 as long as it is not in there.
    """

    author: str
    text: str
    at: datetime
    number: int = 0


PER_PAGE = 50


class Queue(NamedTuple):
    """One page of tickets, and how many there are on all pages."""

    tickets: list[Ticket]
    total: int


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

    def of_enquiry(self, enquiry: str) -> list[Ticket]:
        """The tickets that an enquiry led to, oldest first."""
        sql = "SELECT * FROM tickets WHERE enquiry = ? ORDER BY number"
        return [_ticket(row) for row in self._store.read().query(sql, [enquiry])]

    def queue(self, *, solved: bool, page: int = 1) -> Queue:
        """Unsolved tickets, longest waiting first; or solved ones, latest first.

        Pages of PER_PAGE count from 1; one after the last is empty.
        """
        count, select = (_COUNT_SOLVED, _SOLVED) if solved else (_COUNT_WAITING, _WAITING)
        database = self._store.read()
        (total,) = database.execute(count).fetchone()
        rows = database.query(select, [PER_PAGE, (page - 1) * PER_PAGE])
        return Queue([_ticket(row) for row in rows], total)

    def counts(self) -> dict[str, int]:
        """How many tickets there are of each status, and how many the bot resolved."""
        sql = (
            "SELECT status AS name, count(*) AS n FROM tickets GROUP BY status UNION ALL "
            "SELECT 'bot_resolved', count(*) FROM tickets WHERE resolved_by <> ''"
        )
        return {row["name"]: row["n"] for row in self._store.read().query(sql)}

    def create(
        self,
        new: NewTicket,
        enquiry: Enquiry,
        event: Event,
        *more: Event,
        opened: bool,
        now: datetime,
    ) -> Ticket:
        """Record the ticket and its event, and the enquiry if it is not `opened` yet. `more` are
        events that follow from it on other enquiries."""

        def work(db: Database) -> int:
            if not opened:
                insert_enquiry(db, enquiry)
            number = insert_ticket(db, new, event, now)
            insert_events(db, more)
            return number

        return self.numbered(self._store.write(work))

    def apply(self, tickets: Sequence[Ticket], event: Event) -> None:
        """Record an event and what it makes of the tickets, together and once."""

        def work(db: Database) -> None:
            if not insert_events(db, [event]):
                return
            for ticket in tickets:
                now = _reread(db, ticket.number)
                _save(db, after(now, event.kind, event.article, event.at))

        self._store.write(work)

    def solve(self, ticket: Ticket, event: Event) -> None:
        """Close it in an agent's name. What happened since `ticket` was read stays."""

        def work(db: Database) -> None:
            if insert_events(db, [event]):
                _save(db, solved_by_agent(_reread(db, ticket.number), event.at))

        self._store.write(work)

    def say(self, ticket: Ticket, message: Message, *events: Event) -> None:
        """Add a message, and the events it came with, together.

        A customer's message opens a solved ticket again. The event that it comes with
        says so (Kind.REOPENED): it is recorded only if the ticket is solved by now.
        """

        self._store.write(lambda db: insert_message(db, ticket.number, message, *events))

    def messages(self, ticket: Ticket) -> list[Message]:
        """The conversation after the first description, oldest first."""
        sql = "SELECT author, text, at, sequence FROM messages WHERE ticket = ? ORDER BY sequence"
        return [
            Message(row["author"], row["text"], datetime.fromisoformat(row["at"]), row["sequence"])
            for row in self._store.read().query(sql, [ticket.number])
        ]

    def _one(self, sql: str, key: str | int) -> Ticket:
        for row in self._store.read().query(sql, [key]):
            return _ticket(row)
        raise NotFound(f"no ticket {str(key)[:80]!r}")


_INSERT = """
    INSERT INTO tickets (id, enquiry, subject, description, name, email, form, locale, channel,
        person, audiences, priority, team, assignee, answer_due, solve_due,
        created_at, updated_at, waiting_since, tags, status, resolved_by)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'open', '')
"""


_WAITING = """
    SELECT * FROM tickets WHERE status <> 'solved'
    ORDER BY created_at, number LIMIT ? OFFSET ?
"""
_SOLVED = """
    SELECT * FROM tickets WHERE status = 'solved'
    ORDER BY updated_at DESC, number DESC LIMIT ? OFFSET ?
"""
_COUNT_WAITING = "SELECT count(*) FROM tickets WHERE status <> 'solved'"
_COUNT_SOLVED = "SELECT count(*) FROM tickets WHERE status = 'solved'"


def _row(new: NewTicket, enquiry: str, now: datetime) -> tuple[str, ...]:
    at = now.isoformat()
    return (
        new.id, enquiry, new.subject, new.description, new.name, new.email,
        new.form, new.locale, new.channel, new.person, json.dumps(new.audiences),
        new.priority, new.team, new.assignee, _moment(new.answer_due), _moment(new.solve_due),
        at, at, at, json.dumps(new.tags),
    )  # fmt: skip


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
    current = _reread(db, ticket)
    turn = asked_again if message.author == "customer" else answered
    _save(db, turn(current, message.at))
    if message.author != "customer" or current.status is Status.SOLVED:
        insert_events(db, events)
    return number


def _reread(db: Database, number: int) -> Ticket:
    """The ticket as it is now, within a writer's transaction."""
    (row,) = db.query("SELECT * FROM tickets WHERE number = ?", [number])
    return _ticket(row)


def _save(db: Database, ticket: Ticket) -> None:
    db.execute(
        "UPDATE tickets SET status = ?, tags = ?, resolved_by = ?, updated_at = ?, priority = ?,"
        " team = ?, assignee = ?, waiting_since = ?, answered_at = ?, answer_due = ?,"
        " solve_due = ? WHERE id = ?",
        (
            ticket.status, json.dumps(ticket.tags), ticket.resolved_by,
            ticket.updated_at.isoformat(), ticket.priority, ticket.team, ticket.assignee,
            *map(_moment, (
                ticket.waiting_since, ticket.answered_at, ticket.answer_due, ticket.solve_due,
            )),
            ticket.id,
        ),
    )  # fmt: skip


def _moment(at: datetime | None) -> str:
    return at.isoformat() if at else ""


def _ticket(row: Mapping[str, Any]) -> Ticket:
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


_MOMENTS = ("waiting_since", "answered_at", "answer_due", "solve_due")


def _read_moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
