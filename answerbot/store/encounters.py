"""What each enquiry says of the articles that it met, kept up to date with the ledger.

Knows: the tables `encounters` and `met`, which gives each article a number.
Must not know: what events make of an article (`answerbot/article_record.py` does), figures.

A row is what the fold over the enquiry's events says of one article, written in the transaction
that writes the event; it can be made anew at any time (`settle` of `store/ledger.py`). Triggers
count it into `article_daily`, from which `store/article_days.py` makes figures.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from sqlite_utils import Database

from answerbot.article_record import MARKING, Record, marked, records
from answerbot.article_story import Met
from answerbot.enquiries import BY_STAFF, DECIDING, Event
from answerbot.period import Period
from answerbot.store.db import Store
from answerbot.store.rows import event_from

FLAGS = (
    "offered", "seen", "opened", "clicked", "accepted", "revoked", "rejected", "ticketed",
    "failed", "linked",
)  # fmt: skip
_VALUES = (*FLAGS, "reason", "satisfaction", "wanted")
_NAMES = ", ".join(_VALUES)
_INSERT = f"""
    INSERT INTO encounters (enquiry, article, day, {_NAMES})
        SELECT ?1, number, ?2, {", ".join(f"?{n + 4}" for n in range(len(_VALUES)))}
        FROM met WHERE article = ?3
"""  # noqa: S608
_KEEP = f"""{_INSERT}
    ON CONFLICT DO UPDATE SET {", ".join(f"{name} = excluded.{name}" for name in _VALUES)}
        WHERE ({_NAMES}) IS NOT ({", ".join(f"excluded.{name}" for name in _VALUES)})
"""
_MARK = f"""{_INSERT}
    ON CONFLICT DO UPDATE SET
        offered = max(offered, excluded.offered),
        seen = max(seen, excluded.seen),
        opened = max(opened, excluded.opened),
        clicked = max(offered, excluded.offered) AND max(opened, excluded.opened),
        linked = max(linked, excluded.linked),
        wanted = CASE wanted WHEN '' THEN excluded.wanted ELSE wanted END
        WHERE excluded.offered > offered OR excluded.seen > seen OR excluded.opened > opened
            OR excluded.linked > linked OR (wanted = '' AND excluded.wanted <> '')
"""
_MET = "INSERT INTO met (article) VALUES (?) ON CONFLICT DO NOTHING"
_LEFT = """
    DELETE FROM encounters WHERE enquiry = ?1 AND (day <> ?2 OR article NOT IN
        (SELECT number FROM met WHERE article IN (SELECT value FROM json_each(?3))))
"""


_LATEST = f"""
    SELECT encounters.enquiry, enquiries.locale, {", ".join(f"encounters.{n}" for n in _VALUES)}
        FROM encounters JOIN enquiries ON enquiries.id = encounters.enquiry
        WHERE encounters.article = (SELECT number FROM met WHERE article = ?)
            AND day BETWEEN ? AND ? ORDER BY day DESC, encounters.enquiry LIMIT ?
"""  # noqa: S608
_EVENTS = """
    SELECT * FROM events WHERE enquiry IN (SELECT value FROM json_each(?)) ORDER BY sequence
"""
_QUESTIONS = f"""
    SELECT enquiries.locale, json_extract(detail, '$.query') FROM
        (SELECT * FROM events ORDER BY sequence DESC LIMIT ?) AS latest
        JOIN enquiries ON enquiries.id = latest.enquiry
        WHERE kind IN ('offered', 'unoffered') AND NOT coalesce(json_extract(detail, '$.typing'), 0)
            AND enquiries.channel <> '{BY_STAFF}'
"""  # noqa: S608


class Encounters:
    """What can be read of them."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def of_article(self, article: str, period: Period, *, limit: int) -> list[Met]:
        """The latest enquiries of a period that met an article, latest day first."""
        days = (period.first.isoformat(), period.last.isoformat())
        rows = list(self._store.read().query(_LATEST, [article, *days, limit]))
        events: dict[str, list[Event]] = {row["enquiry"]: [] for row in rows}
        for row in self._store.read().query(_EVENTS, [json.dumps(list(events))]):
            events[row["enquiry"]].append(event_from(row))
        return [
            Met(row["enquiry"], row["locale"], _record(row), events[row["enquiry"]]) for row in rows
        ]

    def latest_questions(self, events: int) -> list[tuple[str, str]]:
        """Locale and words of customers' questions among the last so many events of the ledger."""
        rows = self._store.read().execute(_QUESTIONS, (events,)).fetchall()
        return [(locale, words or "") for locale, words in rows]


def _record(row: Mapping[str, Any]) -> Record:
    values: dict[str, Any] = {name: row[name] for name in _VALUES}
    values |= {name: bool(row[name]) for name in FLAGS}
    return Record(**values)


def follow(db: Database, enquiry: str, new: Iterable[Event], everything: Iterable[Event]) -> None:
    """Within the transaction that wrote the `new` events of an enquiry. `everything`, all its
    events, is only gone through if one of the new ones may take something back."""
    kinds = {event.kind for event in new}
    if kinds & DECIDING:
        place = _began(db, enquiry)
        _write(db, _KEEP, place, [records(everything, place.locale)])
    elif kinds & MARKING:
        place = _began(db, enquiry)
        marks = (marked(event, place.locale) for event in new if event.kind in MARKING)
        _write(db, _MARK, place, marks)


def make_anew(db: Database, enquiry: str, everything: Iterable[Event]) -> None:
    """Within a writer's transaction: the rows as the fold over all events says, and no others."""
    place = _began(db, enquiry)
    found = records(everything, place.locale)
    db.execute(_LEFT, (enquiry, place.day, json.dumps(list(found))))
    _write(db, _KEEP, place, [found])


class _Place(NamedTuple):
    """An enquiry, the day on which it began, its locale and channel."""

    enquiry: str
    day: str
    locale: str
    channel: str


def _began(db: Database, enquiry: str) -> _Place:
    sql = "SELECT id, substr(asked_at, 1, 10), locale, channel FROM enquiries WHERE id = ?"
    return _Place(*db.execute(sql, (enquiry,)).fetchone())


def _write(db: Database, sql: str, place: _Place, found: Iterable[Mapping[str, Record]]) -> None:
    if place.channel == BY_STAFF:
        return
    rows = [
        (place.enquiry, place.day, article, *_values(record))
        for some in found
        for article, record in some.items()
    ]
    db.conn.executemany(_MET, [(row[2],) for row in rows])
    db.conn.executemany(sql, rows)


def _values(record: Record) -> tuple[object, ...]:
    flags = [int(getattr(record, name)) for name in FLAGS]
    return (*flags, record.reason, record.satisfaction, record.wanted)
