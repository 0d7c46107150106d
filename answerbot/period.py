"""The days that figures are about.

Knows: first and last day, the period before, when a period is final.
Must not know: figures, pages, any clock.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from answerbot.errors import Invalid

PRESETS = (7, 28, 90, 365)
EARLIEST = date(2000, 1, 1)
LONGEST = 3 * 366
"""Days; a plot of more says nothing."""


@dataclass(frozen=True, slots=True)
class Period:
    """From `first` to `last`, both included; days begin at midnight UTC."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    @property
    def before(self) -> Period:
        """The period of the same length that ends the day before this one begins."""
        return Period(self.first - timedelta(self.days), self.first - timedelta(1))

    def all_days(self) -> list[date]:
        """Each day, first to last."""
        return [self.first + timedelta(number) for number in range(self.days)]

    def ripe(self, now: datetime, matures: timedelta) -> date | None:
        """The last day all of whose first-day acceptances are old enough to be confirmed;
        None if there is none in the period. What is accepted later moves with it: figures of
        days up to this one change only if somebody contradicts."""
        last = (now - matures).date() - timedelta(1)
        return min(last, self.last) if last >= self.first else None


def last_days(days: int, today: date) -> Period:
    """The last so many days, today included."""
    return Period(today - timedelta(days - 1), today)


def period_of(first: str, last: str, *, days: int, today: date) -> Period:
    """The period that was asked for: by its days (YYYY-MM-DD), else the last `days`.

    Raises Invalid for what is no day, for one that ends before it begins, and for too many.
    """
    if not first and not last:
        return last_days(days, today)
    end = _day(last, "last") if last else today
    begin = _day(first, "first") if first else end - timedelta(days - 1)
    if end < begin:
        raise Invalid(f"the period ends on {end}, before it begins on {begin}", field="last")
    if begin < EARLIEST:
        raise Invalid(f"{begin} is too long ago; nothing is older than {EARLIEST}", field="first")
    if (end - begin).days >= LONGEST:
        raise Invalid(
            f"{(end - begin).days + 1} days are too many; {LONGEST} at most", field="first"
        )
    return Period(begin, end)


def is_day(text: str) -> bool:
    """Whether it names a day as YYYY-MM-DD."""
    with suppress(Invalid):
        return bool(_day(text, ""))
    return False


def _day(text: str, field: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise Invalid(f"{text[:40]!r} is no day; write it as 2026-11-28", field=field) from None
