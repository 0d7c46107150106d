"""What of the ledger may teach, and up to where it has been learnt.

Knows: the tables `enquiries`, `events`, `tickets`, and one line of `meta`.
Must not know: what is learnt of it (`answerbot/lessons.py` does).

Lessons themselves are kept nowhere: they are worked out of the ledger anew each time, up
to the event that the last successful `learn` saw. What is erased there is forgotten here.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

from sqlite_utils import Database

from answerbot.enquiries import BY_STAFF
from answerbot.lessons import Told
from answerbot.store.db import Store
from answerbot.store.rows import event_from

MARK = "learnt_until"


class Telling:
    """The enquiries in which a customer, or an agent to one, said whether an article answers. What
    staff try out teaches nothing."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def newest(self) -> int:
        """The number of the latest event; 0 without any."""
        sql = "SELECT coalesce(max(sequence), 0) FROM events"
        return int(self._store.read().execute(sql).fetchone()[0])

    def learnt(self) -> int:
        """The number of the last event that lessons are taken from; 0 if nothing is learnt."""
        sql = "SELECT value FROM meta WHERE name = ?"
        row = self._store.read().execute(sql, (MARK,)).fetchone()
        return int(row[0]) if row else 0

    def learn(self, until: int) -> None:
        """From now on lessons are taken up to this event."""

        def work(db: Database) -> None:
            db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (MARK, str(until)))

        self._store.write(work)

    def enquiries(self, until: int) -> Iterator[Told]:
        """Each with its events up to the one of this number."""
        database = self._store.read()
        tickets: dict[str, dict[str, str]] = {}
        for row in database.query(_TICKETS, [until]):
            words = f"{row['subject']}\n{row['description']}"
            tickets.setdefault(row["enquiry"], {})[row["id"]] = words
        rows = database.query(_EVENTS, [until, until])
        for enquiry, group in groupby(rows, key=itemgetter("enquiry")):
            told = list(group)
            events = [event_from(row) for row in told]
            yield Told(told[0]["session"], events, tickets.get(enquiry, {}))


_EVENTS = f"""
    SELECT events.*, enquiries.session FROM events
        JOIN enquiries ON enquiries.id = events.enquiry
        WHERE enquiries.channel <> '{BY_STAFF}' AND events.sequence <= ? AND events.enquiry IN (
            SELECT enquiry FROM events
                WHERE article <> '' AND kind IN ('accepted', 'rejected', 'linked')
                    AND sequence <= ?
        )
        ORDER BY events.enquiry, events.sequence
"""  # noqa: S608
_TICKETS = """
    SELECT id, enquiry, subject, description FROM tickets WHERE enquiry IN (
        SELECT enquiry FROM events WHERE article <> '' AND kind = 'linked' AND sequence <= ?
    )
"""
