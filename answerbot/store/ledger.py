"""The append-only record of what happened.

Knows: the tables `enquiries` and `events`.
Must not know: what follows from the events (`enquiries.py` does).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlite_utils import Database

from answerbot.enquiries import BY_STAFF, DECIDING, Event, Kind, Standing, standing
from answerbot.errors import Conflict, NotFound
from answerbot.experiments.experiment import Exposure
from answerbot.identity import Identity
from answerbot.store.db import Store
from answerbot.store.encounters import follow, make_anew
from answerbot.store.exposures import insert_exposures
from answerbot.store.rows import event_from
from answerbot.store.standings import (
    keep_audiences,
    keep_standing,
    kept_by,
    mark_standing,
    settle,
    was_offered,
)


@dataclass(frozen=True, slots=True)
class Enquiry:
    """One person asking one thing. `session` is a hash, empty if none was sent.

    `person` is a verified identity, `audiences` are what it proved; empty without one. `visitor`
    is a hash of what the browser keeps, if it does and nobody was verified; it permits nothing.
    """

    id: str
    session: str
    channel: str
    locale: str
    form: str
    page: str
    asked_at: datetime
    person: str = ""
    audiences: tuple[str, ...] = ()
    visitor: str = ""


class Ledger:
    """Enquiries and their events."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def enquiry(self, enquiry: str) -> Enquiry:
        """Raises NotFound."""
        sql = "SELECT * FROM enquiries WHERE id = ?"
        for row in self._store.read().query(sql, [enquiry]):
            return _enquiry(row)
        raise NotFound(f"no enquiry {enquiry[:80]!r}")

    def recognise(self, enquiry: str, customer: Identity) -> None:
        """It is this person's, with what is proven of them by now; never somebody else's. What
        the browser keeps goes: it stands for nobody who is proven."""
        audiences = json.dumps(customer.audiences)
        values = (customer.person, audiences, enquiry, customer.person)
        sql = (
            "UPDATE enquiries SET person = ?, audiences = ?, visitor = ''"
            " WHERE id = ? AND person IN ('', ?)"
        )

        def work(db: Database) -> None:
            if db.execute(sql, values).rowcount:
                keep_audiences(db, enquiry, audiences)

        self._store.write(work, durable=False)

    def open(
        self, enquiry: Enquiry, events: Sequence[Event], exposures: Sequence[Exposure] = ()
    ) -> None:
        """Record a new enquiry, its first events and which experiments it is in. Survives a
        killed process."""

        def work(db: Database) -> None:
            insert_enquiry(db, enquiry)
            insert_exposures(db, exposures)
            insert_events(db, events)

        self._store.write(work, durable=False)

    def append(self, events: Sequence[Event], *, durable: bool = True) -> None:
        """Record events; one that is known already changes nothing.

        Raises Conflict if an id was used for something else.
        """
        self._store.write(lambda db: insert_events(db, events), durable=durable)

    def events(self, enquiry: str) -> list[Event]:
        """All events of an enquiry, in the order of arrival."""
        return _events_of(self._store.read(), enquiry)

    def known(self, event: str) -> bool:
        """Whether an event of this id was recorded."""
        sql = "SELECT 1 FROM events WHERE id = ?"
        return self._store.read().execute(sql, (event,)).fetchone() is not None

    def named(self, events: Iterable[str]) -> list[Event]:
        """The events of these ids that were recorded, in the order of arrival."""
        wanted = json.dumps(list(events))
        sql = "SELECT * FROM events WHERE id IN (SELECT value FROM json_each(?)) ORDER BY sequence"
        return [event_from(row) for row in self._store.read().query(sql, [wanted])]

    def last(self, enquiry: str, *kinds: Kind) -> Event | None:
        """The latest event of these kinds."""
        marks = ", ".join("?" for _ in kinds)
        sql = f"SELECT * FROM events WHERE enquiry = ? AND kind IN ({marks})"  # noqa: S608
        rows = self._store.read().query(f"{sql} ORDER BY sequence DESC LIMIT 1", [enquiry, *kinds])
        return next((event_from(row) for row in rows), None)

    def everything(self) -> list[Event]:
        """The whole ledger, for figures and tests."""
        return [
            event_from(r)
            for r in self._store.read().query("SELECT * FROM events ORDER BY sequence")
        ]

    def settle(self) -> int:
        """Work out anew where every enquiry stands, if that was done by another version of the
        rules or never; returns of how many.

        Some at a time, so that other processes write between; that all are done is written last.
        Who stops on the way begins anew, which does no harm.
        """
        if kept_by(self._store.read()) == RULES:
            return 0
        count, last = 0, ""
        while batch := self._store.write(partial(_settle_some, after=last)):
            count, last = count + len(batch), batch[-1]
        self._store.write(lambda db: settle(db, RULES))
        return count

    def states(
        self, *, since: datetime | None = None, latest: int | None = None
    ) -> Iterator[tuple[str, list[Event]]]:
        """Every enquiry of customers, or those that began at `since` or later, or the `latest` so
        many of them, with its events in the order of arrival, as of one moment."""
        bounds = [BY_STAFF, since.isoformat() if since else "", -1 if latest is None else latest]
        rows = self._store.read().query(_STATES, bounds)
        for enquiry, group in groupby(rows, key=itemgetter("opened")):
            yield enquiry, [event_from(row) for row in group if row["id"] is not None]


