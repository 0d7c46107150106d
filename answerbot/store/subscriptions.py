"""Who among the staff gets the weekly report, in which language, and since when.

Knows: the table `subscriptions`.
Must not know: what the report says, when it goes out.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from answerbot.store.db import Store


class Subscription(NamedTuple):
    """One reader, who has an account that is not disabled."""

    member: str
    email: str
    role: str
    locale: str
    since: datetime


class Subscriptions:
    """Readers by member's id."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, member: str, locale: str, now: datetime) -> None:
        """From now on; who reads it already only changes the language."""
        sql = (
            "INSERT INTO subscriptions VALUES (?, ?, ?)"
            " ON CONFLICT (member) DO UPDATE SET locale = excluded.locale"
        )
        self._store.write(lambda db: db.execute(sql, (member, locale, now.isoformat())))

    def remove(self, member: str) -> None:
        """No more of it."""
        sql = "DELETE FROM subscriptions WHERE member = ?"
        self._store.write(lambda db: db.execute(sql, (member,)))

    def of(self, member: str) -> Subscription | None:
        """That of one member, if there is one."""
        return next((one for one in self.all() if one.member == member), None)

    def all(self) -> list[Subscription]:
        """All whose account is not disabled, in the order in which they came."""
        return [_subscription(row) for row in self._store.read().query(_ALL)]


_ALL = """
    SELECT subscriptions.*, members.email, members.role FROM subscriptions
        JOIN members ON members.id = subscriptions.member
        WHERE members.disabled_at = '' ORDER BY since, member
"""


def _subscription(row: Mapping[str, Any]) -> Subscription:
    since = datetime.fromisoformat(row["since"])
    return Subscription(row["member"], row["email"], row["role"], row["locale"], since)
