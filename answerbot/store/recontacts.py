"""Who asked the same again: what was resolved for somebody before, and what revoked what.

Knows: the tables `enquiries`, `events` and `tickets`.
Must not know: which questions want the same (`answerbot/intent.py` does).
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from answerbot.enquiries import Kind
from answerbot.store.db import Store


class Link(NamedTuple):
    """An enquiry that stands in a chain, and its first ticket's number, 0 if it has none."""

    enquiry: str
    ticket: int
    asked_at: datetime


class Chain(NamedTuple):
    """The enquiries that this one revoked, and those that revoked it; oldest first."""

    earlier: list[Link]
    later: list[Link]


class Recontacts:
    """What was asked before, and again."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def accepted(
        self, *, since: datetime, person: str, email: str, session: str, visitor: str = ""
    ) -> list[str]:
        """The enquiries of somebody that had an article accepted since then.

        Of a person who is known only by that; of anybody else by the address on their tickets,
        by the session or by what their browser keeps.
        """
        sql, values = _OF_A_PERSON, [person]
        if not person:
            sql, values = _OF_SOMEBODY, [email.lower(), session, visitor]
        accepted = _ACCEPTED.format(whose=sql)
        rows = self._store.read().execute(accepted, [*values, since.isoformat()]).fetchall()
        return [str(row[0]) for row in rows]

    def chain(self, enquiry: str) -> Chain:
        """What the enquiry revoked and was revoked by."""
        return Chain(self._links(_EARLIER, enquiry), self._links(_LATER, enquiry))

    def _links(self, which: str, enquiry: str) -> list[Link]:
        rows = self._store.read().query(_LINKS.format(which=which), [enquiry, Kind.RECONTACTED])
        return [
            Link(row["id"], row["ticket"], datetime.fromisoformat(row["asked_at"])) for row in rows
        ]


# The first condition of each is what the partial indexes are of.
_OF_A_PERSON = "SELECT id FROM enquiries WHERE person <> '' AND person = ?"
_OF_SOMEBODY = """
    SELECT enquiry FROM tickets WHERE email <> '' AND lower(email) = ?
    UNION SELECT id FROM enquiries WHERE session <> '' AND session = ? AND person = ''
    UNION SELECT id FROM enquiries WHERE visitor <> '' AND visitor = ? AND person = ''
"""
_ACCEPTED = """
    SELECT enquiry FROM events
    WHERE enquiry IN ({whose}) AND kind = 'accepted' AND at >= ? GROUP BY enquiry ORDER BY max(at)
"""
_EARLIER = "SELECT enquiry FROM events WHERE json_extract(detail, '$.enquiry') = ? AND kind = ?"
_LATER = "SELECT json_extract(detail, '$.enquiry') FROM events WHERE enquiry = ? AND kind = ?"
_LINKS = """
    SELECT id, asked_at,
        coalesce((SELECT min(number) FROM tickets WHERE enquiry = enquiries.id), 0) AS ticket
    FROM enquiries WHERE id IN ({which}) ORDER BY asked_at, id
"""
