"""Who was drawn for an experiment, written with the enquiry that it happened on.

Knows: the tables `exposures`, `persons` (who is in), `tallies` (sums by day).
Must not know: experiments, how anybody is drawn, what became of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple

from sqlite_utils import Database

from answerbot.experiments.experiment import Arm, Exposure
from answerbot.experiments.measures import Sums

DRAWN = "drawn"
"""The tally of all who were drawn, by the day of it, whether their window has passed or not."""
KNOWN = "known:"
"""Begins the tallies of them by what they are told apart."""

_SUMS = ("n", "part", "whole", "parts", "wholes", '"cross"')
_TALLY = f"""
    INSERT INTO tallies (experiment, measure, day, arm, {", ".join(_SUMS)})
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET {", ".join(f"{s} = tallies.{s} + excluded.{s}" for s in _SUMS)}
"""  # noqa: S608


def insert_exposures(db: Database, exposures: Iterable[Exposure]) -> None:
    """Within the writer's transaction that records the enquiry. Who is exposed for the first
    time is drawn from then on."""
    for one in exposures:
        at = one.at.isoformat()
        values = (one.enquiry, one.experiment, one.unit, one.arm, at, int(one.asked))
        db.execute("INSERT INTO exposures VALUES (?, ?, ?, ?, ?, ?)", values)
        new = db.execute(
            "INSERT INTO persons (experiment, unit, arm, exposed_at, known) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT DO NOTHING",
            (one.experiment, one.unit, one.arm, at, one.known or ""),
        ).rowcount
        if new:
            for measure in (DRAWN, *([f"{KNOWN}{one.known}"] if one.known else ())):
                add_tally(db, one.experiment, measure, at[:10], one.arm, Sums(n=1))


def add_tally(db: Database, experiment: str, measure: str, day: str, arm: Arm, more: Sums) -> None:
    """Within a writer's transaction: add to a day's sums of an arm."""
    db.execute(_TALLY, (experiment, measure, day, arm, *astuple(more)))
