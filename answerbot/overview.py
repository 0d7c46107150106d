"""What the overview says: is the bot earning its place, where, and since when.

Knows: periods, figures, stages of the funnel, what is worth a mark on the trend.
Must not know: SQL, HTML.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from answerbot.enquiries import State
from answerbot.measures import FEW, OURS, Figure, Measure, figure
from answerbot.metrics import Summary
from answerbot.period import Period

STAGES = ("asked", "offered", "opened")
WEEKLY_FROM = 60
"""Days from which on the trend is by week."""


class Stage(NamedTuple):
    """A stage of the funnel: how many came so far at least, and what became of them. The
    states add up to `n`."""

    name: str
    n: int
    states: Mapping[State, int]


class Point(NamedTuple):
    """A day or a week of the trend, by its first day. `young`: what was accepted then has not
    stood long enough to be confirmed, so that its rate is still going to rise."""

    day: date
    asked: int
    figure: Figure
    young: bool


class Mark(NamedTuple):
    """Something that happened on a day and may explain the figures."""

    day: date
    kind: str
    text: str


class Row(NamedTuple):
    """One value of a dimension: a channel, a form, a locale, a set of audiences."""

    value: str
    summary: Summary
    figures: tuple[Figure, ...]


def funnel(by_reach: Mapping[str, Summary]) -> list[Stage]:
    """Asked, offered, opened: each is what came at least so far.

    `by_reach` has the summaries of those that came exactly so far.
    """
    stages = []
    for number, name in enumerate(STAGES):
        came = [by_reach[reach] for reach in STAGES[number:] if reach in by_reach]
        states = {state: n for state in State if (n := sum(s.states.get(state, 0) for s in came))}
        stages.append(Stage(name, sum(s.asked for s in came), states))
    return stages


def trend(
    by_day: Mapping[str, Summary], period: Period, ripe: date | None, measure: Measure = OURS[0]
) -> list[Point]:
    """A headline over time: by day, or by week in long periods and where a day has too few to
    tell. The last week may be short.

    `ripe` is the last day whose acceptances are old enough. Only what waits for that is ever
    too young.
    """
    waits = measure is OURS[0]
    asked = sum(summary.asked for summary in by_day.values())
    sparse = period.days >= 14 and asked < FEW * period.days
    step = 7 if period.days >= WEEKLY_FROM or sparse else 1
    days = period.all_days()
    points = []
    for start in range(0, len(days), step):
        found = [s for day in days[start : start + step] if (s := by_day.get(day.isoformat()))]
        together = added(found)
        young = waits and (ripe is None or days[start : start + step][-1] > ripe)
        points.append(Point(days[start], together.asked, figure(measure, together), young))
    return points


def early(by_day: Mapping[str, Summary], ripe: date | None) -> bool:
    """Whether too few have had the time that it takes to be confirmed: a rate over the others
    would only say that they are young."""
    old = (s.asked for day, s in by_day.items() if ripe and date.fromisoformat(day) <= ripe)
    return sum(old) < FEW


def added(summaries: Sequence[Summary]) -> Summary:
    """Counts of several summaries together; ratings are left out."""
    states = {state: n for state in State if (n := sum(s.states.get(state, 0) for s in summaries))}
    names = ("asked", "offered", "opened", "excluded", "clicked", "objected", "submitted",
             "recontacted")  # fmt: skip
    return Summary(
        states=states,
        ratings={},
        **{name: sum(getattr(s, name) for s in summaries) for name in names},
    )


def rows(by: Mapping[str, Summary], measures: Iterable[Measure]) -> list[Row]:
    """The values of a dimension with some figures each, most asked first."""
    chosen = tuple(measures)
    made = [
        Row(value, summary, tuple(figure(measure, summary) for measure in chosen))
        for value, summary in by.items()
    ]
    return sorted(made, key=lambda row: (-row.summary.asked, row.value))


def marks(happened: Sequence[Mark], period: Period) -> list[Mark]:
    """Those within the period, in the order of time; several of a kind on a day are one."""
    within = [mark for mark in happened if period.first <= mark.day <= period.last]
    grouped: dict[tuple[date, str], list[str]] = {}
    for mark in sorted(within, key=lambda m: (m.day, m.kind, m.text)):
        grouped.setdefault((mark.day, mark.kind), []).append(mark.text)
    return [Mark(day, kind, _together(texts)) for (day, kind), texts in grouped.items()]


def _together(texts: Sequence[str]) -> str:
    shown = ", ".join(dict.fromkeys(texts[:3]))
    return f"{shown} and {len(texts) - 3} more" if len(texts) > 3 else shown


def index_of(mark: Mark, points: Sequence[Point]) -> int:
    """Which point of the trend a mark belongs to."""
    after = [number for number, point in enumerate(points) if point.day <= mark.day]
    return after[-1] if after else 0
