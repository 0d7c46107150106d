"""Tickets and their conversation.

Knows: the tables `tickets` and `messages`.
Must not know: what an event makes of a ticket (`answerbot/tickets.py` does).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlite_utils import Database

from answerbot.enquiries import Event
from answerbot.errors import NotFound
from answerbot.store.db import Store
from answerbot.store.ledger import Enquiry, insert_enquiry, insert_events
from answerbot.tickets import Status, Ticket, after, solved_by_agent


class Message(NamedTuple):
    """One message of a ticket's conversation; `author` is customer or agent."""

    author: str
    text: str
    at: datetime


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

    def queue(self, *, solved: bool, limit: int = 100) -> list[Ticket]:
        """Unsolved tickets, longest waiting first; or solved ones, latest first."""
        sql = (
            "SELECT * FROM tickets WHERE status = 'solved' ORDER BY number DESC LIMIT ?"
            if solved
            else "SELECT * FROM tickets WHERE status <> 'solved' ORDER BY number LIMIT ?"
        )
        return [_ticket(row) for row in self._store.read().query(sql, [limit])]

    def counts(self) -> dict[str, int]:
        """How many tickets there are of each status, and how many the bot resolved."""
        sql = (
            "SELECT status AS name, count(*) AS n FROM tickets GROUP BY status UNION ALL "
            "SELECT 'bot_resolved', count(*) FROM tickets WHERE resolved_by <> ''"
        )
        return {row["name"]: row["n"] for row in self._store.read().query(sql)}

    def create(
        self, new: NewTicket, enquiry: Enquiry, event: Event, *, opened: bool, now: datetime
    ) -> Ticket:
        """Record the ticket and its event, and the enquiry if it is not `opened` yet."""

        def work(db: Database) -> int:
            if not opened:
                insert_enquiry(db, enquiry)
            cursor = db.execute(_INSERT, _row(new, enquiry.id, now))
            insert_events(db, [event])
            return int(cursor.lastrowid or 0)

        return self.numbered(self._store.write(work))

    def apply(self, ticket: Ticket, event: Event) -> Ticket:
        """Record an event and what it makes of the ticket, together."""

        def work(db: Database) -> None:
            if insert_events(db, [event]):
                for row in list(db.query("SELECT * FROM tickets WHERE id = ?", [ticket.id])):
                    _save(db, after(_ticket(row), event.kind, event.article, event.at))

        self._store.write(work)
        return self.get(ticket.id)

    def solve(self, ticket: Ticket, now: datetime) -> None:
        """Close it in an agent's name."""
        self._store.write(lambda db: _save(db, solved_by_agent(ticket, now)))

    def say(self, ticket: Ticket, message: Message, event: Event | None = None) -> None:
        """Add a message, and the event it came with."""

        def work(db: Database) -> None:
            db.execute(
                "INSERT INTO messages (ticket, author, text, at) VALUES (?, ?, ?, ?)",
                (ticket.number, message.author, message.text, message.at.isoformat()),
            )
            insert_events(db, [event] if event else [])

        self._store.write(work)

    def messages(self, ticket: Ticket) -> list[Message]:
        """The conversation after the first description, oldest first."""
        sql = "SELECT author, text, at FROM messages WHERE ticket = ? ORDER BY sequence"
        return [
            Message(row["author"], row["text"], datetime.fromisoformat(row["at"]))
            for row in self._store.read().query(sql, [ticket.number])
        ]

    def _one(self, sql: str, key: str | int) -> Ticket:
        for row in self._store.read().query(sql, [key]):
            return _ticket(row)
        raise NotFound(f"no ticket {str(key)[:80]!r}")


_INSERT = """
    INSERT INTO tickets (id, enquiry, subject, description, name, email, form, locale, channel,
        status, tags, resolved_by, created_at, updated_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'open', '[]', '', ?, ?)
"""


def _row(new: NewTicket, enquiry: str, now: datetime) -> tuple[str, ...]:
    at = now.isoformat()
    return (
        new.id, enquiry, new.subject, new.description, new.name, new.email,
        new.form, new.locale, new.channel, at, at,
    )  # fmt: skip


def _save(db: Database, ticket: Ticket) -> None:
    db.execute(
        "UPDATE tickets SET status = ?, tags = ?, resolved_by = ?, updated_at = ? WHERE id = ?",
        (
            ticket.status, json.dumps(ticket.tags), ticket.resolved_by,
            ticket.updated_at.isoformat(), ticket.id,
        ),
    )  # fmt: skip


def _ticket(row: Mapping[str, Any]) -> Ticket:
    return Ticket(
        **{
            **row,
            "status": Status(row["status"]),
            "tags": tuple(json.loads(row["tags"])),
            "created_at": datetime.fromisoformat(row["created_at"]),
            "updated_at": datetime.fromisoformat(row["updated_at"]),
        }
    )
