"""Many things that happened, recorded together: the same rows as one by one, but in few
transactions.

Knows: the order of what is written within a transaction.
Must not know: where histories come from.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlite_utils import Database

from answerbot.simulation.happenings import Asks, Changes, Happening, Happens, Says, Submits
from answerbot.store.db import Store
from answerbot.store.exposures import insert_exposures
from answerbot.store.ledger import insert_enquiry, insert_events
from answerbot.store.tickets import change_ticket, insert_message, insert_ticket, reread, save
from answerbot.targets import NO_TARGETS
from answerbot.tickets import after


class Histories:
    """Writes happenings in their order. It remembers the numbers of the tickets that it made."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._numbers: dict[str, int] = {}

    def write(self, happenings: Sequence[Happening]) -> None:
        """All of them or none; they are in the order of time."""

        def work(db: Database) -> None:
            for one in happenings:
                self._write(db, one)

        self._store.write(work)

    def _write(self, db: Database, one: Happening) -> None:
        match one:
            case Asks():
                insert_enquiry(db, one.enquiry)
                insert_exposures(db, one.exposures)
                insert_events(db, one.events)
            case Submits():
                self._numbers[one.ticket.id] = insert_ticket(db, one.ticket, one.event, one.at)
            case Happens():
                if insert_events(db, [one.event]) and one.ticket:
                    now = reread(db, self._numbers[one.ticket])
                    save(db, after(now, one.event.kind, one.event.article, one.event.at))
            case Says():
                insert_message(db, self._numbers[one.ticket], one.message, *one.events)
            case Changes():
                number = self._numbers[one.ticket]
                change_ticket(db, number, one.change, one.event, NO_TARGETS)
