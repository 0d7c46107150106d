"""An experiment, and which arm of it a person is in.

Knows: what an experiment is, when it runs, whom it covers; the draw.
Must not know: SQL, HTTP, what is shown, figures.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from answerbot.errors import Invalid
from answerbot.experiments.known import Known

MILLION = 1_000_000
LEAST_SHARE, MOST_SHARE = 10_000, 500_000
"""Between 1 and 50 %: below, it never ends; above, most customers pay for it."""

LONGEST = timedelta(days=366)
WINDOW = 7
"""Days of a person that count, from the first question on."""

EMAIL = "email"
CHANNELS = ("widget", "api", EMAIL)
"""Where an experiment may take place; by e-mail those are the automatic answers to tickets."""


class Kind(StrEnum):
    """What the other arm gets."""

    HOLDOUT = "holdout"
    SETTING = "setting"
    GENERATION = "generation"


class Arm(StrEnum):
    """`USUAL` is what everybody has without the experiment, `OTHER` what it does to a share of
    them: in a hold-out nothing is offered."""

    USUAL = "usual"
    OTHER = "other"


class Stage(StrEnum):
    """How far it is."""

    PLANNED = "planned"
    RUNNING = "running"
    OVER = "over"


VARIED = {"typing_precision": (0.0, 1.0), "form_precision": (0.0, 1.0), "suggestions": (1.0, 3.0)}
"""The settings that may be another in the other arm, and from what to what."""


@dataclass(frozen=True, slots=True)
class Experiment:
    """One experiment. `share` is the other arm's, in parts per million. `people` is how many it
    was planned for: the interval is tightest there. `window` in days. `channels` and `forms` are
    where it takes place; no forms: all of them, and where there is none."""

    id: str
    name: str
    kind: Kind
    share: int
    salt: str
    begins_at: datetime
    ends_at: datetime
    made_by: str = ""
    made_at: datetime | None = None
    channels: tuple[str, ...] = ("widget",)
    forms: tuple[str, ...] = ()
    setting: str = ""
    generation: str = ""
    value: float = 0.0
    people: int = 2_000
    window: int = WINDOW
    stopped_at: datetime | None = None
    stopped_by: str = ""

    @property
    def other(self) -> str:
        """What the other arm gets, in a few words."""
        match self.kind:
            case Kind.HOLDOUT:
                return "no suggestions"
            case Kind.SETTING:
                return f"{self.setting} = {self.value:g}"
            case Kind.GENERATION:
                return self.generation

    @property
    def over_at(self) -> datetime:
        """From when on nobody is in it any more."""
        return min(self.ends_at, self.stopped_at) if self.stopped_at else self.ends_at

    @property
    def counts_for(self) -> timedelta:
        """How long what a person does counts."""
        return timedelta(days=self.window)

    @property
    def final_at(self) -> datetime:
        """When its figures change no more."""
        return self.over_at + self.counts_for

    def stage(self, now: datetime) -> Stage:
        """How far it is."""
        if now >= self.over_at:
            return Stage.OVER
        return Stage.RUNNING if now >= self.begins_at else Stage.PLANNED

    @property
    def by_mail(self) -> bool:
        """Whether it is about automatic answers: there everybody sends a request."""
        return self.channels == (EMAIL,)

    def covers(self, channel: str, form: str) -> bool:
        """Whether it takes place there."""
        return channel in self.channels and (not self.forms or form in self.forms)

    def meets(self, other: Experiment) -> bool:
        """Whether both would do the same thing to somebody at the same time."""
        same = self.kind is other.kind and self.setting == other.setting
        same = same and self.by_mail == other.by_mail
        # two generations at once would be two indexes more in memory
        return same and self.begins_at < other.over_at and other.begins_at < self.over_at


@dataclass(frozen=True, slots=True)
class Exposure:
    """An enquiry that an experiment covers. `unit` is a hash of who asks; `asked` is false for
    a request that came without a question, from somebody who had asked one before. `known` is by
    what they are told apart."""

    experiment: str
    enquiry: str
    unit: str
    arm: Arm
    at: datetime
    asked: bool = True
    known: Known | None = None


def who(*, person: str, visitor: str = "", session: str = "", email: str = "") -> str:
    """What an assignment holds on to: the verified person, else the address that they write
    from, else what their browser keeps, else the page that they are on; empty if there is none,
    who cannot be in any experiment."""
    told = {
        Known.PERSON: person,
        Known.EMAIL: email.strip().casefold(),
        Known.VISITOR: visitor,
        Known.SESSION: session,
    }
    return next((f"{known}\n{name}" for known, name in told.items() if name), "")


def known_by(somebody: str) -> Known:
    """By what `who` tells them apart."""
    return Known(somebody.partition("\n")[0])


def unit_of(experiment: Experiment, somebody: str) -> str:
    """What is kept of somebody: a hash that is another one in every experiment."""
    return sha256(f"{experiment.salt}\nunit\n{somebody}".encode()).hexdigest()[:32]


def arm_of(experiment: Experiment, somebody: str) -> Arm:
    """Where somebody belongs: always the same, independent of every other experiment."""
    drawn = sha256(f"{experiment.salt}\narm\n{somebody}".encode()).digest()
    number = int.from_bytes(drawn[:8]) % MILLION
    return Arm.OTHER if number < experiment.share else Arm.USUAL


def exposure(
    experiment: Experiment, enquiry: str, somebody: str, at: datetime, *, asked: bool = True
) -> Exposure:
    """That somebody asks something while it runs."""
    arm = arm_of(experiment, somebody)
    unit, known = unit_of(experiment, somebody), known_by(somebody)
    return Exposure(experiment.id, enquiry, unit, arm, at, asked, known)


def checked(experiment: Experiment, others: Iterable[Experiment], *, now: datetime) -> Experiment:
    """The experiment, if it can be made beside the others. Raises Invalid."""
    if not experiment.name.strip():
        raise Invalid("an experiment needs a name that says what it is about", field="name")
    if not LEAST_SHARE <= experiment.share <= MOST_SHARE:
        raise Invalid(
            f"{experiment.share / 10_000:g} % is not between {LEAST_SHARE // 10_000}"
            f" and {MOST_SHARE // 10_000} %",
            field="share",
        )
    _check_time(experiment, now)
    for channel in experiment.channels or ("",):
        if channel not in CHANNELS:
            raise Invalid(f"channel {channel!r} is none of {', '.join(CHANNELS)}", field="channels")
    if EMAIL in experiment.channels and not (
        experiment.by_mail and experiment.kind is Kind.HOLDOUT
    ):
        raise Invalid(
            "automatic answers by e-mail can only be held out, and in an experiment of their own:"
            " their request is there before the bot is",
            field="channels",
        )
    if experiment.kind is Kind.SETTING:
        _check_setting(experiment)
    if experiment.kind is Kind.GENERATION and not experiment.generation:
        raise Invalid("which generation? There is only the one that serves", field="generation")
    for other in others:
        if experiment.meets(other):
            raise Invalid(
                f"it would meet {other.name!r}, which does the same until"
                f" {other.over_at:%Y-%m-%d}; stop that first, or begin later",
                field="begins_at",
            )
    return experiment


def _check_time(experiment: Experiment, now: datetime) -> None:
    if experiment.ends_at <= experiment.begins_at:
        raise Invalid(
            f"it ends on {experiment.ends_at:%Y-%m-%d}, before it begins on"
            f" {experiment.begins_at:%Y-%m-%d}",
            field="ends_at",
        )
    if experiment.begins_at < now:
        raise Invalid(
            f"{experiment.begins_at:%Y-%m-%d %H:%M} is past; nobody can be drawn afterwards",
            field="begins_at",
        )
    if experiment.ends_at - experiment.begins_at > LONGEST:
        raise Invalid(f"it is longer than {LONGEST.days} days", field="ends_at")
    if not 1 <= experiment.window <= 28:
        raise Invalid(f"{experiment.window} days are not between 1 and 28", field="window")


def _check_setting(experiment: Experiment) -> None:
    if experiment.setting not in VARIED:
        raise Invalid(f"{experiment.setting!r} is none of {', '.join(VARIED)}", field="setting")
    low, high = VARIED[experiment.setting]
    if not low <= experiment.value <= high:
        raise Invalid(
            f"{experiment.setting} = {experiment.value:g} is not between {low:g} and {high:g}",
            field="value",
        )
