"""Experiments, who was in them, and what became of them.

Knows: the tables `experiments`, `exposures`, `persons`, `tallies`.
Must not know: how anybody is drawn, what is shown, what figures mean.

An exposure is written in the transaction that records the enquiry. What a person did is worked
out once, when the window that counts has passed (`Counting.turn`), by the same fold over the
ledger that the tests use; it is added up by day into `tallies`, which is all that pages read.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlite_utils import Database

from answerbot.errors import Invalid, NotFound
from answerbot.experiments.experiment import Arm, Experiment, Kind, Stage, checked
from answerbot.experiments.measures import MEASURES, Sums, sums
from answerbot.experiments.person import Asked, Person, person_of
from answerbot.store.audit import Act, Deed, insert_deed
from answerbot.store.db import Store
from answerbot.store.exposures import add_tally
from answerbot.store.rows import event_from


@dataclass(frozen=True, slots=True)
class Tally:
    """The sums of a measure over the persons of an arm whose window passed on a day."""

    measure: str
    day: date
    arm: Arm
    sums: Sums


class Experiments:
    """All experiments."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, experiment: Experiment, *, now: datetime) -> None:
        """Begin one, now or later. Raises Invalid if it meets another."""

        def work(db: Database) -> None:
            others = [_experiment(row) for row in db.query("SELECT * FROM experiments")]
            insert_experiment(db, checked(experiment, others, now=now))
            insert_deed(db, Deed(now, experiment.made_by, Act.BEGAN, experiment.name))

        self._store.write(work)

    def stop(self, experiment: str, *, by: str, now: datetime) -> Experiment:
        """End it now; it cannot be taken up again. Raises NotFound, Invalid if it is over."""

        def work(db: Database) -> None:
            found = _get(db, experiment)
            if found.stage(now) is Stage.OVER:
                raise Invalid(f"{found.name!r} is over since {found.over_at:%Y-%m-%d %H:%M}")
            sql = "UPDATE experiments SET stopped_at = ?, stopped_by = ? WHERE id = ?"
            db.execute(sql, (now.isoformat(), by, experiment))
            insert_deed(db, Deed(now, by, Act.STOPPED, found.name))

        self._store.write(work)
        return self.get(experiment)

    def get(self, experiment: str) -> Experiment:
        """Raises NotFound."""
        return _get(self._store.read(), experiment)

    def all(self) -> list[Experiment]:
        """The latest first."""
        sql = "SELECT * FROM experiments ORDER BY begins_at DESC, id"
        return [_experiment(row) for row in self._store.read().query(sql)]

    def running(self, now: datetime) -> list[Experiment]:
        """Those that somebody may be drawn for now."""
        rows = self._store.read().query(_RUNNING, [now.isoformat()] * 3)
        return [_experiment(row) for row in rows]

    def unfinished(self, now: datetime) -> list[Experiment]:
        """Those that run, and those that are going to."""
        return [one for one in self.all() if one.stage(now) is not Stage.OVER]

    def of_enquiry(self, enquiry: str) -> dict[str, Arm]:
        """The arm in each experiment that covered it."""
        sql = "SELECT experiment, arm FROM exposures WHERE enquiry = ?"
        return {e: Arm(arm) for e, arm in self._store.read().execute(sql, (enquiry,)).fetchall()}

    def exposed_at(self, experiment: str, unit: str) -> datetime | None:
        """When somebody was drawn; None if never."""
        sql = "SELECT exposed_at FROM persons WHERE experiment = ? AND unit = ?"
        row = self._store.read().execute(sql, (experiment, unit)).fetchone()
        return datetime.fromisoformat(row[0]) if row else None

    def tallies(self, experiment: str) -> list[Tally]:
        """In the order of days."""
        sql = "SELECT * FROM tallies WHERE experiment = ? ORDER BY day, measure, arm"
        return [
            Tally(row["measure"], date.fromisoformat(row["day"]), Arm(row["arm"]), _sums(row))
            for row in self._store.read().query(sql, [experiment])
        ]

    def waiting(self, experiment: str) -> int:
        """How many were drawn and are not counted yet."""
        sql = "SELECT count(*) FROM persons WHERE experiment = ? AND counted = 0"
        return int(self._store.read().execute(sql, (experiment,)).fetchone()[0])

    def everybody(self, experiment: str) -> Iterable[tuple[str, bool, Person, str]]:
        """Everybody who was drawn, by their hash, in the order of it; whether they are counted, and
        by what they are told apart: empty if that was not kept then."""
        sql = "SELECT * FROM persons WHERE experiment = ? ORDER BY exposed_at, unit"
        for row in self._store.read().query(sql, [experiment]):
            yield row["unit"], bool(row["counted"]), _person(row), row["known"]

    def count(self, *, now: datetime, limit: int) -> int:
        """Work out what some did whose window has passed; returns of how many."""

        def work(db: Database) -> int:
            done = 0
            for row in db.query("SELECT * FROM experiments ORDER BY begins_at, id"):
                done += _count_some(db, _experiment(row), now, limit - done)
                if done >= limit:
                    break
            return done

        return self._store.write(work, durable=False)


