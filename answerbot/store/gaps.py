"""Gaps, their questions, and what was decided.

Knows: the tables `gaps`, `gap_members` and `gap_texts`, and reads `encounters` and `standings`.
Must not know: how gaps are found, what a decision means.

What became of a question is never kept here: it is read where the ledger's standings have it, so
that it is as true as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from pydantic import TypeAdapter
from sqlite_utils import Database

from answerbot.errors import NotFound
from answerbot.gaps.gap import (
    Decision,
    Failing,
    Gap,
    check_joined,
    check_parted,
    with_part,
    without_part,
)
from answerbot.store.db import Store

SAMPLES = 6

_DECISION = TypeAdapter(Decision)
_FAILING = TypeAdapter(Failing)


@dataclass(frozen=True, slots=True)
class Member:
    """A question of a gap, those in its middle first, with what became of it."""

    enquiry: str
    asked_at: datetime
    text: str
    offered: bool
    objected: bool
    submitted: bool


@dataclass(frozen=True, slots=True)
class Wording:
    """A question in one wording: how often and when last it was asked, and what became of it."""

    text: str
    times: int
    last: datetime
    offered: int
    objected: int
    submitted: int


@dataclass(frozen=True, slots=True)
class Counted:
    """How many questions a gap has, and of them those without an offer, those whose customer
    said that what was offered does not help, and those that led to a ticket. `weeks` are the
    questions by the Monday of their week, `samples` the first few in its middle."""

    volume: int = 0
    unoffered: int = 0
    objected: int = 0
    submitted: int = 0
    weeks: Mapping[date, int] = field(default_factory=dict)
    samples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """A group of questions, as a search found it: the gap that it is, its questions' ids and
    texts in their order, and what makes two texts the same."""

    gap: Gap
    members: tuple[tuple[str, datetime, str], ...]
    sameness: tuple[str, ...]


class Gaps:
    """All gaps that ever were."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def get(self, gap: str) -> Gap:
        """Raises NotFound."""
        return _get(self._store.read(), gap)

    def all(self) -> list[Gap]:
        """Every gap, by id."""
        return [_gap(row) for row in self._store.read().query("SELECT * FROM gaps ORDER BY id")]

    def known(self, language: str) -> dict[str, str]:
        """For each text that was ever in a gap, which."""
        sql = "SELECT sameness, gap FROM gap_texts WHERE language = ?"
        return dict(self._store.read().execute(sql, [language]).fetchall())

    def parts(self, gap: str) -> list[Gap]:
        """What was put together with it, whatever its depth, by id."""
        return [_gap(row) for row in self._store.read().query(_PARTS, [gap])]

    def wholes(self) -> dict[str, str]:
        """Of each gap what it is part of, itself if nothing else."""
        return dict(self._store.read().execute("SELECT gap, whole FROM gap_wholes").fetchall())

    def whole(self, gap: str) -> str:
        """What it is part of: itself, unless it was put together with another. Raises NotFound."""
        return _whole(self._store.read(), gap)

    def join(self, gap: str, to: str, *, by: str, at: datetime) -> None:
        """From now on it is part of another; what is decided of that counts. Raises NotFound, and
        Invalid if the two cannot be one."""

        def work(db: Database) -> None:
            part, whole = _get(db, _whole(db, gap)), _get(db, _whole(db, to))
            check_joined(part, whole)
            db.execute(_JOIN, (whole.id, f"{by}\n{at.isoformat()}", part.id))
            first = min(part.first_seen, whole.first_seen)
            _told(
                db, replace(whole, first_seen=first, failing=with_part(whole.failing, part.failing))
            )

        self._store.write(work)

    def part(self, gap: str) -> None:
        """It stands for itself again. Raises NotFound, and Invalid if its whole is decided."""

        def work(db: Database) -> None:
            part, whole = _get(db, gap), _get(db, _whole(db, gap))
            check_parted(whole)
            db.execute(_JOIN, ("", "", gap))
            if whole.id != gap:
                _told(db, replace(whole, failing=without_part(whole.failing, part.failing)))

        self._store.write(work)

    def volumes(self) -> dict[str, int]:
        """How many questions each gap has now; parts count with the whole."""
        sql = f"SELECT whole, count(*) FROM {_MEMBERSHIP} GROUP BY 1"  # noqa: S608
        return dict(self._store.read().execute(sql).fetchall())

    def counted(self, gap: str = "") -> dict[str, Counted]:
        """The figures of each gap that has questions now, or of one; parts count with the whole."""
        database, values = self._store.read(), ([gap] if gap else [])
        where = "WHERE whole = ?" if gap else ""
        weeks: dict[str, dict[date, int]] = {}
        sums: dict[str, list[int]] = {}
        for row in database.query(_BY_DAY.format(where=where), values):
            day = date.fromisoformat(row["day"])
            monday = day - timedelta(days=day.weekday())
            by_week = weeks.setdefault(row["gap"], {})
            by_week[monday] = by_week.get(monday, 0) + row["volume"]
            told = sums.setdefault(row["gap"], [0, 0, 0, 0])
            for place, name in enumerate(("volume", "unoffered", "objected", "submitted")):
                told[place] += row[name]
        samples: dict[str, dict[str, None]] = {}
        for row in database.query(_SAMPLES.format(where=where), values):
            texts = samples.setdefault(row["gap"], {})
            if len(texts) < SAMPLES:
                texts[row["text"]] = None
        return {
            name: Counted(
                told[0], told[1], told[2], told[3], weeks[name], tuple(samples.get(name, {}))
            )
            for name, told in sums.items()
        }

    def members(self, gap: str, *, most: int, after: int = -1) -> list[tuple[int, Member]]:
        """The questions of a gap with their places, those in its middle first."""
        rows = self._store.read().query(_MEMBERS, [gap, after, most])
        return [(row["place"], _member(row)) for row in rows]

    def wordings(self, gap: str, *, most: int, start: int = 0) -> list[Wording]:
        """The different questions of a gap, those in its middle first."""
        rows = self._store.read().query(_WORDINGS, [gap, most, start])
        return [Wording(**{**row, "last": datetime.fromisoformat(row["last"])}) for row in rows]

    def since(self, gap: str, moment: datetime) -> int:
        """How many questions without an answer came to a gap since."""
        sql = f"SELECT count(*) FROM {_MEMBERSHIP} WHERE whole = ? AND asked_at >= ?"  # noqa: S608
        return int(self._store.read().execute(sql, [gap, moment.isoformat()]).fetchone()[0])

    def offered_since(self, article: str, moment: datetime) -> tuple[int, int, int]:
        """Of the enquiries since that were offered an article: how many there are, how many it
        resolved, and how many led to a ticket."""
        row = self._store.read().execute(_OFFERED, [moment.isoformat(), article])
        offered, resolved, ticketed = row.fetchone()
        return offered, resolved or 0, ticketed or 0

    def tickets(self, gap: str, *, most: int) -> list[tuple[int, str]]:
        """The numbers and subjects of tickets that a gap led to: solved ones first, those whose
        customer was content before others, then the newest."""
        return [(n, subject) for n, subject in self._store.read().execute(_TICKETS, [gap, most])]

    def change(self, gap: str, decide: Callable[[Gap], Gap]) -> Gap:
        """Decide something about a gap. Raises NotFound, and what `decide` raises."""

        def work(db: Database) -> Gap:
            changed = decide(_get(db, gap))
            previous = _written(changed.previous) if changed.previous else ""
            db.execute(_DECIDE, (_written(changed.decision), previous, gap))
            return changed

        return self._store.write(work)


