"""What was found to be wrong with articles, and what an editor said is right as it is.

Knows: the tables `health` and `health_dismissed`, and how customers met articles.
Must not know: what is looked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlite_utils import Database

from answerbot.health.checks import Met
from answerbot.health.finding import Finding, Kind
from answerbot.store.db import Store

_LOOKED = "health_looked"
DAYS = 90


class Health:
    """Findings, as of the last look."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def replace(self, found: Iterable[Finding], *, now: datetime) -> None:
        """What was found takes the place of what was found before."""
        rows = [(*one.key, one.note, one.weight) for one in found]

        def work(db: Database) -> None:
            db.execute("DELETE FROM health")
            db.execute("DELETE FROM meta WHERE name = ?", (_WANTED,))
            sql = "INSERT OR IGNORE INTO health VALUES (?, ?, ?, ?, ?, ?, ?)"
            db.conn.executemany(sql, rows)
            db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (_LOOKED, now.isoformat()))

        self._store.write(work)

    def looked(self) -> datetime | None:
        """When was looked last."""
        sql = "SELECT value FROM meta WHERE name = ?"
        row = self._store.read().execute(sql, (_LOOKED,)).fetchone()
        return datetime.fromisoformat(row[0]) if row else None

    def want(self, now: datetime) -> None:
        """Somebody asks for a look."""
        sql = "INSERT OR REPLACE INTO meta VALUES (?, ?)"
        self._store.write(lambda db: db.execute(sql, (_WANTED, now.isoformat())))

    def wanted(self) -> bool:
        """Whether somebody asked for one that has not come to its end."""
        sql = "SELECT 1 FROM meta WHERE name = ?"
        return self._store.read().execute(sql, (_WANTED,)).fetchone() is not None

    def counts(self, *, dismissed: bool = False) -> dict[Kind, int]:
        """How many findings of each kind there are."""
        rows = self._store.read().execute(_COUNTS.format(_WHICH[dismissed])).fetchall()
        return {Kind(kind): n for kind, n in rows}

    def list(
        self, kind: Kind, *, most: int, start: int = 0, dismissed: bool = False
    ) -> list[Finding]:
        """Those of a kind, the heaviest first."""
        sql = _LIST.format(_WHICH[dismissed])
        return [_finding(row) for row in self._store.read().query(sql, [kind, most, start])]

    def dismiss(self, finding: Finding, *, by: str, now: datetime) -> None:
        """It is right as it is."""
        row = (*finding.key, now.isoformat(), by)
        sql = "INSERT OR REPLACE INTO health_dismissed VALUES (?, ?, ?, ?, ?, ?, ?)"
        self._store.write(lambda db: db.execute(sql, row))

    def restore(self, finding: Finding) -> None:
        """It is to be looked at after all."""
        self._store.write(lambda db: db.execute(_RESTORE, finding.key))

    def met(self, now: datetime) -> dict[str, Met]:
        """How customers met each article."""
        day = (now - timedelta(days=DAYS)).date().isoformat()
        return {
            row["article"]: Met(row["offered"] or 0, row["opened"] or 0, _day(row["last"]))
            for row in self._store.read().query(_MET, [day])
        }


_MET = """
    SELECT met.article, met.offered_last AS last, days.offered, days.opened
    FROM met LEFT JOIN (
        SELECT article, sum(offered) AS offered, sum(opened) AS opened
            FROM article_daily WHERE day >= ? GROUP BY article
    ) AS days ON days.article = met.number
"""
_WANTED = "health_wanted"
_WHICH = {False: "NOT EXISTS", True: "EXISTS"}
_HIDDEN = """
    {} (SELECT 1 FROM health_dismissed AS hidden WHERE hidden.kind = health.kind
        AND hidden.article = health.article AND hidden.locale = health.locale
        AND hidden.other = health.other AND hidden.other_locale = health.other_locale)
"""
_COUNTS = f"SELECT kind, count(*) FROM health WHERE {_HIDDEN} GROUP BY kind"  # noqa: S608
_LIST = f"""
    SELECT * FROM health WHERE kind = ? AND {_HIDDEN}
    ORDER BY weight DESC, article, locale, other, note LIMIT ? OFFSET ?
"""  # noqa: S608
_RESTORE = """
    DELETE FROM health_dismissed WHERE kind = ? AND article = ? AND locale = ?
        AND other = ? AND other_locale = ?
"""


def _finding(row: Mapping[str, Any]) -> Finding:
    return Finding(**{**row, "kind": Kind(row["kind"])})


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text[:10]) if text else None
