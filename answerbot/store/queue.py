"""Pages of tickets, as an agent filters and sorts them.

Knows: the table `tickets`, and which of its indexes answers what.
Must not know: what becomes of a ticket, pages.

The index `tickets_queue` holds every column that a filter or an order looks at, so that
10,000 open tickets are filtered, sorted and counted without reading one of them; only the
fifty of the page are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from answerbot.queue import PER_PAGE, Sort, View, Wanted
from answerbot.store.db import Store
from answerbot.store.tickets import ticket_from
from answerbot.tickets import Ticket

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
        clauses = list(_clauses(wanted, me))
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

    def counts(self, me: str = "") -> Counts:
        """What stands on the tabs."""
        row = next(iter(self._store.read().query(_COUNTS, [me])))
        (bot,) = self._store.read().execute(_BOT_RESOLVED).fetchone()
        return Counts({view: row[view] or 0 for view in View}, bot)

    def choices(self) -> dict[str, list[str]]:
        """The values that unsolved tickets have, by filter."""
        found: dict[str, list[str]] = {}
        for row in self._store.read().query(_CHOICES):
            found.setdefault(row["name"], []).append(row["value"])
        return found


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
    if words := wanted.find.strip():
        yield _sought(words)


def _sought(words: str) -> Clause:
    """Tickets of this number, or with these words in subject, name or e-mail address."""
    patterns = [f"%{_escaped(said)}%" for said in _spelt(words)]
    tests = [f"{column} LIKE ? ESCAPE '\\'" for column in _SOUGHT for _ in patterns]
    values: list[Any] = [pattern for _ in _SOUGHT for pattern in patterns]
    number = words.removeprefix("#")
    if number.isascii() and number.isdigit() and len(number) < 16:
        tests.append("number = ?")
        values.append(int(number))
    inside = f"SELECT number FROM tickets WHERE {' OR '.join(tests)}"  # noqa: S608
    return f"number IN ({inside})", tuple(values)


_SOUGHT = ("subject", "name", "email")


def _spelt(words: str) -> list[str]:
    """SQLite compares letters without their case only in ASCII."""
    forms = (words, words.lower(), words.upper(), words.title(), words.capitalize())
    return [words] if words.isascii() else list(dict.fromkeys(forms))


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


_COUNTS = f"""
    SELECT sum({_OURS}) AS waiting,
        sum({_UNSOLVED} AND assignee = ?) AS mine,
        sum({_OURS} AND assignee = '') AS unassigned,
        sum(status = 'pending') AS pending,
        sum(status <> 'solved') AS unsolved,
        sum(status = 'solved') AS solved,
        count(*) AS "all"
    FROM tickets
"""  # noqa: S608
_BOT_RESOLVED = "SELECT count(*) FROM tickets WHERE resolved_by <> ''"

_CHOICES = "\nUNION ALL ".join(
    [
        f"SELECT DISTINCT '{name}' AS name, {name} AS value FROM tickets"  # noqa: S608
        f" WHERE {_UNSOLVED} AND {name} <> ''"
        for name in ("team", "channel", "locale")
    ]
    + [
        f"SELECT DISTINCT '{name}', value FROM tickets, json_each(tickets.{column})"  # noqa: S608
        f" WHERE {_UNSOLVED} AND {column} <> '[]'"
        for name, column in _LISTED.items()
    ]
)
