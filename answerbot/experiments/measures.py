"""What the arms of an experiment are compared by, and the sums that a comparison needs.

Knows: measures with their definitions, sums over persons.
Must not know: SQL, intervals, pages.

Every measure is a ratio of sums over persons. Six sums for each arm are enough for the ratio and
its variance, so that no row has to be read again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from answerbot.experiments.person import Person

Count = Callable[[Person], int]


class Measure(NamedTuple):
    """`part` of `whole`, summed over persons. `good` is whether more is better, None if neither;
    `most` is the largest value of a ratio: 1 for a share."""

    name: str
    label: str
    definition: str
    part: Count
    whole: Count
    good: bool | None
    most: float = 1.0


def _one(_person: Person) -> int:
    return 1


def _enquiries(person: Person) -> int:
    return person.enquiries


REQUESTING = Measure("requesting", "People who ask for a human", "Persons who sent at least one request within the window, of all persons drawn whose window has passed. A request counts also if it came without another question. People are counted, not questions: the bot changes how many questions people ask (after a Yes another one may follow), but not how many people there are.", lambda p: int(p.submitted > 0), _one, False)  # fmt: skip
ANSWERED = Measure("answered", "Answered by a human", "Enquiries that a member of staff answered within the window, of all enquiries. Of automatic answers by e-mail this decides: there the request is always there. A person weighs as ten enquiries at most, with the same share in whole enquiries.", lambda p: p.answered, _enquiries, False)  # fmt: skip
MEASURES = (
    REQUESTING,
    Measure("submitted", "Requests of questions", "Requests for a human, of all enquiries of the persons counted. To be read with care: who says Yes and asks something else begins another enquiry, who is shown nothing types on in the same, so that the arms do not count questions alike. A person weighs as ten enquiries at most, with the same share in whole enquiries.", lambda p: p.submitted, _enquiries, False),
    Measure("silent", "Silent", "Persons of whom nothing is known but that they asked: no request, no Yes, no No. If the bot only made people give up, there would be more of these with it.", lambda p: int(0 < p.enquiries == p.silent), _one, False),
    Measure("returned", "Came back", "Persons who began another enquiry more than twelve hours after the first, within the window, whatever about: the same for both arms, also where nothing can be accepted and so nothing be contradicted.", lambda p: int(p.later > 0), _one, False),
    Measure("accepted", "Accepted", "Enquiries whose customer said that an article solved it, and did not contradict within the window. Of a hold-out none can. A person weighs as ten enquiries at most, with the same share in whole enquiries.", lambda p: p.accepted, _enquiries, True),
    Measure("offered", "Something to offer", "Enquiries for which an article was good enough, shown or kept back. In a hold-out both arms must be alike here: the bot looks for everybody. A person weighs as ten enquiries at most, with the same share in whole enquiries.", lambda p: p.offered, _enquiries, None),
    Measure("satisfaction", "Satisfaction", "The mean of what customers gave, from 1 to 5, within the window. A person weighs as ten ratings at most, with the same mean in whole points.", lambda p: p.satisfaction, lambda p: p.rated, True, 5.0),
    ANSWERED,
)  # fmt: skip
"""The first decides, by e-mail the last; the others are looked at beside it."""

GUARDS = ("silent", "returned", "satisfaction")
"""What must not get worse where the first gets better."""


@dataclass(frozen=True, slots=True)
class Sums:
    """Over `n` persons: of parts and wholes, their squares and their products."""

    n: int = 0
    part: int = 0
    whole: int = 0
    parts: int = 0
    wholes: int = 0
    cross: int = 0

    def __add__(self, other: Sums) -> Sums:
        return Sums(
            self.n + other.n,
            self.part + other.part,
            self.whole + other.whole,
            self.parts + other.parts,
            self.wholes + other.wholes,
            self.cross + other.cross,
        )


NONE = Sums()

MOST = 10
"""Enquiries of one person that count: one browser that asks hundreds of times, a script say, would
outweigh everybody else where enquiries are counted."""


def bounded(part: int, whole: int) -> tuple[int, int]:
    """Of somebody with more than that many, the same ratio with the weight of so many; the part
    is rounded, as sums are whole: 1 of 30 is 0 of 10."""
    return (round(part * MOST / whole), MOST) if whole > MOST else (part, whole)


def sums(measure: Measure, persons: Iterable[Person]) -> Sums:
    """The sums of a measure."""
    total = NONE
    for person in persons:
        a, b = bounded(measure.part(person), measure.whole(person))
        total += Sums(1, a, b, a * a, b * b, a * b)
    return total
