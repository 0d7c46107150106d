"""Where each enquiry stands, kept up to date with the ledger, so that figures are one query.

Knows: the table `standings`, and the figures that add up its rows.
Must not know: what events make of an enquiry (`answerbot/enquiries.py` does).

A row is what the fold over the enquiry's events says; it is written in the transaction that
writes the event. It can be dropped and made anew from the ledger at any time (`settle` of
`store/ledger.py`), and the tests hold each figure against a plain loop over the ledger.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlite_utils import Database

from answerbot.enquiries import RATINGS, Kind, Standing, State
from answerbot.metrics import Rated, Summary
from answerbot.store.db import Store


class Standings:
    """Figures over all enquiries."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def get(self, enquiry: str) -> Standing | None:
        """Where one enquiry stands; None if there is none of this id."""
        sql = "SELECT * FROM standings WHERE enquiry = ?"
        for row in self._store.read().query(sql, [enquiry]):
            return _standing(row)
        return None

    def summary(
        self, *, now: datetime, matures: timedelta, since: datetime | None = None
    ) -> Summary:
        """What became of all enquiries, or of those that began at `since` or later."""
        ripe = (now - matures).isoformat()
        states = dict.fromkeys(State, 0)
        asked = offered = opened = excluded = 0
        given = {name: [0, 0] for name in RATINGS}
        begun = since.isoformat() if since else ""
        for row in self._store.read().query(_SUMMARY, {"ripe": ripe, "since": begun}):
            states[State(row["state"])] += row["n"]
            asked += row["n"]
            offered += row["offered"]
            opened += row["opened"]
            excluded += row["excluded"]
            for name in RATINGS:
                given[name][0] += row[name] or 0
                given[name][1] += row[f"{name}_n"]
        ratings = {name: Rated(total / n, n) for name, (total, n) in given.items() if n}
        there = {state: n for state, n in states.items() if n}
        return Summary(asked, offered, opened, there, ratings, excluded)

    def accepted_by_article(self) -> dict[str, int]:
        """For each article, the enquiries that it resolved and that nobody contradicted since:
        an acceptance that was undone or revoked is none."""
        rows = self._store.read().execute(_BY_ARTICLE)
        return dict(rows.fetchall())


_SUMMARY = """
    SELECT CASE WHEN state = 'accepted' AND since <= :ripe THEN 'confirmed' ELSE state END
            AS state,
        count(*) AS n, sum(offered) AS offered, sum(opened) AS opened,
        sum(excluded) AS excluded,
        sum(satisfaction) AS satisfaction, count(satisfaction) AS satisfaction_n,
        sum(effort) AS effort, count(effort) AS effort_n
    FROM standings WHERE asked_at >= :since GROUP BY 1
"""

_BY_ARTICLE = """
    SELECT article, count(*) FROM standings WHERE state = 'accepted' GROUP BY article
"""

_KEEP = """
    INSERT INTO standings (enquiry, asked_at, channel, locale, form, state, article, since,
        offered, opened, satisfaction, effort, excluded)
    SELECT id, asked_at, channel, locale, form, ?, ?, ?, ?, ?, ?, ?, ?
        FROM enquiries WHERE id = ?
    ON CONFLICT (enquiry) DO UPDATE SET state = excluded.state, article = excluded.article,
        since = excluded.since, offered = excluded.offered, opened = excluded.opened,
        satisfaction = excluded.satisfaction, effort = excluded.effort,
        excluded = excluded.excluded
"""


def keep_standing(db: Database, enquiry: str, standing: Standing) -> None:
    """Within a writer's transaction; the enquiry is there."""
    since = standing.since.isoformat() if standing.since else ""
    db.execute(
        _KEEP,
        (
            standing.state, standing.article, since, int(standing.offered), int(standing.opened),
            standing.satisfaction, standing.effort, standing.excluded, enquiry,
        ),
    )  # fmt: skip


def mark_standing(db: Database, enquiry: str, kinds: Collection[Kind]) -> None:
    """Within a writer's transaction: an offer or an opened article, which decide nothing."""
    for kind, column in _MARKS.items():
        if kind in kinds:
            sql = f"UPDATE standings SET {column} = 1 WHERE enquiry = ? AND {column} = 0"  # noqa: S608
            db.execute(sql, (enquiry,))


_MARKS = {Kind.OFFERED: "offered", Kind.OPENED: "opened"}
_KEPT_BY = "standings"


def kept_by(db: Database) -> str:
    """The version of the rules that all rows are kept by; empty if they never were."""
    row = db.execute("SELECT value FROM meta WHERE name = ?", (_KEPT_BY,)).fetchone()
    return str(row[0]) if row else ""


def settle(db: Database, rules: str) -> None:
    """Within a writer's transaction: all rows are kept by this version of the rules."""
    db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (_KEPT_BY, rules))


def _standing(row: Mapping[str, Any]) -> Standing:
    return Standing(
        state=State(row["state"]),
        article=row["article"],
        since=datetime.fromisoformat(row["since"]) if row["since"] else None,
        offered=bool(row["offered"]),
        opened=bool(row["opened"]),
        satisfaction=row["satisfaction"],
        effort=row["effort"],
        excluded=row["excluded"],
    )
