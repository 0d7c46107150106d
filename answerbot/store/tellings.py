"""Tellings, whom they reached, and the tickets gathered on a topic.

Knows: the tables `tellings`, `told`, `topic_tickets`.
Must not know: what is written to anybody.

Who is told is recorded in the transaction that puts the message into the outbox or onto the
ticket: nobody hears of a topic twice, however often it is told and whatever crashes between.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from answerbot.enquiries import Event
from answerbot.errors import Conflict, NotFound
from answerbot.store.db import Store
from answerbot.store.ledger import insert_events
from answerbot.telling import News, Reaches, Telling


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody to tell: `ticket` is the number of theirs, 0 for one who only follows."""

    whom: str
    email: str
    locale: str
    ticket: int = 0


class Tellings:
    """All tellings."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, telling: Telling) -> None:
        """Keep a telling; it goes out when it is due."""
        texts = {locale: list(news) for locale, news in telling.texts.items()}
        values = (
            telling.id, telling.topic, json.dumps(texts, ensure_ascii=False), int(telling.solves),
            telling.author, telling.who, telling.created_at.isoformat(),
            telling.due_at.isoformat(),
        )  # fmt: skip
        sql = (
            "INSERT INTO tellings (id, topic, texts, solves, author, who, created_at, due_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
        )
        self._store.write(lambda db: db.execute(sql, values))

    def get(self, telling: str) -> Telling:
        """Raises NotFound."""
        for row in self._store.read().query(f"{_SELECT} WHERE id = ?", [telling]):
            return _telling(row)
        raise NotFound(f"no telling {telling[:80]!r}")

    def of_topic(self, topic: str) -> list[Telling]:
        """Latest first."""
        sql = f"{_SELECT} WHERE topic = ? ORDER BY created_at DESC, id"
        return [_telling(row) for row in self._store.read().query(sql, [topic])]

    def due(self, now: datetime) -> list[Telling]:
        """Those that go out now, oldest first."""
        sql = (
            f"{_SELECT} WHERE due_at <= ? AND done_at IS NULL AND cancelled_at IS NULL"
            " ORDER BY due_at, id"
        )
        return [_telling(row) for row in self._store.read().query(sql, [now.isoformat()])]

    def cancel(self, telling: str, now: datetime) -> Telling:
        """Take it back. Raises NotFound, and Conflict if it has begun to go out."""
        found = self.get(telling)

        def work(db: Database) -> int:
            sql = (
                "UPDATE tellings SET cancelled_at = ? WHERE id = ? AND due_at > ?"
                " AND cancelled_at IS NULL"
            )
            at = now.isoformat()
            return int(db.execute(sql, (at, telling, at)).rowcount)

        if not self._store.write(work) and found.cancelled_at is None:
            raise Conflict(f"this went out at {found.due_at:%H:%M} UTC and cannot be taken back")
        return found

    def finish(self, telling: str, now: datetime) -> None:
        """Everybody is told."""
        sql = "UPDATE tellings SET done_at = ? WHERE id = ? AND done_at IS NULL"
        self._store.write(lambda db: db.execute(sql, (now.isoformat(), telling)))

    def recipients(self, topic: str, limit: int) -> list[Recipient]:
        """Those who are not told of the topic yet: tickets first, then followers."""
        rows = self._store.read().query(RECIPIENTS, {"topic": topic, "limit": limit})
        return [Recipient(**row) for row in rows]

    def reaches(self, topic: str) -> Reaches:
        """How many would be told now."""
        counts: tuple[dict[str, int], dict[str, int]] = ({}, {})
        for one in self.recipients(topic, -1):
            by = counts[bool(one.ticket)]
            by[one.locale] = by.get(one.locale, 0) + 1
        return Reaches(*counts)

    def tell(
        self, telling: Telling, recipient: Recipient, say: Callable[[Database, bool], None]
    ) -> bool:
        """Let `say` write what somebody is told, if they are not told yet. It is passed whether
        their address heard of the topic before (by another ticket of theirs)."""

        def work(db: Database) -> bool:
            if not _mark(db, telling, recipient.whom):
                return False
            address = recipient.email.strip().casefold()
            again = bool(recipient.ticket and address) and not _mark(db, telling, address)
            say(db, again)
            return True

        return self._store.write(work)

    def gather(
        self, topic: str, tickets: Sequence[int], events: Sequence[Event], at: datetime
    ) -> int:
        """Put tickets on a topic, with the events that say so; returns how many are new."""

        def work(db: Database) -> int:
            new = 0
            for ticket, event in zip(tickets, events, strict=True):
                sql = "INSERT INTO topic_tickets VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
                if db.execute(sql, (topic, ticket, at.isoformat())).rowcount:
                    insert_events(db, [event])
                    new += 1
            return new

        return self._store.write(work)

    def release(self, topic: str, ticket: int, event: Event) -> None:
        """Take a ticket off a topic."""

        def work(db: Database) -> None:
            sql = "DELETE FROM topic_tickets WHERE topic = ? AND ticket = ?"
            if db.execute(sql, (topic, ticket)).rowcount:
                insert_events(db, [event])

        self._store.write(work)

    def gathered(self, topic: str) -> list[int]:
        """The numbers of the tickets on a topic, in the order in which they were put there."""
        sql = "SELECT ticket FROM topic_tickets WHERE topic = ? ORDER BY at, ticket"
        return [number for (number,) in self._store.read().execute(sql, (topic,)).fetchall()]

    def topics_of(self, ticket: int) -> list[str]:
        """The topics that a ticket is on."""
        sql = "SELECT topic FROM topic_tickets WHERE ticket = ? ORDER BY at"
        return [topic for (topic,) in self._store.read().execute(sql, (ticket,)).fetchall()]


_SELECT = """
    SELECT tellings.*, (SELECT count(*) FROM told
            WHERE telling = tellings.id) AS told
        FROM tellings
"""

RECIPIENTS = """
    SELECT 'ticket:' || tickets.number AS whom, tickets.email, tickets.locale,
            tickets.number AS ticket
        FROM topic_tickets JOIN tickets ON tickets.number = topic_tickets.ticket
        WHERE topic_tickets.topic = :topic AND NOT EXISTS (
            SELECT 1 FROM told WHERE topic = :topic AND whom = 'ticket:' || tickets.number)
    UNION ALL
    SELECT address, email, locale, 0 FROM followers
        WHERE topic = :topic AND NOT EXISTS (
            SELECT 1 FROM told WHERE topic = :topic AND whom = followers.address)
        AND address NOT IN (
            SELECT lower(tickets.email) FROM topic_tickets
            JOIN tickets ON tickets.number = topic_tickets.ticket
            WHERE topic_tickets.topic = :topic)
    LIMIT :limit
"""


def _mark(db: Database, telling: Telling, whom: str) -> bool:
    sql = "INSERT INTO told VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
    return bool(db.execute(sql, (telling.topic, whom, telling.id)).rowcount)


def _telling(row: Mapping[str, Any]) -> Telling:
    moments = ("created_at", "due_at", "cancelled_at", "done_at")
    texts = {locale: News(*news) for locale, news in json.loads(row["texts"]).items()}
    times = {name: datetime.fromisoformat(row[name]) if row[name] else None for name in moments}
    return Telling(**{**row, "texts": texts, "solves": bool(row["solves"]), **times})