SETTLED_AT_ONCE = 2_000
"""Enquiries of a transaction: a fraction of a second."""

RULES = "4"
"""Count this up when `enquiries.standing` or `article_record.records` makes something else of the
same events, or when rows may have been kept wrongly."""

_STATES = """
    SELECT chosen.id AS opened, events.* FROM
        (SELECT id FROM enquiries WHERE channel <> ? AND asked_at >= ?
            ORDER BY asked_at DESC LIMIT ?) AS chosen
        LEFT JOIN events ON events.enquiry = chosen.id
        ORDER BY chosen.id, events.sequence
"""


def insert_enquiry(db: Database, enquiry: Enquiry) -> None:
    """Within a writer's transaction. Where it stands is kept from now on."""
    db.execute(
        "INSERT INTO enquiries VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            enquiry.id, enquiry.session, enquiry.channel, enquiry.locale,
            enquiry.form, enquiry.page, enquiry.asked_at.isoformat(),
            enquiry.person, json.dumps(enquiry.audiences), enquiry.visitor,
        ),
    )  # fmt: skip
    keep_standing(db, enquiry.id, Standing())


def insert_events(db: Database, events: Iterable[Event]) -> list[Event]:
    """Within a writer's transaction; returns those that are new. Raises Conflict.

    An enquiry's times never run backwards, whatever the clock does: what came later counts
    as later. Where the enquiry stands follows at once.
    """
    new = [event for event in events if _insert(db, event)]
    for enquiry in dict.fromkeys(event.enquiry for event in new):
        theirs = [event for event in new if event.enquiry == enquiry]
        kinds = {event.kind for event in theirs}
        everything: list[Event] = []
        if kinds & DECIDING or (Kind.OFFERED in kinds and not was_offered(db, enquiry)):
            everything = _events_of(db, enquiry)
            keep_standing(db, enquiry, standing(everything))
        else:
            mark_standing(db, enquiry, kinds)
        follow(db, enquiry, theirs, everything)
    return new


def _settle_some(db: Database, *, after: str) -> list[str]:
    """Work out the next enquiries; returns their ids, none at the end. What comes in meanwhile
    before `after` is kept by who writes it."""
    sql = "SELECT id FROM enquiries WHERE id > ? ORDER BY id LIMIT ?"
    batch = [str(row[0]) for row in db.execute(sql, (after, SETTLED_AT_ONCE)).fetchall()]
    for enquiry in batch:
        everything = _events_of(db, enquiry)
        keep_standing(db, enquiry, standing(everything))
        make_anew(db, enquiry, everything)
    return batch


def _events_of(db: Database, enquiry: str) -> list[Event]:
    sql = "SELECT * FROM events WHERE enquiry = ? ORDER BY sequence"
    return [event_from(row) for row in db.query(sql, [enquiry])]


_LAST = "SELECT at FROM events WHERE enquiry = ? ORDER BY sequence DESC LIMIT 1"


def _time_of(db: Database, event: Event) -> str:
    at = event.at.isoformat()
    row = db.execute(_LAST, (event.enquiry,)).fetchone()
    return max(at, row[0]) if row else at


def _insert(db: Database, event: Event) -> bool:
    cursor = db.execute(
        "INSERT INTO events (id, enquiry, kind, at, article, locale, generation, detail, who,"
        " channel) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING",
        (
            event.id, event.enquiry, event.kind, _time_of(db, event), event.article,
            event.locale, event.generation, json.dumps(event.detail, ensure_ascii=False),
            event.who, event.channel,
        ),
    )  # fmt: skip
    if cursor.rowcount:
        return True
    for row in db.query("SELECT * FROM events WHERE id = ?", [event.id]):
        if event_from(row).content != event.content:
            raise Conflict(f"event {event.id!r} was sent before with other content", field="id")
    return False


def _enquiry(row: Mapping[str, Any]) -> Enquiry:
    return Enquiry(
        **{
            **row,
            "asked_at": datetime.fromisoformat(row["asked_at"]),
            "audiences": tuple(json.loads(row["audiences"])),
        }
    )
