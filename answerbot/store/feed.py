"""What happened on tickets lately, for pages that are open.

Knows: which events a page of the desk shows.
Must not know: who listens.
"""

from __future__ import annotations

import json

from answerbot.enquiries import Kind
from answerbot.feed import KEPT, Heard
from answerbot.store.db import Store

SHOWN = (
    Kind.SUBMITTED, Kind.WROTE, Kind.ACCEPTED, Kind.REJECTED, Kind.UNDONE, Kind.REOPENED,
    Kind.RECONTACTED, Kind.ASSIGNED, Kind.CHANGED, Kind.ANSWERED, Kind.LINKED, Kind.SOLVED,
    Kind.ASSUMED, Kind.NEARING, Kind.BREACHED, Kind.FLAGGED,
)  # fmt: skip


def latest(store: Store) -> int:
    """The number of the ledger's last event."""
    (found,) = store.read().execute("SELECT max(sequence) FROM events").fetchone()
    return int(found or 0)


def since(store: Store, after: int) -> list[Heard]:
    """What happened on tickets after event number `after`: the latest KEPT, oldest first."""
    rows = store.read().query(_SINCE, [after, json.dumps(SHOWN), KEPT])
    found = [Heard(row["sequence"], row["number"], row["kind"], row["who"]) for row in rows]
    return found[::-1]


_SINCE = """
    SELECT events.sequence, tickets.number, events.kind, events.who
    FROM events JOIN tickets ON tickets.enquiry = events.enquiry
    WHERE events.sequence > ? AND events.kind IN (SELECT value FROM json_each(?))
    ORDER BY events.sequence DESC LIMIT ?
"""
