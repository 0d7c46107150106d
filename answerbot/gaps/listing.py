"""Gaps as a list: which of them, in which order, with which figures.

Knows: what is shown of a gap, and what each figure means.
Must not know: SQL, HTTP, HTML.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from answerbot.gaps.gap import Gap, Status
from answerbot.measures import FEW
from answerbot.metrics import Interval, wilson
from answerbot.store.gap_searches import Search
from answerbot.store.gaps import Counted

NOTHING = Counted()

DEFINITIONS = {
    "Questions": "Enquiries of this gap in the weeks looked at that were offered no article, or"
    " whose customer said that what was offered does not help, or that led to a ticket; without"
    " those that an article resolved.",
    "Led to a ticket": "Of these enquiries the share from which a ticket was written. A share of"
    f" fewer than {FEW} says more about chance, and is not shown.",
    "Closest article": "The article that the bot was surest of for most of them, offered or not."
    " Below the precision wanted it was not offered.",
    "A week": "Questions by the week, from Monday (UTC), in which they began. The first and the"
    " last week may be cut.",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A gap with its figures. `weeks` has every week of the time looked at."""

    gap: Gap
    counted: Counted
    weeks: Mapping[date, int]
    ticketed: Interval | None

    @property
    def few(self) -> bool:
        """Whether a share would say more about chance."""
        return self.counted.volume < FEW


def row(gap: Gap, counted: Counted, mondays: Sequence[date]) -> Row:
    """A gap with its figures over these weeks."""
    weeks = {monday: counted.weeks.get(monday, 0) for monday in mondays}
    return Row(gap, counted, weeks, wilson(counted.submitted, counted.volume))


def mondays(first: datetime, last: datetime) -> list[date]:
    """The Monday of each week from `first` to `last`."""
    begin, end = (moment.date() - timedelta(moment.weekday()) for moment in (first, last))
    return [begin + timedelta(weeks=number) for number in range((end - begin).days // 7 + 1)]


def weeks_of(search: Search | None) -> list[date]:
    """The weeks that a search looked at."""
    return mondays(search.first, search.started_at) if search else []


def listed(
    gaps: Iterable[Gap],
    counted: Mapping[str, Counted],
    weeks: Sequence[date],
    *,
    status: str = "",
    language: str = "",
) -> list[Row]:
    """Those of a status (empty: all) and a language, the largest first. One that has no question
    now is listed as long as somebody works on it or follows it; what is part of another is not."""
    return sorted(
        (
            row(gap, counted.get(gap.id, NOTHING), weeks)
            for gap in gaps
            if not gap.part_of
            and (gap.id in counted or gap.decision.status in (Status.ASSIGNED, Status.PUBLISHED))
            and (not status or gap.decision.status == status)
            and (not language or gap.language == language)
        ),
        key=lambda one: (-one.counted.volume, one.gap.id),
    )
