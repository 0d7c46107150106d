"""Which tickets have had their automatic answer, or none, and by which rule.

Knows: the table `auto_replies`.
Must not know: rules, what an answer says.

A ticket is decided once; answer, event and decision are one transaction.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlite_utils import Database

from answerbot.auto_reply import Considered, Outcome
from answerbot.enquiries import Event
from answerbot.experiments.experiment import Exposure
from answerbot.outgoing import Outgoing
from answerbot.store.db import Store
from answerbot.store.exposures import insert_exposures
from answerbot.store.ledger import insert_events
from answerbot.store.outbox import insert_outgoing


class Decided(NamedTuple):
    """What was decided of a ticket."""

    ticket: int
    outcome: Outcome
    rule: str
    considered: tuple[Considered, ...]
    at: datetime


class AutoReplies:
    """Decisions by ticket."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def undecided(self, since: datetime, limit: int) -> list[int]:
        """The numbers of the next tickets to decide, oldest first, of those made since then.

        Tickets are decided in their order, so that this looks at new ones only.
        """
        sql = (
            "SELECT number FROM tickets"
            " WHERE number > (SELECT coalesce(max(ticket), 0) FROM auto_replies)"
            " AND created_at >= ? ORDER BY number LIMIT ?"
        )
        rows = self._store.read().query(sql, [since.isoformat(), limit])
        return [row["number"] for row in rows]

    def decide(
        self,
        decided: Decided,
        events: Sequence[Event] = (),
        outgoing: Outgoing | None = None,
        exposures: Sequence[Exposure] = (),
    ) -> bool:
        """Record it, with what it brings about; False if it was decided before."""

        def work(db: Database) -> bool:
            cursor = db.execute(
                "INSERT INTO auto_replies VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                (
                    decided.ticket, decided.outcome, decided.rule,
                    json.dumps(decided.considered, ensure_ascii=False), decided.at.isoformat(),
                ),
            )  # fmt: skip
            if not cursor.rowcount:
                return False
            insert_exposures(db, exposures)
            insert_events(db, events)
            if outgoing:
                insert_outgoing(db, outgoing, decided.at)
            return True

        return self._store.write(work)

    def of_ticket(self, ticket: int) -> Decided | None:
        """What was decided; None if nothing was."""
        sql = "SELECT * FROM auto_replies WHERE ticket = ?"
        for row in self._store.read().query(sql, [ticket]):
            return Decided(
                ticket,
                Outcome(row["outcome"]),
                row["rule"],
                tuple(Considered(*one) for one in json.loads(row["considered"])),
                datetime.fromisoformat(row["decided_at"]),
            )
        return None
