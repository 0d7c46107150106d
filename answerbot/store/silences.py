"""Tickets that wait for their customers, and for how long.

Knows: the tables `tickets`, `messages`, `events`.
Must not know: settings, what a reminder says.

What is done is done for one message of ours: its number is in the event's id, so that it is
done once, and again only after we said something new. Whoever answers in the meantime wins.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from sqlite_utils import Database

from answerbot.enquiries import Event, Kind
from answerbot.outgoing import Outgoing
from answerbot.store.db import Store
from answerbot.store.ledger import insert_events
from answerbot.store.outbox import insert_outgoing
from answerbot.store.tickets import reread, save
from answerbot.tickets import Status, closed_for_silence


class Waiting(NamedTuple):
    """A ticket, and the number and the words of what we said last."""

    ticket: int
    message: int
    said: str

    def event(self, kind: Kind) -> str:
        """The id of what is done about this silence: with colons, which no id that a browser
        chooses may have."""
        return f"{kind.value}:{self.ticket}:{self.message}"


class Silences:
    """Tickets whose turn it is their customer's."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def unreminded(self, before: datetime, limit: int) -> list[Waiting]:
        """Those silent since before then, and not reminded of our last message."""
        return self._found(f"NOT EXISTS ({_REMINDED})", before, limit)

    def silent(
        self, before: datetime, limit: int, *, reminded: datetime | None = None
    ) -> list[Waiting]:
        """Those silent since before then; of those, if it is given, the ones `reminded` by then."""
        if reminded is None:
            return self._found("1", before, limit)
        return self._found(f"EXISTS ({_REMINDED} AND events.at <= ?)", before, limit, reminded)

    def remind(self, waiting: Waiting, event: Event, mail: Outgoing | None) -> bool:
        """Record that they are reminded, and by what; False if they answered, or were."""

        def work(db: Database) -> bool:
            if not _still(db, waiting) or not insert_events(db, [event]):
                return False
            if mail:
                insert_outgoing(db, replace(mail, cause=f"event:{event.id}"), event.at)
            return True

        return self._store.write(work)

    def close(self, waiting: Waiting, event: Event) -> bool:
        """Close the ticket, as nobody answered; False if somebody did."""

        def work(db: Database) -> bool:
            if not _still(db, waiting) or not insert_events(db, [event]):
                return False
            save(db, closed_for_silence(reread(db, waiting.ticket), event.at))
            return True

        return self._store.write(work)

    def _found(
        self, condition: str, before: datetime, limit: int, *moments: datetime
    ) -> list[Waiting]:
        sql = f"{_SILENT} AND {condition} ORDER BY tickets.updated_at LIMIT ?"
        told = [moment.isoformat() for moment in (before, *moments)]
        rows = self._store.read().query(sql, [*told, limit])
        return [Waiting(row["ticket"], row["message"], row["said"]) for row in rows]


_SILENT = """
    SELECT tickets.number AS ticket, last.sequence AS message, last.text AS said
    FROM tickets JOIN messages AS last ON last.sequence =
        (SELECT max(sequence) FROM messages WHERE ticket = tickets.number)
    WHERE tickets.status = 'pending' AND tickets.updated_at <= ? AND last.author = 'agent'
"""
_REMINDED = """SELECT 1 FROM events
    WHERE events.id = 'reminded:' || tickets.number || ':' || last.sequence"""


def _still(db: Database, waiting: Waiting) -> bool:
    sql = "SELECT max(sequence) FROM messages WHERE ticket = ?"
    (last,) = db.execute(sql, (waiting.ticket,)).fetchone()
    return last == waiting.message and reread(db, waiting.ticket).status is Status.PENDING
