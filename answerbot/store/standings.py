"""Where each enquiry stands, kept up to date with the ledger, so that figures are one query.

Knows: the table `standings`, and `daily`, which adds its rows up.
Must not know: what events make of an enquiry (`answerbot/enquiries.py` does).

A row is what the fold over the enquiry's events says; it is written in the transaction that
writes the event. It can be dropped and made anew from the ledger at any time (`settle` of
`store/ledger.py`). Triggers count it into `daily`, a row for each day and kind of enquiry, so
that figures over a million enquiries add up some thousands of rows. What is accepted turns
confirmed as time passes: recent acceptances are counted apart when figures are asked for. The
tests hold each figure against a plain loop over the ledger.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlite_utils import Database

from answerbot.enquiries import BY_STAFF, RATINGS, Kind, Standing, State
from answerbot.metrics import Rated, Summary
from answerbot.store.db import Store


class Dimension(NamedTuple):
    """How to tell a row's value: of a day's counts, and of a single enquiry."""

    daily: str
    standings: str


DIMENSIONS = {
    "": Dimension("''", "''"),
    "day": Dimension("day", "substr(asked_at, 1, 10)"),
    **{name: Dimension(name, name) for name in ("channel", "locale", "form", "audiences", "reach")},
}
"""What figures can be told apart by; `reach` is how far an enquiry came: asked, offered, opened."""


@dataclass(frozen=True, slots=True)
class Among:
    """Which enquiries are looked at: those that began on the days from `first` to `last` (UTC,
    both included; None: no bound), and `only` those with these values of dimensions. What staff ask
    is left out, unless their channel is chosen."""

    first: date | None = None
    last: date | None = None
    only: Mapping[str, str] = field(default_factory=dict)

    def where(self, day: str) -> tuple[str, list[str]]:
        """The condition in SQL, where `day` is the day that an enquiry began; and its values."""
        parts, values = ["1"], list[str]()
        for bound, sign in ((self.first, ">="), (self.last, "<=")):
            if bound:
                parts.append(f"{day} {sign} ?")
                values.append(bound.isoformat())
        for dimension, value in self.only.items():
            parts.append(f"{DIMENSIONS[dimension].daily} = ?")
            values.append(value)
        if "channel" not in self.only:
            parts.append("channel <> ?")
            values.append(BY_STAFF)
        return " AND ".join(parts), values


EVERYTHING = Among()


class Standings:
    """Figures over enquiries."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def get(self, enquiry: str) -> Standing | None:
        """Where one enquiry stands; None if there is none of this id."""
        sql = "SELECT * FROM standings WHERE enquiry = ?"
        for row in self._store.read().query(sql, [enquiry]):
            return _standing(row)
        return None

    def summary(self, *, now: datetime, matures: timedelta, among: Among = EVERYTHING) -> Summary:
        """What became of all enquiries, or of those `among` which one looks."""
        found = self.summaries("", now=now, matures=matures, among=among)
        return found.get("", NOTHING)

    def summaries(
        self, dimension: str, *, now: datetime, matures: timedelta, among: Among = EVERYTHING
    ) -> dict[str, Summary]:
        """The same apart for each value of a dimension, one of DIMENSIONS; "" for all at once."""
        by = DIMENSIONS[dimension]
        where, values = among.where("day")
        database = self._store.read()
        daily = _DAILY.format(by=by.daily, where=where)
        immature = dict[str, int]()
        ripe = (now - matures).isoformat()
        recent, more = among.where("substr(asked_at, 1, 10)")
        young = _IMMATURE.format(by=by.standings, where=recent)
        for name, n in database.execute(young, [ripe, *more]).fetchall():
            immature[name] = n
        return {
            row["name"]: _summary(row, immature.get(row["name"], 0))
            for row in database.query(daily, values)
        }

    def several(
        self,
        dimensions: Sequence[str],
        *,
        now: datetime,
        matures: timedelta,
        among: Among = EVERYTHING,
    ) -> dict[str, dict[str, Summary]]:
        """`summaries` by each of these dimensions, "" included, in one look: not by the day,
        which is told apart from nothing else."""
        names = [name for name in dimensions if name]
        where, values = among.where("day")
        recent, more = among.where("substr(asked_at, 1, 10)")
        database = self._store.read()
        daily = _TOGETHER.format(by=", ".join(names), where=where)
        young = _YOUNG_TOGETHER.format(by=", ".join(names), where=recent)
        counts = list(database.query(daily, values))
        immature = list(database.query(young, [(now - matures).isoformat(), *more]))
        return {name: _by(name, counts, immature) for name in dimensions}

    def first_day(self) -> date | None:
        """The day of the first enquiry; None if there is none."""
        (day,) = self._store.read().execute("SELECT min(day) FROM daily").fetchone()
        return date.fromisoformat(day) if day else None

    def values(self, dimensions: Sequence[str]) -> dict[str, list[str]]:
        """The values that each dimension has, in their order."""
        columns = ", ".join(DIMENSIONS[name].daily for name in dimensions)
        rows = self._store.read().execute(f"SELECT DISTINCT {columns} FROM daily").fetchall()  # noqa: S608
        held = zip(*rows, strict=True) if rows else ((),) * len(dimensions)
        return {name: sorted(set(them)) for name, them in zip(dimensions, held, strict=True)}


