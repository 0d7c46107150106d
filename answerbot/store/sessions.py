"""Who is signed in.

Knows: the tables `sessions` and `members`.
Must not know: cookies, pages.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from answerbot.security.sessions import ABSOLUTE, IDLE, LINK, TOUCH, digest
from answerbot.staff import Member, Role
from answerbot.store.db import Store

BY_LINK = Member(LINK, "printed link", Role.ADMIN)


class Sessions:
    """The sessions that have not ended."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def begin(self, session: str, member: str, *, now: datetime) -> None:
        """Keep a new session; those that are over are forgotten."""

        def work(db: Database) -> None:
            over = ((now - ABSOLUTE).isoformat(), (now - IDLE).isoformat())
            db.execute("DELETE FROM sessions WHERE started_at <= ? OR seen_at <= ?", over)
            row = (digest(session), member, now.isoformat(), now.isoformat())
            db.execute("INSERT INTO sessions VALUES (?, ?, ?, ?)", row)

        self._store.write(work)

    def member(self, session: str, *, now: datetime) -> Member | None:
        """Whose session it is; None if it has ended."""
        row = self._live(session, now) if session else None
        if row is None:
            return None
        return BY_LINK if row["member"] == LINK else member_from(row)

    def touch(self, session: str, *, now: datetime) -> None:
        """It was used just now."""
        row = self._live(session, now)
        if row and datetime.fromisoformat(row["seen_at"]) + TOUCH <= now:
            sql = "UPDATE sessions SET seen_at = ? WHERE hash = ?"
            values = (now.isoformat(), digest(session))
            self._store.write(lambda db: db.execute(sql, values), durable=False)

    def end(self, session: str) -> None:
        """Sign out."""
        sql = "DELETE FROM sessions WHERE hash = ?"
        self._store.write(lambda db: db.execute(sql, (digest(session),)))

    def _live(self, session: str, now: datetime) -> Mapping[str, Any] | None:
        over = [(now - ABSOLUTE).isoformat(), (now - IDLE).isoformat()]
        for row in self._store.read().query(_LIVE, [digest(session), *over]):
            found: Mapping[str, Any] = row
            return found
        return None


_LIVE = f"""
    SELECT sessions.member, sessions.seen_at, members.id, members.name, members.email, members.role
    FROM sessions LEFT JOIN members ON members.id = sessions.member AND members.disabled_at = ''
    WHERE sessions.hash = ? AND sessions.started_at > ? AND sessions.seen_at > ?
        AND (members.id IS NOT NULL OR sessions.member = '{LINK}')
"""  # noqa: S608


def member_from(row: Mapping[str, Any]) -> Member:
    """A row of `members`."""
    return Member(row["id"], row["name"], Role(row["role"]), row["email"])


def end_sessions(db: Database, member: str) -> None:
    """Within a writer's transaction: all of a member's."""
    db.execute("DELETE FROM sessions WHERE member = ?", (member,))