def replace_members(db: Database, found: Iterable[Found], now: datetime) -> None:
    """Within a writer's transaction: what a search found takes the place of what was found before.
    What was decided meanwhile stays."""
    db.execute("DELETE FROM gap_members")
    for one in found:
        gap = one.gap
        row = (
            gap.id, gap.language, gap.name, "\n".join(gap.words), gap.first_seen.isoformat(),
            _FAILING.dump_json(gap.failing).decode(), _written(gap.decision), " ".join(gap.near),
        )  # fmt: skip
        db.execute(_KEEP, row)
        db.conn.executemany(
            "INSERT INTO gap_members VALUES (?, ?, ?, ?, ?)",
            (
                (e, gap.id, at.isoformat(), place, text)
                for place, (e, at, text) in enumerate(one.members)
            ),
        )
        db.conn.executemany(
            "INSERT OR REPLACE INTO gap_texts VALUES (?, ?, ?, ?)",
            ((gap.language, text, gap.id, now.isoformat()) for text in one.sameness),
        )


def decided(db: Database, gap: Gap) -> None:
    """Within a writer's transaction: what a search decides, where nobody did meanwhile."""
    previous = _written(gap.previous) if gap.previous else ""
    db.execute(f"{_DECIDE} AND decision = ?", (_written(gap.decision), previous, gap.id, previous))


