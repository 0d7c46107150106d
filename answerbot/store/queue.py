"""Pages of tickets, as an agent filters and sorts them.

Knows: the table `tickets`, and which of its indexes answers what.
Must not know: what becomes of a ticket, pages.

The index `tickets_queue` holds every column that a filter or an order looks at, so that
10,000 open tickets are filtered, sorted and counted without reading one of them; only the
fifty of the page are.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from answerbot.queue import PER_PAGE, Sort, View, Wanted
from answerbot.store.db import Store
from answerbot.store.tickets import ticket_from
from answerbot.tickets import Status, Ticket

Clause = tuple[str, tuple[Any, ...]]


class Page(NamedTuple):
    """One page of tickets, which one it is, and how many tickets there are on all pages."""

    tickets: list[Ticket]
    number: int
    total: int

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.total // PER_PAGE))

    @property
    def first(self) -> int:
        """Which ticket of all is the page's first."""
        return (self.number - 1) * PER_PAGE + 1


@dataclass(frozen=True, slots=True)
class Counts:
    """How many tickets there are in each view, and how many the bot resolved."""

    views: Mapping[View, int]
    bot_resolved: int


class Queues:
    """Reads pages and counts."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def page(self, wanted: Wanted, me: str = "") -> Page:
        """The page that is wanted; after the last comes the last: tickets leave the queue
        while somebody turns pages. `me` is who looks."""
        clauses = [*_clauses(wanted, me), *self._sought(wanted.find.strip())]
        where = " AND ".join(sql for sql, _ in clauses) or "1"
        values = [value for _, given in clauses for value in given]
        database = self._store.read()
        # Everything that is put into these is a constant of this file.
        source = f"{_source(wanted)} WHERE {where}"
        count = f"SELECT count(*) FROM {source}"  # noqa: S608
        (total,) = database.execute(count, values).fetchone()
        number = min(wanted.page, max(1, -(-total // PER_PAGE)))
        order = _ORDERS[wanted.order]
        numbers = f"SELECT number FROM {source} ORDER BY {order} LIMIT ? OFFSET ?"  # noqa: S608
        sql = f"SELECT * FROM tickets WHERE number IN ({numbers}) ORDER BY {order}"  # noqa: S608
        rows = database.query(sql, [*values, PER_PAGE, (number - 1) * PER_PAGE])
        return Page([ticket_from(row) for row in rows], number, total)

    def _sought(self, words: str) -> Iterator[Clause]:
        """Tickets of this number, or with these words in subject, name or e-mail address. They
        are looked for once, and then counted and sorted."""
        if not words:
            return
        patterns = [f"%{_escaped(said)}%" for said in _spelt(words)]
        tests = [f"{column} LIKE ? ESCAPE '\\'" for column in _SOUGHT for _ in patterns]
        values: list[Any] = [pattern for _ in _SOUGHT for pattern in patterns]
        number = words.removeprefix("#")
        sql = f"SELECT number FROM tickets WHERE {' OR '.join(tests)}"  # noqa: S608
        found = [row[0] for row in self._store.read().execute(sql, values).fetchall()]
        if number.isascii() and number.isdigit() and len(number) < 16:
            found.append(int(number))
        yield "number IN (SELECT value FROM json_each(?))", (json.dumps(found),)

    def counts(self, me: str = "") -> Counts:
        """What stands on the tabs."""
        database = self._store.read()
        held = {(s, a): n for s, a, n in database.execute(_UNSOLVED_COUNTS).fetchall()}
        (solved,) = database.execute(_SOLVED_COUNT).fetchone()
        (bot,) = database.execute(_BOT_RESOLVED).fetchone()
        unsolved = sum(held.values())
        pending = sum(n for (status, _), n in held.items() if status == Status.PENDING)
        free = sum(n for (s, who), n in held.items() if not who and s != Status.PENDING)
        views = {
            View.WAITING: unsolved - pending,
            View.MINE: sum(n for (_, who), n in held.items() if who == me),
            View.UNASSIGNED: free,
            View.PENDING: pending,
            View.SOLVED: solved,
            View.ALL: unsolved + solved,
            View.UNSOLVED: unsolved,
        }
        return Counts(views, bot)

    def teams(self) -> list[str]:
        """The teams that tickets were given to."""
        rows = self._store.read().execute(_TEAMS).fetchall()
        return [row[0] for row in rows]

    def choices(self) -> dict[str, list[str]]:
        """The values that unsolved tickets have, by filter."""
        found: dict[str, set[str]] = {name: set() for name in _CHOSEN}
        for row in self._store.read().query(_CHOICES):
            for name, column in _CHOSEN.items():
                value = row[column]
                found[name] |= set(json.loads(value)) if name in _LISTED else {value} - {""}
        return {name: sorted(values) for name, values in found.items()}


_OURS = "status IN ('open', 'reopened')"
_UNSOLVED = "status IN ('open', 'reopened', 'pending')"

_VIEWS = {
    View.WAITING: _OURS,
    View.MINE: f"{_UNSOLVED} AND assignee = ?",
    View.UNASSIGNED: f"{_OURS} AND assignee = ''",
    View.PENDING: "status = 'pending'",
    View.SOLVED: "status = 'solved'",
    View.UNSOLVED: _UNSOLVED,
}

_NEXT_DUE = (
    "min(iif(answered_at = '' AND answer_due <> '', answer_due, '~'),"
    " iif(solve_due <> '', solve_due, '~'))"
)
"""`~` sorts after every date: what has no target comes last."""

_ORDERS = {
    Sort.WAITING: "waiting_since = '', waiting_since, number",
    Sort.DUE: f"status = 'pending', {_NEXT_DUE}, waiting_since = '', waiting_since, number",
    Sort.NEWEST: "created_at DESC, number DESC",
    Sort.LATEST: "updated_at DESC, number DESC",
}

_PLAIN = ("form", "team", "priority", "channel", "locale", "status")
_LISTED = {"audience": "audiences", "tag": "tags"}


def _source(wanted: Wanted) -> str:
    """The table; where most tickets are passed over, by the index that tells without them."""
    sifts = wanted.filters and not wanted.find.strip()
    return "tickets INDEXED BY tickets_queue" if sifts else "tickets"


def _clauses(wanted: Wanted, me: str) -> Iterator[Clause]:
    if wanted.shown in _VIEWS:
        yield _VIEWS[wanted.shown], (me,) if wanted.shown is View.MINE else ()
    for name, value in wanted.filters.items():
        if name in _PLAIN:
            yield f"{name} = ?", (value,)
        else:
            listed = f"json_each(tickets.{_LISTED[name]})"
            yield f"EXISTS (SELECT 1 FROM {listed} WHERE value = ?)", (value,)  # noqa: S608


_SOUGHT = ("subject", "name", "email")


def _spelt(words: str) -> list[str]:
    """SQLite compares letters without their case only in ASCII."""
    forms = (words, words.lower(), words.upper(), words.title(), words.capitalize())
    return [words] if words.isascii() else list(dict.fromkeys(forms))


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


_UNSOLVED_COUNTS = f"""
    SELECT status, assignee, count(*) FROM tickets WHERE {_UNSOLVED} GROUP BY status, assignee
"""  # noqa: S608
_SOLVED_COUNT = "SELECT count(*) FROM tickets WHERE status = 'solved'"
_BOT_RESOLVED = "SELECT count(*) FROM tickets WHERE resolved_by <> ''"

_TEAMS = "SELECT DISTINCT team FROM tickets WHERE team <> '' ORDER BY team"

_CHOSEN = {"team": "team", "channel": "channel", "locale": "locale", **_LISTED}
_CHOICES = f"""
    SELECT DISTINCT team, channel, locale, tags, audiences FROM tickets WHERE {_UNSOLVED}
"""  # noqa: S608