NOTHING = Summary(0, 0, 0, {}, {})


def _by(
    dimension: str, counts: Iterable[Mapping[str, Any]], immature: Iterable[Mapping[str, Any]]
) -> dict[str, Summary]:
    """The summaries of rows that are told apart by more than this dimension."""
    sums: dict[str, Counter[str]] = {}
    for row in counts:
        told = sums.setdefault(row[dimension] if dimension else "", Counter())
        for name in _COUNTED:
            told[name] += row[name]
    young: Counter[str] = Counter()
    for row in immature:
        young[row[dimension] if dimension else ""] += row["n"]
    return {name: _summary(row, young[name]) for name, row in sorted(sums.items())}


def _summary(row: Mapping[str, Any], immature: int) -> Summary:
    counts = {State(name): row[name] for name in _STATES}
    counts[State.CONFIRMED] = counts[State.ACCEPTED] - immature
    counts[State.ACCEPTED] = immature
    given = {name: Rated(row[name] / n, n) for name in RATINGS if (n := row[f"{name}_n"])}
    there = {state: n for state, n in counts.items() if n}
    flags = {name: row[name] for name in _FLAGS}
    return Summary(
        asked=row["asked"], states=there, ratings=given, excluded=row["excluded"], **flags
    )


_FLAGS = ("offered", "opened", "clicked", "objected", "submitted", "recontacted")
_STATES = ("accepted", "revoked", "rejected", "escalated", "assumed", "silent")
_COUNTED = (
    "asked", *_FLAGS, *_STATES, "satisfaction", "satisfaction_n", "effort", "effort_n",
    "excluded",
)  # fmt: skip
_SUMS = ", ".join(f"sum({name}) AS {name}" for name in _COUNTED)
_TOGETHER = f"SELECT {{by}}, {_SUMS} FROM daily WHERE {{where}} GROUP BY {{by}} HAVING sum(asked)"  # noqa: S608
_YOUNG_TOGETHER = """
    SELECT {by}, count(*) AS n FROM standings WHERE state = 'accepted' AND since > ? AND {where}
        GROUP BY {by}
"""
_DAILY = f"SELECT {{by}} AS name, {_SUMS} FROM daily WHERE {{where}} GROUP BY 1 HAVING sum(asked)"  # noqa: S608
_IMMATURE = """
    SELECT {by}, count(*) FROM standings WHERE state = 'accepted' AND since > ? AND {where}
        GROUP BY 1
"""

_VALUES = ("state", "article", "since", *_FLAGS, "satisfaction", "effort", "excluded")
_KEEP = f"""
    INSERT INTO standings
        (enquiry, asked_at, channel, locale, form, audiences, {", ".join(_VALUES)})
    SELECT id, asked_at, channel, locale, form, audiences, {", ".join("?" for _ in _VALUES)}
        FROM enquiries WHERE id = ?
    ON CONFLICT (enquiry) DO UPDATE SET audiences = excluded.audiences,
        {", ".join(f"{name} = excluded.{name}" for name in _VALUES)}
"""  # noqa: S608


def keep_standing(db: Database, enquiry: str, standing: Standing) -> None:
    """Within a writer's transaction; the enquiry is there."""
    since = standing.since.isoformat() if standing.since else ""
    flags = [int(getattr(standing, name)) for name in _FLAGS]
    given = (standing.satisfaction, standing.effort, standing.excluded)
    db.execute(_KEEP, (standing.state, standing.article, since, *flags, *given, enquiry))


def keep_audiences(db: Database, enquiry: str, audiences: str) -> None:
    """Within the writer's transaction that changes the enquiry's: it is counted there from now."""
    sql = "UPDATE standings SET audiences = ?1 WHERE enquiry = ?2 AND audiences <> ?1"
    db.execute(sql, (audiences, enquiry))


def mark_standing(db: Database, enquiry: str, kinds: Collection[Kind]) -> None:
    """Within a writer's transaction: an opened article, which decides nothing."""
    if Kind.OPENED in kinds:
        db.execute(_OPENED, (enquiry,))


def was_offered(db: Database, enquiry: str) -> bool:
    """Whether the enquiry was offered an article, as far as its row says."""
    row = db.execute("SELECT offered FROM standings WHERE enquiry = ?", (enquiry,)).fetchone()
    return bool(row and row[0])


_OPENED = "UPDATE standings SET opened = 1, clicked = offered WHERE enquiry = ? AND opened = 0"
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
        **{name: bool(row[name]) for name in _FLAGS},
        satisfaction=row["satisfaction"],
        effort=row["effort"],
        excluded=row["excluded"],
    )