_DECIDE = "UPDATE gaps SET decision = ?, previous = ? WHERE id = ?"
_KEEP = """
    INSERT INTO gaps (id, language, name, words, first_seen, failing, decision, near)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET
        words = excluded.words, failing = excluded.failing, near = excluded.near
"""
_MEMBERSHIP = "gap_members JOIN gap_wholes USING (gap)"
_PARTS = """
    SELECT gaps.* FROM gaps JOIN gap_wholes ON gap = id WHERE whole = ? AND id <> whole ORDER BY id
"""
_JOIN = "UPDATE gaps SET part_of = ?, joined_by = ? WHERE id = ?"
_BY_DAY = f"""
    SELECT whole AS gap, substr(gap_members.asked_at, 1, 10) AS day, count(*) AS volume,
        sum(offered = 0) AS unoffered, sum(objected) AS objected, sum(submitted) AS submitted
    FROM {_MEMBERSHIP} JOIN standings USING (enquiry) {{where}} GROUP BY 1, 2
"""  # noqa: S608
_SAMPLES = f"""
    SELECT whole AS gap, text FROM {_MEMBERSHIP} {{where}} GROUP BY 1, 2 ORDER BY 1, min(place)
"""  # noqa: S608
_WORDINGS = f"""
    SELECT text, count(*) AS times, max(gap_members.asked_at) AS last, sum(offered) AS offered,
        sum(objected) AS objected, sum(submitted) AS submitted
    FROM {_MEMBERSHIP} JOIN standings USING (enquiry)
    WHERE whole = ? GROUP BY text ORDER BY min(place), text LIMIT ? OFFSET ?
"""  # noqa: S608
_MEMBERS = f"""
    SELECT * FROM (
        SELECT row_number() OVER (ORDER BY place, enquiry) - 1 AS place, enquiry,
            gap_members.asked_at, text, offered, objected, submitted
        FROM {_MEMBERSHIP} JOIN standings USING (enquiry) WHERE whole = ?
    ) WHERE place > ? ORDER BY place LIMIT ?
"""  # noqa: S608
_OFFERED = """
    SELECT count(*), sum(state = 'accepted' AND standings.article = ?2), sum(submitted)
    FROM met CROSS JOIN encounters ON encounters.article = met.number
        CROSS JOIN standings ON standings.enquiry = encounters.enquiry
    WHERE met.article = ?2 AND day >= substr(?1, 1, 10) AND asked_at >= ?1
        AND encounters.offered = 1
"""
_TICKETS = f"""
    SELECT number, subject FROM {_MEMBERSHIP}
        JOIN tickets USING (enquiry) JOIN standings USING (enquiry)
    WHERE whole = ? AND EXISTS (
        SELECT 1 FROM messages WHERE messages.ticket = tickets.number AND author = 'agent'
    )
    ORDER BY status = 'solved' DESC, coalesce(satisfaction, 3) DESC, number DESC LIMIT ?
"""  # noqa: S608


def _get(db: Database, gap: str) -> Gap:
    for row in db.query("SELECT * FROM gaps WHERE id = ?", [gap]):
        return _gap(row)
    raise NotFound(f"no gap {gap[:80]!r}")


def _whole(db: Database, gap: str) -> str:
    for (whole,) in db.execute("SELECT whole FROM gap_wholes WHERE gap = ?", [gap]):
        return str(whole)
    raise NotFound(f"no gap {gap[:80]!r}")


def _told(db: Database, gap: Gap) -> None:
    """Write what is told of a gap anew."""
    values = (gap.first_seen.isoformat(), _FAILING.dump_json(gap.failing).decode(), gap.id)
    db.execute("UPDATE gaps SET first_seen = ?, failing = ? WHERE id = ?", values)


def _written(decision: Decision) -> str:
    return _DECISION.dump_json(decision).decode()


def _gap(row: Mapping[str, Any]) -> Gap:
    return Gap(
        id=row["id"],
        language=row["language"],
        name=row["name"],
        words=tuple(row["words"].split("\n")) if row["words"] else (),
        first_seen=datetime.fromisoformat(row["first_seen"]),
        failing=_FAILING.validate_json(row["failing"]),
        decision=_DECISION.validate_json(row["decision"]),
        previous=_DECISION.validate_json(row["previous"]) if row["previous"] else None,
        part_of=row["part_of"],
        joined=_joined(row["joined_by"]),
        near=tuple(row["near"].split()),
    )


def _joined(told: str) -> tuple[str, datetime] | None:
    by, _, at = told.rpartition("\n")
    return (by, datetime.fromisoformat(at)) if at else None


def _member(row: Mapping[str, Any]) -> Member:
    return Member(
        row["enquiry"],
        datetime.fromisoformat(row["asked_at"]),
        row["text"],
        bool(row["offered"]),
        bool(row["objected"]),
        bool(row["submitted"]),
    )