_RUNNING = """
    SELECT * FROM experiments WHERE begins_at <= ? AND ends_at > ?
        AND (stopped_at = '' OR stopped_at > ?) ORDER BY begins_at, id
"""
_WAITING = """
    SELECT unit FROM persons WHERE experiment = ? AND counted = 0 AND exposed_at <= ?
        ORDER BY exposed_at LIMIT ?
"""
_EVENTS = """
    SELECT exposures.unit, exposures.arm, exposures.at AS exposed, exposures.asked,
        exposures.enquiry AS opened, events.*
    FROM exposures LEFT JOIN events ON events.enquiry = exposures.enquiry
    WHERE exposures.experiment = ? AND exposures.unit IN (SELECT value FROM json_each(?))
    ORDER BY exposures.unit, exposures.at, exposures.enquiry, events.sequence
"""
_COUNTS = (
    "enquiries", "submitted", "silent", "accepted", "offered", "satisfaction", "rated", "answered",
    "later",
)  # fmt: skip
_COUNTED = f"""
    UPDATE persons SET counted = 1, {", ".join(f"{name} = ?" for name in _COUNTS)}
        WHERE experiment = ? AND unit = ?
"""  # noqa: S608


def insert_experiment(db: Database, experiment: Experiment) -> None:
    """Within a writer's transaction; it is not checked here."""
    made = experiment.made_at or experiment.begins_at
    stopped = experiment.stopped_at.isoformat() if experiment.stopped_at else ""
    db.execute(
        "INSERT INTO experiments VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            experiment.id, experiment.name, experiment.kind, experiment.share, experiment.salt,
            experiment.begins_at.isoformat(), experiment.ends_at.isoformat(), experiment.made_by,
            made.isoformat(), json.dumps(experiment.channels), json.dumps(experiment.forms),
            experiment.setting, experiment.generation, experiment.value, experiment.people,
            experiment.window, stopped, experiment.stopped_by,
        ),
    )  # fmt: skip


def _count_some(db: Database, experiment: Experiment, now: datetime, limit: int) -> int:
    """Count those whose window has passed, longest ago first."""
    ripe = (now - experiment.counts_for).isoformat()
    units = [row[0] for row in db.execute(_WAITING, (experiment.id, ripe, limit)).fetchall()]
    rows = db.query(_EVENTS, [experiment.id, json.dumps(units)])
    by_day: dict[tuple[str, Arm], list[Person]] = {}
    for unit, group in groupby(rows, key=itemgetter("unit")):
        person = person_of(*_enquiries(group), experiment.counts_for)
        counts = [getattr(person, name) for name in _COUNTS]
        db.execute(_COUNTED, (*counts, experiment.id, unit))
        day = (person.exposed_at + experiment.counts_for).date().isoformat()
        by_day.setdefault((day, person.arm), []).append(person)
    for (day, arm), persons in by_day.items():
        for measure in MEASURES:
            add_tally(db, experiment.id, measure.name, day, arm, sums(measure, persons))
    return len(units)


def _enquiries(rows: Iterable[Mapping[str, Any]]) -> tuple[Arm, list[Asked]]:
    """One person's enquiries, from rows of `_EVENTS`."""
    arm, found = Arm.USUAL, list[Asked]()
    for _, group in groupby(rows, key=itemgetter("opened")):
        of_one = list(group)
        first = of_one[0]
        events = tuple(event_from(row) for row in of_one if row["id"] is not None)
        arm = Arm(first["arm"])
        at = datetime.fromisoformat(first["exposed"])
        found.append(Asked(at, bool(first["asked"]), events))
    return arm, found


def _get(db: Database, experiment: str) -> Experiment:
    for row in db.query("SELECT * FROM experiments WHERE id = ?", [experiment]):
        return _experiment(row)
    raise NotFound(f"no experiment {experiment[:80]!r}")


def _experiment(row: Mapping[str, Any]) -> Experiment:
    return Experiment(
        **{
            **row,
            "kind": Kind(row["kind"]),
            "begins_at": datetime.fromisoformat(row["begins_at"]),
            "ends_at": datetime.fromisoformat(row["ends_at"]),
            "made_at": datetime.fromisoformat(row["made_at"]),
            "stopped_at": _moment(row["stopped_at"]),
            "channels": tuple(json.loads(row["channels"])),
            "forms": tuple(json.loads(row["forms"])),
        }
    )


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _person(row: Mapping[str, Any]) -> Person:
    counts: Sequence[int] = [row[name] for name in _COUNTS]
    return Person(Arm(row["arm"]), datetime.fromisoformat(row["exposed_at"]), *counts)


def _sums(row: Mapping[str, Any]) -> Sums:
    return Sums(**{field.name: row[field.name] for field in fields(Sums)})
