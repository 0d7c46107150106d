"""What each webhook is to be told, and what came of it.

Knows: the tables `deliveries` and `ticket_links`, each webhook's place in the ledger.
Must not know: HTTP, when something is tried again (`webhooks/retries.py` does).

A message is made of an event in the transaction that moves the webhook's place past it, and
it waits until an answer is committed: it may go out twice, with the same id, and is never lost.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlite_utils import Database

from answerbot.enquiries import Event
from answerbot.errors import NotFound
from answerbot.store.db import Store
from answerbot.store.rows import event_from
from answerbot.store.webhooks import one
from answerbot.webhooks.endpoint import Endpoint
from answerbot.webhooks.happenings import TAKING_BACK, TEST, WANTED, named, took_back
from answerbot.webhooks.retries import Answer, Verdict, pause

BATCH = 500
KEPT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message to one webhook. `id` is the message's, the same at each try. `state` is
    waiting, done or dead."""

    id: str
    webhook: str
    name: str
    sequence: int
    ticket: int | None
    state: str
    tries: int
    next_at: datetime
    status: int
    answer: str
    milliseconds: int
    created_at: datetime
    tried_at: datetime | None


@dataclass(frozen=True, slots=True)
class Link:
    """What another program made of a ticket."""

    webhook: str
    name: str
    url: str
    at: datetime


