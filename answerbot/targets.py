"""Until when a ticket ought to be answered, and solved: targets in business hours.

Knows: hours of work by weekday and time zone, holidays, which target is whose, pauses.
Must not know: SQL, HTTP, the clock (it is passed in).

Only time in which somebody works counts, as the wall clock of the help center's time zone
says it: an hour that is skipped in spring is no hour, one that comes twice in autumn is two.
The time to solve stands still while a ticket waits for its customer or is solved; the time to
the first answer never does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from answerbot.tickets import Priority, Status, Ticket

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
FURTHEST = 3 * 366
"""Days to look ahead for a due date; what lies behind is due then."""

_SPAN = re.compile(r"(\d\d):(\d\d)-(\d\d):(\d\d)")

Span = tuple[int, int]
Stretch = tuple[datetime, datetime]


def spans(text: str) -> tuple[Span, ...]:
    """The hours of a day in minutes since midnight, in order. Raises ValueError."""
    found = []
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        match = _SPAN.fullmatch(part.replace(" ", ""))
        if not match:
            raise ValueError(f"{part!r} is not like 09:00-18:00")
        hour, minute, hour_to, minute_to = map(int, match.groups())
        start, end = 60 * hour + minute, 60 * hour_to + minute_to
        if not (minute < 60 > minute_to and start < end <= 24 * 60):
            raise ValueError(f"{part!r} ends before it begins, or is no time of day")
        found.append((start, end))
    found.sort()
    if any(before[1] > after[0] for before, after in pairwise(found)):
        raise ValueError(f"{text!r} has hours twice")
    return tuple(found)


class BusinessHours(BaseModel):
    """When somebody works. A day is such as `09:00-12:30, 13:30-18:00`, or empty."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    time_zone: str = "UTC"
    monday: str = ""
    tuesday: str = ""
    wednesday: str = ""
    thursday: str = ""
    friday: str = ""
    saturday: str = ""
    sunday: str = ""
    holidays: tuple[date, ...] = ()

    @field_validator("time_zone")
    @classmethod
    def _known(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (KeyError, ValueError, OSError):
            raise ValueError(f"no time zone {name!r}; such as Europe/Paris") from None
        return name

    @field_validator(*DAYS)
    @classmethod
    def _readable(cls, text: str) -> str:
        spans(text)
        return text

    @model_validator(mode="after")
    def _somebody_works(self) -> BusinessHours:
        if not any(spans(getattr(self, day)) for day in DAYS):
            raise ValueError("no day has hours, such as monday = '09:00-18:00'")
        return self


ALWAYS = BusinessHours.model_validate(dict.fromkeys(DAYS, "00:00-24:00"))
"""Where nothing is said about hours."""


class Target(BaseModel):
    """Minutes to the first answer and to the solution; 0: none. It is for tickets of this
    audience and priority; empty: of any."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    audience: str = ""
    priority: Priority | None = None
    answer_minutes: int = Field(default=0, ge=0, le=525_600)
    solve_minutes: int = Field(default=0, ge=0, le=525_600)

    def fits(self, audiences: tuple[str, ...], priority: Priority) -> bool:
        """Whether such a ticket is meant."""
        return self.audience in ("", *audiences) and self.priority in (None, priority)


class Due(NamedTuple):
    """Until when a ticket ought to be answered and solved."""

    answer: datetime | None
    solve: datetime | None


class Next(NamedTuple):
    """What is due next: `target` is answer or solve."""

    target: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Targets:
    """All targets, the first that fits counts, and the hours that they run in."""

    targets: tuple[Target, ...] = ()
    hours: BusinessHours = ALWAYS

    def due(self, audiences: tuple[str, ...], priority: Priority, start: datetime) -> Due:
        """The due dates of a ticket that came at `start`."""
        for target in self.targets:
            if target.fits(audiences, priority):
                return Due(
                    self._after(start, target.answer_minutes),
                    self._after(start, target.solve_minutes),
                )
        return Due(None, None)

    def prioritised(self, ticket: Ticket, before: Priority) -> Ticket:
        """A ticket whose priority was another before: due as if it had come with this one,
        and later by as much as it had stood still."""
        old = self.due(ticket.audiences, before, ticket.created_at)
        new = self.due(ticket.audiences, ticket.priority, ticket.created_at)
        solve = new.solve
        if solve and old.solve and ticket.solve_due and ticket.solve_due > old.solve:
            solve = add(self.hours, solve, between(self.hours, old.solve, ticket.solve_due))
        return replace(ticket, answer_due=new.answer, solve_due=solve)

    def resumed(self, ticket: Ticket) -> Ticket:
        """A ticket that waits for us again: the time to solve it goes on where it stopped."""
        if not (ticket.paused_at and ticket.waiting_since):
            return ticket
        running = replace(ticket, paused_at=None)
        if ticket.solve_due is None or ticket.solve_due <= ticket.paused_at:
            return running
        left = between(self.hours, ticket.paused_at, ticket.solve_due)
        return replace(running, solve_due=add(self.hours, ticket.waiting_since, left))

    def _after(self, start: datetime, minutes: int) -> datetime | None:
        return add(self.hours, start, minutes * MINUTE) if minutes else None


NO_TARGETS = Targets()


def next_due(ticket: Ticket) -> Next | None:
    """What is due next on a ticket; nothing while its time stands still."""
    if ticket.status is Status.SOLVED:
        return None
    found = []
    if ticket.answer_due and not ticket.answered_at:
        found.append(Next("answer", ticket.answer_due))
    if ticket.solve_due and ticket.status is not Status.PENDING:
        found.append(Next("solve", ticket.solve_due))
    return min(found, key=lambda due: due.at, default=None)


def add(hours: BusinessHours, start: datetime, length: timedelta) -> datetime:
    """When so much business time has passed since `start`; at once if it is none."""
    left = length
    if not left:
        return start
    end = start
    for begins, ends in _stretches(hours, start):
        here = max(begins, start)
        if ends <= here:
            continue
        if left <= ends - here:
            return here + left
        left -= ends - here
        end = ends
    return end


def between(hours: BusinessHours, start: datetime, end: datetime) -> timedelta:
    """How much business time lies between two moments; none if they are the wrong way round."""
    total = timedelta()
    for begins, ends in _stretches(hours, start):
        if begins >= end:
            break
        total += max(min(ends, end) - max(begins, start), timedelta())
    return total


def _stretches(hours: BusinessHours, start: datetime) -> Iterator[Stretch]:
    """The stretches of work from the day of `start` on."""
    first = start.astimezone(ZoneInfo(hours.time_zone)).date()
    for ahead in range(-1, FURTHEST):
        yield from _of_day(hours, first + timedelta(days=ahead))


@lru_cache(maxsize=4_096)
def _of_day(hours: BusinessHours, day: date) -> tuple[Stretch, ...]:
    """The stretches of a day, in UTC: where the clock was changed, in pieces."""
    if day in hours.holidays:
        return ()
    midnight = datetime.combine(day, time(), UTC)
    found = []
    for begins, ends, offset in _offsets(hours.time_zone, midnight - DAY, midnight + 2 * DAY):
        for start, end in spans(getattr(hours, DAYS[day.weekday()])):
            here = max(begins, midnight + start * MINUTE - offset)
            there = min(ends, midnight + end * MINUTE - offset)
            if here < there:
                found.append((here, there))
    return tuple(sorted(found))


def _offsets(
    zone: str, begins: datetime, ends: datetime
) -> list[tuple[datetime, datetime, timedelta]]:
    """The stretches of one offset between two moments, where the clock is changed at most once."""
    first, last = _offset(zone, begins), _offset(zone, ends)
    if first == last:
        return [(begins, ends, first)]
    low, high = begins, ends
    while high - low > MINUTE:
        middle = low + (high - low) // (2 * MINUTE) * MINUTE
        low, high = (middle, high) if _offset(zone, middle) == first else (low, middle)
    return [(begins, high, first), (high, ends, last)]


def _offset(zone: str, moment: datetime) -> timedelta:
    return moment.astimezone(ZoneInfo(zone)).utcoffset() or timedelta()
