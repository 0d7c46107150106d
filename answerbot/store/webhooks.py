"""Who is told of what happens.

Knows: the table `webhooks`.
Must not know: how they are told.

Secrets are kept as they are: without them nothing could be signed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from answerbot.errors import NotFound
from answerbot.store.audit import Act, Deed, insert_deed
from answerbot.store.db import Store
from answerbot.webhooks.endpoint import OVERLAP, Endpoint, Format, Jira


class Webhooks:
    """All that were not removed."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, endpoint: Endpoint, *, by: str, now: datetime) -> bool:
        """Keep a new one: it is told of what happens from now on. False if it was kept before."""

        def work(db: Database) -> bool:
            if db.execute("SELECT 1 FROM webhooks WHERE id = ?", (endpoint.id,)).fetchone():
                return False
            (last,) = db.execute("SELECT coalesce(max(sequence), 0) FROM events").fetchone()
            db.execute(
                "INSERT INTO webhooks (id, record, cursor, created_at) VALUES (?, ?, ?, ?)",
                (endpoint.id, _written(endpoint), last, now.isoformat()),
            )
            insert_deed(db, Deed(now, by, Act.WEBHOOK, f"added {endpoint.name}"))
            return True

        return self._store.write(work)

    def all(self) -> list[Endpoint]:
        """Oldest first."""
        sql = "SELECT * FROM webhooks WHERE removed_at = '' ORDER BY created_at, id"
        return [_endpoint(row) for row in self._store.read().query(sql)]

    def get(self, webhook: str) -> Endpoint:
        """Raises NotFound."""
        return one(self._store.read(), webhook)

    def rotate(self, webhook: str, secret: str, *, by: str, now: datetime) -> Endpoint:
        """Sign by another secret, and for a while by the one before too. Raises NotFound."""

        def work(db: Database) -> Endpoint:
            before = one(db, webhook)
            old, until = before.secret, now + OVERLAP
            after = replace(before, secret=secret, old_secret=old, old_until=until)
            db.execute("UPDATE webhooks SET record = ? WHERE id = ?", (_written(after), webhook))
            insert_deed(db, Deed(now, by, Act.WEBHOOK, f"new secret of {after.name}"))
            return after

        return self._store.write(work)

    def disable(self, webhook: str, why: str, *, by: str, now: datetime) -> None:
        """Tell it nothing for now, and never what happens meanwhile. Raises NotFound."""
        self._turn(webhook, now.isoformat(), why, Deed(now, by, Act.WEBHOOK, "disabled"))

    def enable(self, webhook: str, *, by: str, now: datetime) -> None:
        """Tell it again, first of what waits. Raises NotFound."""
        self._turn(webhook, "", "", Deed(now, by, Act.WEBHOOK, "enabled"))

    def remove(self, webhook: str, *, by: str, now: datetime) -> None:
        """Tell it nothing more; its secrets are erased. Raises NotFound."""

        def work(db: Database) -> None:
            gone = one(db, webhook)
            erased = replace(gone, url="", secret="", old_secret="", jira=Jira())
            sql = "UPDATE webhooks SET record = ?, removed_at = ? WHERE id = ?"
            db.execute(sql, (_written(erased), now.isoformat(), webhook))
            db.execute("DELETE FROM deliveries WHERE webhook = ?", (webhook,))
            insert_deed(db, Deed(now, by, Act.WEBHOOK, f"removed {gone.name}"))

        self._store.write(work)

    def _turn(self, webhook: str, at: str, why: str, deed: Deed) -> None:
        def work(db: Database) -> None:
            found = one(db, webhook)
            sql = "UPDATE webhooks SET disabled_at = ?, why = ? WHERE id = ?"
            db.execute(sql, (at, why, webhook))
            db.execute("UPDATE webhooks SET rests_until = '' WHERE id = ?", (webhook,))
            insert_deed(db, replace(deed, about=f"{deed.about} {found.name}"))

        self._store.write(work)


def one(db: Database, webhook: str) -> Endpoint:
    """Raises NotFound."""
    sql = "SELECT * FROM webhooks WHERE id = ? AND removed_at = ''"
    for row in db.query(sql, [webhook]):
        return _endpoint(row)
    raise NotFound(f"no webhook {webhook[:80]!r}; `answerbot webhooks list` shows them")


def _written(endpoint: Endpoint) -> str:
    record = asdict(endpoint)
    for column in ("id", "created_at", "disabled_at", "why"):
        del record[column]
    until = endpoint.old_until
    return json.dumps({**record, "old_until": until.isoformat() if until else ""})


def _endpoint(row: Mapping[str, Any]) -> Endpoint:
    record = json.loads(row["record"])
    return Endpoint(
        **{
            **record,
            "id": row["id"],
            "format": Format(record["format"]),
            "events": tuple(record["events"]),
            "old_until": _moment(record["old_until"]),
            "jira": Jira(**record["jira"]),
            "created_at": _moment(row["created_at"]),
            "disabled_at": _moment(row["disabled_at"]),
            "why": row["why"],
        }
    )


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
