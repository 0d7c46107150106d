"""Messages that we send, from the transaction that causes them until a server took them.

Knows: the table `outbox`.
Must not know: SMTP, what is written in a message.

A message is put in by the transaction that causes it, so that neither is ever there without
the other. `claim` lends it to one process for a while: if that one dies, it is lent again,
with the same Message-ID. Between a server's "250" and our `sent` lies the only moment in
which a crash can make it go out twice.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlite_utils import Database

from answerbot.errors import NotFound
from answerbot.outgoing import (
    MOST_URGENT_FIRST,
    Outgoing,
    Posted,
    Progress,
    Sort,
    checked,
    mailbox,
)
from answerbot.store.db import Store

LENT_FOR = timedelta(minutes=10)
"""Longer than any server takes to say yes or no."""


def insert_outgoing(db: Database, outgoing: Outgoing, now: datetime) -> bool:
    """Within a writer's transaction; False if its cause has its message already.

    Raises Invalid for one that cannot be sent.
    """
    one = checked(outgoing)
    first = max(one.not_before or now, now)
    cursor = db.execute(
        "INSERT INTO outbox (id, cause, sort, recipient, subject, text, html, ticket, message,"
        " answers, headers, not_before, queued_at, next_try_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (cause) DO NOTHING",
        (
            one.id, one.cause, one.sort, one.recipient, one.subject, one.text, one.html,
            one.ticket or None, one.message or None, json.dumps(one.answers),
            json.dumps(one.headers, ensure_ascii=False), first.isoformat(), now.isoformat(),
            first.isoformat(),
        ),
    )  # fmt: skip
    return bool(cursor.rowcount)


def cancel_outgoing(db: Database, cause: str, now: datetime) -> bool:
    """Within a writer's transaction; False if it has been sent, or is on its way by now."""
    cursor = db.execute(
        "UPDATE outbox SET progress = 'cancelled', done_at = ?"
        " WHERE cause = ? AND progress = 'queued' AND tries = 0",
        (now.isoformat(), cause),
    )
    return bool(cursor.rowcount)


def answered_by(db: Database, mail: str) -> int:
    """The number of the ticket that our message of this Message-ID was about, or 0."""
    row = db.execute("SELECT ticket FROM outbox WHERE id = ?", (mail,)).fetchone()
    return int(row[0] or 0) if row else 0


