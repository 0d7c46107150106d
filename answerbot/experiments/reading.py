"""What an experiment says by now, in figures and in words.

Knows: sums by day, comparisons, verdicts, when there is more to say.
Must not know: SQL, HTML.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from answerbot.experiments.experiment import Arm, Experiment, Kind, Stage
from answerbot.experiments.known import NOBODY, Told
from answerbot.experiments.measures import (
    ANSWERED,
    GUARDS,
    MEASURES,
    NONE,
    REQUESTING,
    Measure,
    Sums,
)
from answerbot.experiments.mismatch import Balance, balance
from answerbot.experiments.sequence import Difference, difference, multiplier

Days = Sequence[tuple[date, Arm, Sums]]
"""The sums of a measure over those whose window passed on a day, in the order of days."""


class Verdict(StrEnum):
    """What the sequence says of a difference, with the other arm minus the usual one."""

    FEW = "too few to tell"
    OPEN = "not known yet"
    LESS = "less"
    MORE = "more"


@dataclass(frozen=True, slots=True)
class Line:
    """A measure in both arms. `usual` and `other` are the sums; `found` None: too few."""

    measure: Measure
    usual: Sums
    other: Sums
    found: Difference | None

    @property
    def verdict(self) -> Verdict:
        """By the interval that may be looked at every day."""
        if self.found is None:
            return Verdict.FEW
        if not self.found.always.clear:
            return Verdict.OPEN
        return Verdict.MORE if self.found.value > 0 else Verdict.LESS


@dataclass(frozen=True, slots=True)
class Point:
    """What was known at the end of a day, of `n` persons."""

    day: date
    n: int
    found: Difference | None


@dataclass(frozen=True, slots=True)
class Reading:
    """All that an experiment says. `waiting` are drawn, but their window has not passed; `told`
    says by what those who were drawn are told apart."""

    experiment: Experiment
    stage: Stage
    balance: Balance
    waiting: int
    lines: tuple[Line, ...]
    points: tuple[Point, ...]
    told: Told = NOBODY

    @property
    def head(self) -> Line:
        """The measure that decides."""
        return self.lines[0]

    @property
    def guards(self) -> tuple[Line, ...]:
        """What must not get worse."""
        return tuple(line for line in self.lines if line.measure.name in GUARDS)

    @property
    def harmed(self) -> tuple[Line, ...]:
        """The guards that are clearly worse with what is tried."""
        return tuple(line for line in self.guards if self.harms(line))

    def harms(self, line: Line) -> bool:
        """Whether what is tried is clearly the worse: in a hold-out the bot, else the other
        setting."""
        if line.measure.good is None:
            return False
        more = line.verdict is Verdict.MORE
        holdout = self.experiment.kind is Kind.HOLDOUT
        return line.verdict in (Verdict.MORE, Verdict.LESS) and (
            more == line.measure.good if holdout else more != line.measure.good
        )

    @property
    def counted(self) -> int:
        """Persons whose window has passed."""
        return self.head.usual.n + self.head.other.n


def compared(measure: Measure, usual: Sums, other: Sums, *, people: int) -> Line:
    """A measure in both arms."""
    return Line(measure, usual, other, difference(usual, other, people=people, most=measure.most))


def decides(experiment: Experiment) -> Measure:
    """What the experiment is about."""
    return ANSWERED if experiment.by_mail else REQUESTING


def lines(by_measure: Mapping[str, Days], first: Measure, *, people: int) -> tuple[Line, ...]:
    """All measures, over all days, the one that decides first."""
    return tuple(
        compared(
            measure,
            *(_of(by_measure.get(measure.name, ()), arm) for arm in Arm),
            people=people,
        )
        for measure in sorted(MEASURES, key=lambda measure: measure is not first)
    )


def _of(days: Days, arm: Arm) -> Sums:
    return sum((more for _, mine, more in days if mine is arm), NONE)


def points(days: Days, *, people: int) -> tuple[Point, ...]:
    """The measure that decides, as it was known day by day."""
    so_far = dict.fromkeys(Arm, NONE)
    found: list[Point] = []
    for day, arm, more in days:
        so_far[arm] += more
        usual, other = so_far[Arm.USUAL], so_far[Arm.OTHER]
        point = Point(day, usual.n + other.n, difference(usual, other, people=people))
        if found and found[-1].day == day:
            found.pop()
        found.append(point)
    return tuple(found)


def read(
    experiment: Experiment,
    by_measure: Mapping[str, Days],
    *,
    drawn: tuple[int, int],
    waiting: int,
    now: datetime,
    told: Told = NOBODY,
) -> Reading:
    """What it says by now; `drawn` are the persons of both arms."""
    first = decides(experiment)
    return Reading(
        experiment,
        experiment.stage(now),
        balance(*drawn, experiment.share),
        waiting,
        lines(by_measure, first, people=experiment.people),
        points(by_measure.get(first.name, ()), people=experiment.people),
        told,
    )


def days_left(reading: Reading, now: datetime) -> int | None:
    """In how many days an effect as large as the present one would be told from none, at the
    present pace; None if that is known, cannot be said, or is too far away."""
    found, made = reading.head.found, reading.experiment
    if found is None or found.always.clear or not found.value or not reading.counted:
        return None
    pace = (sum((reading.balance.usual, reading.balance.other))) / _days_run(made, now)
    wanted = found.error**2 * reading.counted / found.value**2
    n = float(reading.counted)
    for _ in range(30):  # the sequence's width depends on where one stops: a few steps settle it
        n = max(n, wanted * multiplier(math.ceil(n), made.people) ** 2)
    left = math.ceil((n - reading.counted) / pace) if pace else 0
    return left if 0 < left <= 365 else None


def _days_run(experiment: Experiment, now: datetime) -> float:
    ran = min(now, experiment.over_at) - experiment.begins_at
    return max(ran / timedelta(days=1), 0.1)


def headline(reading: Reading, now: datetime) -> str:
    """What to say to somebody who asks what the bot is worth."""
    if reading.stage is Stage.PLANNED:
        return f"It begins on {reading.experiment.begins_at:%d %B %Y}."
    if reading.balance.wrong:
        return "Do not trust these figures: the arms are not as large as they were drawn."
    line = reading.head
    if line.found is None or not line.found.always.clear:
        return _not_known(reading, now)
    low, high = sorted(abs(100 * x) for x in (line.found.always.low, line.found.always.high))
    value = abs(100 * line.found.value)
    more = line.found.value > 0
    between = f"between {low:.0f} and {high:.0f}"
    if reading.experiment.by_mail:
        verb = "save" if more else "cost"
        return f"Automatic answers {verb} agents {value:.0f} answers in 100 requests; {between}."
    if reading.experiment.kind is Kind.HOLDOUT:
        spares = f"spares {value:.0f} in 100 people asking for a human"
        does = spares if more else f"makes {value:.0f} more in 100 people ask for a human"
        return f"The bot {does}; {between}."
    direction = "more" if more else "fewer"
    return (
        f"With {reading.experiment.other} {value:.0f} {direction} in 100 people ask for a human;"
        f" {between}."
    )


def _not_known(reading: Reading, now: datetime) -> str:
    if reading.stage is Stage.OVER and reading.waiting:
        return f"It is over; {reading.waiting:,} people are counted in the next days."
    if reading.stage is Stage.OVER:
        return _undecided(reading.head)
    if reading.counted == 0:
        return (
            f"Nothing is known yet: what a person does counts after"
            f" {reading.experiment.window} days."
        )
    left = days_left(reading, now)
    if left is None:
        return "Not known yet."
    unit = "day" if left == 1 else "days"
    says = f"Not known yet: {left} more {unit}, if the effect is as it seems"
    ends = now + timedelta(days=left) > reading.experiment.final_at
    return f"{says}; it ends before." if ends else f"{says}."


def _undecided(line: Line) -> str:
    if line.found is None:
        return "It ended too early to tell: too few people were counted."
    low, high = 100 * line.found.always.low, 100 * line.found.always.high
    lies = f"the difference lies between {low:+.1f} and {high:+.1f} in 100"
    return f"It ended without telling: {lies}."


def relative(line: Line) -> tuple[float, float, float] | None:
    """The difference as a share of the other arm's rate, with the interval that may be looked
    at every day: how many of the requests that there would be are prevented (delta method)."""
    found = line.found
    if found is None or not found.other.value or not found.error:
        return None
    r, base = found.usual.value, found.other.value
    value = 1 - r / base
    spread = math.sqrt(found.usual.variance / base**2 + r**2 * found.other.variance / base**4)
    by = spread * (found.always.high - found.always.low) / (2 * found.error)
    return value, value - by, min(1.0, value + by)