class Deliveries:
    """All messages of the last 30 days."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def take(self, endpoint: Endpoint, new_id: Callable[[], str], *, now: datetime) -> int:
        """Make messages of what happened since; returns how many events were looked at. A
        webhook that is disabled is not told later what happens meanwhile."""

        def work(db: Database) -> int:
            cursor, disabled = _row(
                db, "SELECT cursor, disabled_at FROM webhooks WHERE id = ?", endpoint.id
            )
            sql = "SELECT * FROM events WHERE sequence > ? ORDER BY sequence LIMIT ?"
            rows = list(db.query(sql, [cursor, BATCH]))
            for row in rows:
                if disabled and row["at"] >= disabled:
                    continue
                event = event_from(row)
                ticket = _ticket_of(db, event)
                back = _took_back(db, event, row["sequence"], ticket)
                name = named(event, has_ticket=ticket is not None, took_back=back)
                if name and endpoint.wants(name):
                    _insert(db, new_id(), endpoint.id, name, row["sequence"], ticket, now)
            if rows:
                sql = "UPDATE webhooks SET cursor = ? WHERE id = ?"
                db.execute(sql, (rows[-1]["sequence"], endpoint.id))
            return len(rows)

        behind = "SELECT 1 FROM events WHERE sequence > (SELECT cursor FROM webhooks WHERE id = ?)"
        if not self._store.read().execute(f"{behind} LIMIT 1", (endpoint.id,)).fetchone():
            return 0
        return self._store.write(work)

    def add(
        self,
        webhook: str,
        name: str,
        message: str,
        *,
        ticket: int | None,
        now: datetime,
        rests: timedelta = timedelta(0),
    ) -> None:
        """Make a message that no event led to; it `rests` before its turn. An issue that is
        made or on its way is not made again."""

        def work(db: Database) -> None:
            if name == WANTED and _has_issue(db, webhook, ticket):
                return
            _insert(db, message, webhook, name, 0, ticket, now, rests)
            if name == TEST:  # somebody waits to see the answer
                db.execute(_GO_ON, (webhook,))

        self._store.write(work)

    def due(self, webhook: str, *, now: datetime, limit: int) -> list[Delivery]:
        """What is to be sent now, oldest first; nothing while the webhook is left alone."""
        sql = (
            "SELECT * FROM deliveries WHERE webhook = ?1 AND state = 'waiting' AND next_at <= ?2"
            " AND (SELECT rests_until FROM webhooks WHERE id = ?1) <= ?2"
            " ORDER BY next_at, sequence LIMIT ?3"
        )
        rows = self._store.read().query(sql, [webhook, now.isoformat(), limit])
        return [_delivery(row) for row in rows]

    def event(self, delivery: Delivery) -> Event | None:
        """The event that led to it."""
        sql = "SELECT * FROM events WHERE sequence = ?"
        for row in self._store.read().query(sql, [delivery.sequence]):
            return event_from(row)
        return None

    def tried(
        self,
        delivery: Delivery,
        answer: Answer,
        verdict: Verdict,
        *,
        now: datetime,
        again: datetime | None = None,
        link: tuple[str, str] | None = None,
    ) -> None:
        """Record a try; `again` is when the next is."""
        state = {Verdict.DONE: "done", Verdict.AGAIN: "waiting"}.get(verdict, "dead")
        at = (again or now).isoformat()
        rest = pause(answer)

        def work(db: Database) -> None:
            db.execute(
                "UPDATE deliveries SET state = ?, tries = tries + 1, next_at = ?, status = ?,"
                " answer = ?, milliseconds = ?, tried_at = ? WHERE id = ?",
                (state, at, answer.status, answer.text, answer.milliseconds, now.isoformat(),
                 delivery.id),
            )  # fmt: skip
            if rest:
                sql = "UPDATE webhooks SET rests_until = max(rests_until, ?) WHERE id = ?"
                db.execute(sql, ((now + rest).isoformat(), delivery.webhook))
            if link and delivery.ticket:
                row = (delivery.ticket, delivery.webhook, *link, now.isoformat())
                db.execute("INSERT OR REPLACE INTO ticket_links VALUES (?, ?, ?, ?, ?)", row)

        self._store.write(work)

    def again(self, webhook: str, *, now: datetime, message: str = "") -> int:
        """Send what was given up, one or all, as if it were new; returns how many. Raises
        NotFound."""

        def work(db: Database) -> int:
            one(db, webhook)
            sql = (
                "UPDATE deliveries SET state = 'waiting', tries = 0, next_at = ?"
                " WHERE webhook = ? AND state = 'dead' AND ? IN ('', id)"
            )
            count = int(db.execute(sql, (now.isoformat(), webhook, message)).rowcount)
            db.execute(_GO_ON, (webhook,))
            if message and not count:
                raise NotFound(f"message {message[:80]!r} was not given up")
            return count

        return self._store.write(work)

    def latest(self, webhook: str, limit: int) -> list[Delivery]:
        """Those that were given up, then those that wait, then the last that arrived."""
        sql = (
            "SELECT * FROM deliveries WHERE webhook = ? ORDER BY CASE state WHEN 'dead' THEN 0"
            " WHEN 'waiting' THEN 1 ELSE 2 END, created_at DESC, sequence DESC LIMIT ?"
        )
        return [_delivery(row) for row in self._store.read().query(sql, [webhook, limit])]

    def counts(self) -> dict[str, dict[str, int]]:
        """By webhook, how many messages are in each state."""
        sql = "SELECT webhook, state, count(*) AS n FROM deliveries GROUP BY webhook, state"
        found: dict[str, dict[str, int]] = {}
        for row in self._store.read().query(sql):
            found.setdefault(row["webhook"], {})[row["state"]] = row["n"]
        return found

    def get(self, message: str) -> Delivery:
        """Raises NotFound."""
        for row in self._store.read().query("SELECT * FROM deliveries WHERE id = ?", [message]):
            return _delivery(row)
        raise NotFound(f"no message {message[:80]!r}")

    def forget(self, *, now: datetime) -> None:
        """Erase what is from long ago, whether it arrived, was given up or still waits: of a
        webhook that was disabled, or is down, there would be ever more."""
        sql = "DELETE FROM deliveries WHERE created_at < ?"
        self._store.write(lambda db: db.execute(sql, ((now - KEPT).isoformat(),)))

    def links(self, ticket: int) -> list[Link]:
        """What other programs made of a ticket."""
        sql = "SELECT * FROM ticket_links WHERE ticket = ? ORDER BY at"
        return [
            Link(row["webhook"], row["name"], row["url"], datetime.fromisoformat(row["at"]))
            for row in self._store.read().query(sql, [ticket])
        ]

    def has_link(self, webhook: str, ticket: int) -> bool:
        """Whether this one has made something of the ticket."""
        return any(link.webhook == webhook for link in self.links(ticket))

    def making(self, ticket: int) -> list[Delivery]:
        """Issues of this ticket that are wanted and not made yet."""
        sql = (
            "SELECT * FROM deliveries WHERE ticket = ? AND name = ? AND state <> 'done'"
            " ORDER BY created_at"
        )
        return [_delivery(row) for row in self._store.read().query(sql, [ticket, WANTED])]


_GO_ON = "UPDATE webhooks SET rests_until = '' WHERE id = ?"


def _insert(
    db: Database, message: str, webhook: str, name: str, sequence: int, ticket: int | None,
    now: datetime, rests: timedelta = timedelta(0),
) -> None:  # fmt: skip
    at, first = now.isoformat(), (now + rests).isoformat()
    db.execute(
        "INSERT INTO deliveries (id, webhook, name, sequence, ticket, state, next_at, created_at)"
        " VALUES (?, ?, ?, ?, ?, 'waiting', ?, ?)",
        (message, webhook, name, sequence, ticket, first, at),
    )


def _ticket_of(db: Database, event: Event) -> int | None:
    """The number of the ticket that an event is about: the one that it names, else the first
    of its enquiry that was there by then."""
    sql = "SELECT number FROM tickets WHERE id = ?"
    row = db.execute(sql, (str(event.detail.get("ticket", "")),)).fetchone()
    if row is None:
        sql = (
            "SELECT number FROM tickets WHERE enquiry = ? AND created_at <= ?"
            " ORDER BY number LIMIT 1"
        )
        row = db.execute(sql, (event.enquiry, event.at.isoformat())).fetchone()
    return int(row[0]) if row else None


def _took_back(db: Database, event: Event, sequence: int, ticket: int | None) -> bool:
    if ticket is None or event.kind not in TAKING_BACK:
        return False
    sql = (
        "SELECT * FROM events WHERE enquiry = ?1 AND sequence < ?2 AND sequence >"
        " coalesce((SELECT min(sequence) FROM events WHERE enquiry = ?1 AND kind = 'submitted'), 0)"
        " ORDER BY sequence"
    )
    return took_back(event, map(event_from, db.query(sql, [event.enquiry, sequence])))


def _has_issue(db: Database, webhook: str, ticket: int | None) -> bool:
    sql = (
        "SELECT 1 FROM ticket_links WHERE webhook = ?1 AND ticket = ?2 UNION ALL SELECT 1"
        " FROM deliveries WHERE webhook = ?1 AND ticket = ?2 AND state = 'waiting'"
    )
    return db.execute(sql, (webhook, ticket)).fetchone() is not None


def _row(db: Database, sql: str, *values: object) -> Sequence[Any]:
    row: Sequence[Any] = db.execute(sql, values).fetchone()
    return row


def _delivery(row: Mapping[str, Any]) -> Delivery:
    return Delivery(
        **{
            **row,
            "next_at": datetime.fromisoformat(row["next_at"]),
            "created_at": datetime.fromisoformat(row["created_at"]),
            "tried_at": datetime.fromisoformat(row["tried_at"]) if row["tried_at"] else None,
        }
    )
