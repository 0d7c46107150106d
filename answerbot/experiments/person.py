"""What one person did in the days after being drawn: one row of an experiment's data.

Knows: the ledger's words, the window that counts.
Must not know: SQL, arms' meaning, statistics.

A person is one observation, however much they ask: what they do is not independent, what two
of them do is. A row is made when the window has passed and never changes after: that is what
lets figures be looked at every day (see `sequence.py`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from answerbot.enquiries import Event, Kind, State, standing
from answerbot.experiments.experiment import Arm
from answerbot.staff import STAFF

LATER = timedelta(hours=12)
"""After which somebody has come back, and does not go on."""


@dataclass(frozen=True, slots=True)
class Person:
    """Counts of enquiries, of which `submitted` led to a request for a human, `silent` ended
    without a word, `accepted` with an article that solved it, `offered` had or would have had an
    offer. `submitted` includes requests that came without a question. `satisfaction` is the sum
    of what was given in `rated` enquiries; in `answered` ones a member of staff answered. `later`
    ones were begun more than twelve hours after the first."""

    arm: Arm
    exposed_at: datetime
    enquiries: int
    submitted: int
    silent: int = 0
    accepted: int = 0
    offered: int = 0
    satisfaction: int = 0
    rated: int = 0
    answered: int = 0
    later: int = 0


@dataclass(frozen=True, slots=True)
class Asked:
    """An enquiry of a person: when it was exposed, whether anything was asked, its events."""

    at: datetime
    asked: bool
    events: tuple[Event, ...]


def person_of(arm: Arm, enquiries: Iterable[Asked], window: timedelta) -> Person:
    """What somebody did within `window` of the first enquiry, of which there is one."""
    ordered = sorted(enquiries, key=lambda one: one.at)
    first = ordered[0].at
    counted = [_counts(one, first, first + window) for one in ordered if one.at < first + window]
    return Person(arm, first, *(sum(column) for column in zip(*counted, strict=True)))


def _counts(one: Asked, first: datetime, until: datetime) -> tuple[int, ...]:
    events = [event for event in one.events if event.at < until]
    stands = standing(events)
    grade = stands.satisfaction
    return (
        int(one.asked),
        int(stands.submitted),
        int(one.asked and stands.state is State.SILENT),
        int(stands.state is State.ACCEPTED),
        int(stands.offered or any(_withheld(event) for event in events)),
        grade or 0,
        int(grade is not None),
        int(any(_by_staff(event) for event in events)),
        int(one.asked and one.at > first + LATER),
    )


def _by_staff(event: Event) -> bool:
    return event.kind is Kind.ANSWERED and event.who.startswith(STAFF)


def _withheld(event: Event) -> bool:
    """Whether there was something to offer that an experiment kept back."""
    return event.kind is Kind.UNOFFERED and bool(event.detail.get("withheld"))