class Outbox:
    """Messages by number."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def put(self, outgoing: Outgoing, now: datetime) -> bool:
        """Put in a message that nothing else is recorded with; False if it is there."""
        return self._store.write(lambda db: insert_outgoing(db, outgoing, now))

    def has(self, cause: str) -> bool:
        """Whether this cause has its message already."""
        found = self._store.read().execute("SELECT 1 FROM outbox WHERE cause = ?", (cause,))
        return found.fetchone() is not None

    def cancel(self, cause: str, now: datetime) -> bool:
        """Whether there was still time."""
        return self._store.write(lambda db: cancel_outgoing(db, cause, now))

    def claim(self, now: datetime) -> Posted | None:
        """The most urgent message that is due, of these the one that is longest, lent to the
        caller; None if none is due."""

        def work(db: Database) -> Posted | None:
            row = _due(db, now)
            if row is None:
                return None
            db.execute(
                "UPDATE outbox SET tries = tries + 1, next_try_at = ? WHERE number = ?",
                ((now + LENT_FOR).isoformat(), row["number"]),
            )
            return _posted({**row, "tries": row["tries"] + 1})

        return self._store.write(work) if _due(self._store.read(), now) else None

    def done(self, number: int, progress: Progress, now: datetime, problem: str = "") -> None:
        """Record that a claimed message was sent, kept, or has failed for good."""
        sql = "UPDATE outbox SET progress = ?, done_at = ?, problem = ? WHERE number = ?"
        self._write(sql, progress, now.isoformat(), problem, number)

    def again_at(self, number: int, at: datetime, problem: str, *, counts: bool = True) -> None:
        """Try a claimed message again then. One that `counts` not was not really tried."""
        less = 0 if counts else 1
        sql = "UPDATE outbox SET next_try_at = ?, problem = ?, tries = tries - ? WHERE number = ?"
        self._write(sql, at.isoformat(), problem, less, number)

    def send_again(self, number: int, now: datetime) -> None:
        """Queue a message that failed or was only kept; it keeps its Message-ID."""
        self.get(number)
        sql = (
            "UPDATE outbox SET progress = 'queued', done_at = '', tries = 0, queued_at = ?,"
            " next_try_at = ? WHERE number = ? AND progress IN ('failed', 'kept')"
        )
        self._write(sql, now.isoformat(), now.isoformat(), number)

    def get(self, number: int) -> Posted:
        """Raises NotFound."""
        for row in self._store.read().query("SELECT * FROM outbox WHERE number = ?", [number]):
            return _posted(row)
        raise NotFound(f"no message {number} in the outbox")

    def latest(self, limit: int, *, progress: Progress | None = None) -> list[Posted]:
        """The latest messages, newest first."""
        where = "WHERE progress = ?" if progress else ""
        sql = f"SELECT * FROM outbox {where} ORDER BY number DESC LIMIT ?"  # noqa: S608
        chosen = [progress, limit] if progress else [limit]
        return [_posted(row) for row in self._store.read().query(sql, chosen)]

    def counts(self) -> dict[str, int]:
        """How many messages there are, by how far they are."""
        sql = "SELECT progress, count(*) AS n FROM outbox GROUP BY progress"
        return {row["progress"]: row["n"] for row in self._store.read().query(sql)}

    def of_ticket(self, ticket: int) -> list[Posted]:
        """What was written to a ticket's customer, oldest first."""
        sql = "SELECT * FROM outbox WHERE ticket = ? ORDER BY number"
        return [_posted(row) for row in self._store.read().query(sql, [ticket])]

    def recent(self, recipient: str, sort: Sort, since: datetime) -> int:
        """How many messages of a kind a mailbox got since then, however it was written."""
        sql = "SELECT recipient FROM outbox WHERE sort = ? AND queued_at >= ?"
        rows = self._store.read().execute(sql, (sort, since.isoformat()))
        wanted = mailbox(recipient)
        return sum(mailbox(one) == wanted for (one,) in rows)

    def thread(self, ticket: int) -> tuple[str, ...]:
        """The Message-IDs of a ticket's mail in both directions, oldest first."""
        rows = self._store.read().query(_THREAD, [ticket, ticket])
        return tuple(row["id"] for row in rows)

    def _write(self, sql: str, *values: object) -> None:
        self._store.write(lambda db: db.execute(sql, values))


_DUE = """
    SELECT * FROM outbox WHERE progress = 'queued' AND sort = ? AND next_try_at <= ?
    ORDER BY next_try_at, number LIMIT 1
"""
_THREAD = """
    SELECT id, received_at AS at FROM mails WHERE ticket = ? AND id NOT LIKE 'sha256:%'
    UNION ALL
    SELECT id, queued_at AS at FROM outbox WHERE ticket = ? AND progress <> 'cancelled'
    ORDER BY at
"""


def _due(db: Database, now: datetime) -> Mapping[str, Any] | None:
    """By a query a kind, each a step into an index, however many messages wait."""
    for sort in MOST_URGENT_FIRST:
        for row in db.query(_DUE, [sort, now.isoformat()]):
            found: Mapping[str, Any] = row
            return found
    return None


def _posted(row: Mapping[str, Any]) -> Posted:
    moment: Callable[[str], datetime] = datetime.fromisoformat
    return Posted(
        number=row["number"],
        outgoing=Outgoing(
            **{name: row[name] for name in ("id", "cause", "recipient", "subject", "text", "html")},
            sort=Sort(row["sort"]),
            ticket=row["ticket"] or 0,
            message=row["message"] or 0,
            answers=tuple(json.loads(row["answers"])),
            headers=tuple((name, value) for name, value in json.loads(row["headers"])),
            not_before=moment(row["not_before"]),
        ),
        progress=Progress(row["progress"]),
        queued_at=moment(row["queued_at"]),
        next_try_at=moment(row["next_try_at"]),
        tries=row["tries"],
        done_at=moment(row["done_at"]) if row["done_at"] else None,
        problem=row["problem"],
    )
