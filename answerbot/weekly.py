"""What the weekly report says: a week that has just ended, and the last one that is final.

Knows: weeks, which of them is final, the figures of each.
Must not know: SQL, mail, words.

What was accepted last week has not stood long enough to be confirmed, so last week has no
confirmed rate. The report tells that of the last week whose acceptances all have, and says which.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from answerbot.enquiries import State
from answerbot.measures import OURS, Figure, figure
from answerbot.metrics import Summary
from answerbot.period import Period

AT = time(7)
"""On Monday, in the time zone of the business hours."""

WEEK = timedelta(days=7)
ON_LAST_WEEK = ("offered", "clicked", "objected", "submitted", "silent")

SummaryOf = Callable[[Period], Summary]


@dataclass(frozen=True, slots=True)
class Weekly:
    """A week's report. `accepted` counts what nobody contradicted so far, confirmed or not."""

    week: Period
    asked: int
    asked_before: int
    accepted: int
    figures: tuple[Figure, ...]
    final: Period
    headline: Figure

    @property
    def empty(self) -> bool:
        """Whether nobody asked anything in either week."""
        return not (self.asked or self.headline.whole)


def due(now: datetime, zone: str) -> tuple[Period, datetime]:
    """The last whole week from Monday to Sunday, and when its report was to go out."""
    local = now.astimezone(ZoneInfo(zone))
    monday = local.date() - timedelta(local.weekday())
    if local < _moment(monday, zone):
        monday -= WEEK
    return Period(monday - WEEK, monday - timedelta(1)), _moment(monday, zone)


def _moment(monday: date, zone: str) -> datetime:
    return datetime.combine(monday, AT, ZoneInfo(zone))


def final_week(week: Period, now: datetime, matures: timedelta) -> Period:
    """The last week up to `week` whose first-day acceptances have all stood for `matures`."""
    while not (ripe := week.ripe(now, matures)) or ripe < week.last:
        week = Period(week.first - WEEK, week.last - WEEK)
    return week


def weekly(week: Period, now: datetime, matures: timedelta, summary_of: SummaryOf) -> Weekly:
    """The report of a week; each figure beside that of the week before."""
    final = final_week(week, now, matures)
    told, before = summary_of(week), summary_of(week.before)
    known = {measure.name: measure for measure in OURS}
    return Weekly(
        week=week,
        asked=told.asked,
        asked_before=before.asked,
        accepted=sum(told.states.get(state, 0) for state in (State.CONFIRMED, State.ACCEPTED)),
        figures=tuple(figure(known[name], told, before) for name in ON_LAST_WEEK),
        final=final,
        headline=figure(OURS[0], summary_of(final), summary_of(final.before)),
    )
