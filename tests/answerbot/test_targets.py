"""Business time, beside a clock that ticks minute by minute; and what is due when."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from answerbot.targets import (
    ALWAYS,
    DAYS,
    MINUTE,
    BusinessHours,
    Target,
    Targets,
    add,
    between,
    next_due,
    spans,
)
from answerbot.tickets import Priority, Status, answered, asked_again
from tests.answerbot.test_changes import TICKET

ZONES = ("UTC", "Europe/Paris", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu")
SWITCHES = [
    datetime(2026, 3, 29, tzinfo=UTC), datetime(2026, 10, 25, tzinfo=UTC),
    datetime(2026, 3, 8, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC),
    datetime(2026, 4, 4, 12, tzinfo=UTC), datetime(2026, 10, 3, 12, tzinfo=UTC),
    datetime(2026, 12, 24, tzinfo=UTC),
]  # fmt: skip
"""Days on which clocks are changed, or that are holidays."""


def works(hours: BusinessHours, moment: datetime) -> bool:
    """The oracle: whether somebody works in this minute, by the clock on the wall."""
    local = moment.astimezone(ZoneInfo(hours.time_zone))
    minute = 60 * local.hour + local.minute
    day = spans(getattr(hours, DAYS[local.weekday()]))
    return local.date() not in hours.holidays and any(a <= minute < b for a, b in day)


@st.composite
def business_hours(draw: st.DrawFn) -> BusinessHours:
    edges = st.lists(st.integers(0, 48), min_size=2, max_size=4, unique=True)
    days = {}
    for day in DAYS:
        found = sorted(draw(edges)) if draw(st.booleans()) else []
        pairs = zip(found[::2], found[1::2], strict=False)
        days[day] = ",".join(f"{_clock(a)}-{_clock(b)}" for a, b in pairs)
    if not any(days.values()):
        days["sunday"] = "01:00-04:00"
    holidays = draw(st.sampled_from([(), (date(2026, 12, 25),)]))
    return BusinessHours.model_validate(
        {"time_zone": draw(st.sampled_from(ZONES)), "holidays": holidays, **days}
    )


def _clock(halves: int) -> str:
    return f"{halves // 2:02}:{30 * (halves % 2):02}"


moments = st.builds(
    lambda day, minutes: day + timedelta(minutes=minutes),
    st.sampled_from(SWITCHES),
    st.integers(-2_000, 2_000),
)


@settings(max_examples=60, deadline=None)
@given(business_hours(), moments, st.integers(0, 3_000))
def test_business_time_is_what_a_slow_clock_counts(
    hours: BusinessHours, start: datetime, length: int
) -> None:
    minutes = [start + n * MINUTE for n in range(length)]
    slow = sum(works(hours, moment) for moment in minutes)
    assert between(hours, start, start + length * MINUTE) == slow * MINUTE


@settings(max_examples=60, deadline=None)
@given(business_hours(), moments, st.integers(0, 900))
def test_a_due_date_is_where_a_slow_clock_arrives(
    hours: BusinessHours, start: datetime, wanted: int
) -> None:
    due = add(hours, start, wanted * MINUTE)
    assert between(hours, start, due) == wanted * MINUTE
    assert not wanted or works(hours, due - MINUTE)


@pytest.mark.parametrize(
    ("zone", "start", "minutes", "due"),
    [
        ("UTC", "2026-11-06T17:30", 60, "2026-11-09T09:30"),
        ("Europe/Paris", "2026-03-27T16:00", 120, "2026-03-30T08:00"),
        ("Europe/Paris", "2026-12-24T16:30", 60, "2026-12-28T08:30"),
        ("UTC", "2026-11-07T12:00", 1, "2026-11-09T09:01"),
    ],
)
def test_office_hours(zone: str, start: str, minutes: int, due: str) -> None:
    week = dict.fromkeys(DAYS[:5], "09:00-18:00")
    holidays = ["2026-12-25"]
    hours = BusinessHours.model_validate({"time_zone": zone, "holidays": holidays, **week})
    begun = datetime.fromisoformat(start).replace(tzinfo=UTC)
    assert add(hours, begun, minutes * MINUTE) == datetime.fromisoformat(due).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "wrong",
    [
        {"time_zone": "Mars/Olympus", "monday": "09:00-10:00"},
        {"time_zone": "../etc/passwd", "monday": "09:00-10:00"},
        {"monday": "9-5"},
        {"monday": "18:00-09:00"},
        {"monday": "09:00-12:00, 11:00-13:00"},
        {"monday": "09:00-24:30"},
        {},
        {"monday": "09:00-10:00", "holidays": ["Christmas"]},
        {"munday": "09:00-10:00"},
    ],
)
def test_hours_that_make_no_sense_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        BusinessHours.model_validate(wrong)


RULES = Targets(
    (
        Target(audience="partner", priority=Priority.URGENT, answer_minutes=15, solve_minutes=60),
        Target(audience="partner", answer_minutes=60),
        Target(answer_minutes=240, solve_minutes=600),
    ),
    ALWAYS,
)
NOW = TICKET.created_at


@pytest.mark.parametrize(
    ("audiences", "priority", "answer", "solve"),
    [
        ((), Priority.URGENT, 240, 600),
        (("user", "partner"), Priority.URGENT, 15, 60),
        (("partner",), Priority.LOW, 60, 0),
    ],
)
def test_the_first_target_that_fits_counts(
    audiences: tuple[str, ...], priority: Priority, answer: int, solve: int
) -> None:
    due = RULES.due(audiences, priority, NOW)
    assert due.answer == NOW + answer * MINUTE
    assert due.solve == (NOW + solve * MINUTE if solve else None)


def test_the_time_to_solve_stands_still_while_the_customer_has_to_answer() -> None:
    due = RULES.due((), Priority.NORMAL, NOW)
    ticket = replace(TICKET, answer_due=due.answer, solve_due=due.solve)
    assert next_due(ticket) == ("answer", due.answer)
    waiting = answered(ticket, NOW + 100 * MINUTE)
    assert waiting.status is Status.PENDING
    assert next_due(waiting) is None
    still = answered(waiting, NOW + 200 * MINUTE)
    again = RULES.resumed(asked_again(still, NOW + 5_000 * MINUTE))
    assert next_due(again) == ("solve", NOW + (5_000 + 600 - 100) * MINUTE)
    assert RULES.resumed(again) == again


def test_another_priority_is_due_as_if_it_had_come_with_it() -> None:
    due = RULES.due(("partner",), Priority.URGENT, NOW)
    late = replace(
        TICKET, audiences=("partner",), priority=Priority.URGENT, answer_due=due.answer,
        solve_due=(due.solve or NOW) + 30 * MINUTE,
    )  # fmt: skip
    calmer = RULES.prioritised(replace(late, priority=Priority.LOW), Priority.URGENT)
    assert (calmer.answer_due, calmer.solve_due) == (NOW + 60 * MINUTE, None)
    other = Targets((*RULES.targets[:1], Target(solve_minutes=90)))
    moved = other.prioritised(replace(late, priority=Priority.LOW), Priority.URGENT)
    assert moved.solve_due == NOW + (90 + 30) * MINUTE
