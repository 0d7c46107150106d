"""Figures about articles over a period, from the counts of its days.

Knows: the tables `article_daily` and `article_packs`.
Must not know: what is counted (`answerbot/article_record.py` does), pages.

A day's counts are rows that triggers keep. Those of a day gone by are also packed into one value
by a chore, because a year of a large help center is millions of rows; whoever changes a day empties
its pack, and such a day is read row by row until it is packed again. Both say the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

import numpy as np
from sqlite_utils import Database

from answerbot.article_counts import COUNTS, Column, Counts, summed
from answerbot.chores import Chores
from answerbot.clock import Clock
from answerbot.enquiries import BY_STAFF
from answerbot.period import Period
from answerbot.store.db import Store

WIDTH = len(COUNTS) + 1
PACKED = np.dtype("<i4")
EVERY = 60.0
SHIFT = 2.0
NAME = "article_days"

_NAMES = ", ".join(COUNTS)
_PACKS = "SELECT counts FROM article_packs WHERE counts IS NOT NULL AND day BETWEEN ? AND ?"
_LOOSE = f"""
    SELECT article, {_NAMES} FROM article_packs JOIN article_daily USING (day)
        WHERE counts IS NULL AND day BETWEEN ? AND ?
"""  # noqa: S608
_IMMATURE = f"""
    SELECT number, count(*) FROM standings CROSS JOIN met ON met.article = standings.article
        WHERE state = 'accepted' AND since > ? AND substr(asked_at, 1, 10) BETWEEN ? AND ?
            AND channel <> '{BY_STAFF}'
        GROUP BY 1
"""  # noqa: S608
"""CROSS says in which order to join: the few recent acceptances first, not all articles."""
_TO_PACK = "SELECT day FROM article_packs WHERE counts IS NULL AND day < ? ORDER BY 1 DESC LIMIT 1"
_DAY = f"SELECT article, {_NAMES} FROM article_daily WHERE day = ? ORDER BY article"  # noqa: S608
_TREND = f"""
    SELECT day, {_NAMES} FROM json_each(?1) AS days JOIN article_daily ON day = days.value
        WHERE article_daily.article = (SELECT number FROM met WHERE article = ?2) ORDER BY 1
"""  # noqa: S608
_YOUNG = f"""
    SELECT substr(asked_at, 1, 10), count(*) FROM standings
        WHERE state = 'accepted' AND article = ? AND since > ?
            AND channel <> '{BY_STAFF}'
        GROUP BY 1
"""  # noqa: S608
_TOLD = """
    SELECT met.article, day, count(*) FROM encounters JOIN met ON number = encounters.article
        WHERE reason = 'out_of_date' AND day BETWEEN ? AND ? GROUP BY 1, 2
"""
_WANTED = """
    SELECT met.article, wanted, count(*) FROM met JOIN encounters ON encounters.article = number
        WHERE wanted <> '' AND number IN (SELECT value FROM json_each(?)) AND day BETWEEN ? AND ?
        GROUP BY 1, 2
"""


class ArticleDays:
    """Figures about articles, which have numbers here: one that is given stays."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._numbers: dict[str, int] = {}

    def numbers(self) -> Mapping[str, int]:
        """The number of each article that any enquiry met, from 1 without gaps."""
        sql = "SELECT article, number FROM met WHERE number > ?"
        known = self._numbers
        if new := self._store.read().execute(sql, (len(known),)).fetchall():
            self._numbers = known = {**known, **dict(new)}
        return known

    def counts(self, period: Period, *, now: datetime, matures: timedelta) -> Counts:
        """What became of each article in the enquiries that began in a period; a row for each
        number up to the largest, of zeros where there was nothing."""
        days, young_from = _days(period), (now - matures).isoformat()
        with self._store.snapshot() as db:  # a day may be packed or unpacked between two queries
            packs = db.execute(_PACKS, days).fetchall()
            loose = _rows(db.execute(_LOOSE, days).fetchall(), WIDTH)
            young = db.execute(_IMMATURE, (young_from, *days)).fetchall()
            (last,) = db.execute("SELECT coalesce(max(number), 0) FROM met").fetchone()
        packed = (np.frombuffer(pack, PACKED).reshape(-1, WIDTH) for (pack,) in packs)
        return summed(packed, loose, _rows(young, 2), last + 1)

    def of_article(
        self, article: str, period: Period, *, now: datetime, matures: timedelta
    ) -> dict[date, dict[str, int]]:
        """What became of one article by the day on which enquiries began; of days that have
        any. `confirmed` and `immature` are there too."""
        listed = json.dumps([day.isoformat() for day in period.all_days()])
        with self._store.snapshot() as db:
            young = dict(db.execute(_YOUNG, (article, (now - matures).isoformat())).fetchall())
            trend = db.execute(_TREND, (listed, article)).fetchall()
        found = {}
        for day, *counts in trend:
            row = dict(zip(COUNTS, counts, strict=True))
            row["immature"] = young.get(day, 0)
            row["confirmed"] = row["accepted"] - row["immature"]
            found[date.fromisoformat(day)] = row
        return found

    def offered_since(self, day: date) -> Column:
        """The numbers of the articles that were offered on this day or later."""
        sql = "SELECT number FROM met WHERE offered_last >= ?"
        return _rows(self._store.read().execute(sql, (day.isoformat(),)).fetchall(), 1)[:, 0]

    def told_out_of_date(self, period: Period) -> dict[str, dict[date, int]]:
        """In how many enquiries customers said of an article that it is out of date, by the day
        on which the enquiry began."""
        found: dict[str, dict[date, int]] = {}
        for article, day, n in self._store.read().execute(_TOLD, _days(period)).fetchall():
            found.setdefault(article, {})[date.fromisoformat(day)] = n
        return found

    def wanted(self, numbers: Iterable[int], period: Period) -> dict[str, dict[str, int]]:
        """In how many enquiries customers were offered these articles in another language than
        they asked in, by the language asked in."""
        found: dict[str, dict[str, int]] = {}
        values = (json.dumps([int(number) for number in numbers]), *_days(period))
        for article, language, n in self._store.read().execute(_WANTED, values).fetchall():
            found.setdefault(article, {})[language] = n
        return found

    def pack(self, today: date) -> int:
        """Pack the latest day before today that is not; returns how many that were, 0 or 1. A day
        a transaction: customers' writes wait for no more than that."""
        day = self._store.read().execute(_TO_PACK, (today.isoformat(),)).fetchone()
        if day is None:
            return 0

        def work(db: Database) -> None:
            rows = _rows(db.execute(_DAY, day).fetchall(), WIDTH)
            values = (rows.astype(PACKED).tobytes(), *day)
            db.execute("UPDATE article_packs SET counts = ? WHERE day = ?", values)

        self._store.write(work, durable=False)
        return 1


def pack_days(days: ArticleDays, chores: Chores, clock: Clock) -> int:
    """A turn of the chore: packs until all are or others want their turn."""
    over, today, packed = chores.shift(SHIFT), clock().date(), 0
    while days.pack(today):
        packed += 1
        if over():
            chores.hurry(NAME)
            break
    return packed


def _days(period: Period) -> tuple[str, str]:
    return period.first.isoformat(), period.last.isoformat()


def _rows(found: Iterable[tuple[int, ...]], width: int) -> Column:
    return np.array(list(found), np.int64).reshape(-1, width)
