"""Targets that are near or missed, each said once in the ledger.

Knows: which tickets are due, by their indexes; what was said already.
Must not know: hours of work (the bounds are passed in).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlite_utils import Database

from answerbot.enquiries import Event, Kind, doer
from answerbot.store.db import Store
from answerbot.store.ledger import insert_events
from answerbot.store.tickets import save, ticket_from
from answerbot.targets import Targets

AT_ONCE = 200
"""Tickets of a turn: the next goes on."""


class Watched:
    """Looks at what is due."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def resume(self, targets: Targets) -> int:
        """Let the time of tickets go on that wait for us again; returns how many did."""
        sql = f"SELECT number FROM tickets WHERE {_TO_RESUME} LIMIT {AT_ONCE}"  # noqa: S608
        if not self._store.read().execute(sql).fetchone():
            return 0

        def work(db: Database) -> int:
            rows = f"SELECT * FROM tickets WHERE {_TO_RESUME} LIMIT {AT_ONCE}"  # noqa: S608
            found = [ticket_from(row) for row in db.query(rows)]
            for ticket in found:
                save(db, targets.resumed(ticket))
            return len(found)

        return self._store.write(work)

    def tell(self, now: datetime, near: datetime) -> int:
        """Record what was missed by `now`, and what will be by `near`; returns how much."""
        if not (
            list(self._due(Kind.BREACHED, now, now)) or list(self._due(Kind.NEARING, near, now))
        ):
            return 0

        def work(db: Database) -> int:
            # What is missed by now is not near any more, even if nobody looked before.
            missed = insert_events(db, self._events(Kind.BREACHED, now, now))
            return len(missed) + len(insert_events(db, self._events(Kind.NEARING, near, now)))

        return self._store.write(work)

    def _events(self, kind: Kind, until: datetime, now: datetime) -> Iterator[Event]:
        for target, row in self._due(kind, until, now):
            yield Event(
                id=row["event"],
                enquiry=row["enquiry"],
                kind=kind,
                at=now,
                detail={"ticket": row["id"], "target": target, "due": row["due"]},
                who=doer(kind),
                channel="desk",
            )

    def _due(
        self, kind: Kind, until: datetime, now: datetime
    ) -> Iterator[tuple[str, dict[str, str]]]:
        """What is due by `until`. What is missed by now is not near: it would take the places of
        what is."""
        after = now.isoformat() if kind is Kind.NEARING else ""
        for target, where in _TARGETS.items():
            due = f"{target}_due"
            sql = _DUE.format(due=due, where=where)
            given = [f"{kind}-{target}-", until.isoformat(), after]
            for row in self._store.read().query(sql, given):
                yield target, row


_TO_RESUME = "paused_at <> '' AND waiting_since <> ''"

_TARGETS = {
    "answer": "answer_due <> '' AND answered_at = '' AND status <> 'solved'",
    "solve": "solve_due <> '' AND paused_at = '' AND status <> 'solved'",
}

_DUE = f"""
    SELECT id, enquiry, {{due}} AS due, ? || id || '-' || {{due}} AS event FROM tickets
    WHERE {{where}} AND {{due}} <= ? AND {{due}} > ?
        AND NOT EXISTS (SELECT 1 FROM events WHERE events.id = event)
    ORDER BY {{due}} LIMIT {AT_ONCE}
"""  # noqa: S608
