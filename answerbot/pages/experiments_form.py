"""The form for a new experiment: what was typed, and what it stands for.

Knows: fields, units in which people think (percent, points, days).
Must not know: SQL, pages, statistics.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from pydantic import BaseModel, Field

from answerbot.errors import Invalid
from answerbot.experiments.experiment import Experiment, Kind
from answerbot.experiments.power import Plan, Traffic, findable, plan

SHARES = (5, 10, 20, 50)
EFFECTS = (3, 5, 8, 12)
DAYS = 28
LONGEST = 84
"""What takes at most so many days lasts so long, unless another last day is chosen."""
PEOPLE = 2_000
"""What an experiment is tuned for if the past does not tell how many will come."""


class Sent(BaseModel):
    """What the form sends; a button besides says whether to begin or only to work it out."""

    name: str = Field(default="", max_length=200)
    kind: str = Field(default=Kind.HOLDOUT, max_length=20)
    setting: str = Field(default="form_precision", max_length=40)
    value: str = Field(default="", max_length=20)
    generation: str = Field(default="", max_length=40)
    share: str = Field(default="10", max_length=10)
    effect: str = Field(default="5", max_length=10)
    begins: str = Field(default="", max_length=20)
    ends: str = Field(default="", max_length=20)
    channel: list[str] = Field(default=["widget"], max_length=5)
    form: str = Field(default="", max_length=100)
    work_out: str = Field(default="", max_length=5)
    sure: str = Field(default="", max_length=10_000)

    @property
    def forms(self) -> tuple[str, ...]:
        """The forms it covers; none: all."""
        return (self.form,) if self.form else ()

    @property
    def named(self) -> str:
        """What was typed in one line, which the button sends back that says to begin all the
        same: what is changed then is looked at again."""
        return self.model_dump_json(exclude={"work_out", "sure"})


@dataclass(frozen=True, slots=True)
class Cost:
    """A share with the plans for several effects."""

    share: float
    plans: tuple[Plan | None, ...]


def experiment_of(
    sent: Sent, traffic: Traffic, window: int, *, now: datetime, random: Callable[[], str], by: str
) -> Experiment:
    """What it stands for, not checked yet. Raises Invalid for what cannot be read."""
    begins = _day(sent.begins, "begins_at") or now
    if begins.date() == now.date():
        begins = now
    ends = _day(sent.ends, "ends_at")
    usual = usual_days(chosen(sent, traffic, window))
    ends = ends + timedelta(days=1) if ends else begins + timedelta(days=usual)
    days = max(1.0, (ends - begins) / timedelta(days=1))
    kind = Kind(sent.kind) if sent.kind in set(Kind) else Kind.HOLDOUT
    setting = kind is Kind.SETTING
    return Experiment(
        id=f"exp_{random()}",
        name=sent.name.strip(),
        kind=kind,
        share=round(number(sent.share, "share", "10") * 10_000),
        salt=random(),
        begins_at=begins,
        ends_at=ends,
        made_by=by,
        made_at=now,
        channels=tuple(dict.fromkeys(sent.channel)),
        forms=sent.forms,
        setting=sent.setting if setting else "",
        generation=sent.generation if kind is Kind.GENERATION else "",
        value=number(sent.value, "value", "0.7") if setting else 0.0,
        people=round(traffic.people * days) or PEOPLE if traffic.told else PEOPLE,
        window=window,
    )


def costs(traffic: Traffic, window: int, effects: tuple[float, ...]) -> list[Cost]:
    """What several shares and effects take."""
    return [
        Cost(share, tuple(_plan(traffic, window, share, effect) for effect in effects))
        for share in SHARES
    ]


def chosen(sent: Sent, traffic: Traffic, window: int) -> Plan | None:
    """What the share and the effect take that were typed. Raises Invalid."""
    share, effect = number(sent.share, "share", "10"), number(sent.effect, "effect", "5")
    if not 0.5 <= effect <= 50:
        raise Invalid(f"{effect:g} points are not between 0.5 and 50", field="effect")
    if not 1 <= share <= 50:
        raise Invalid(f"{share:g} % is not between 1 and 50 %", field="share")
    return _plan(traffic, window, share, effect)


def usual_days(needed: Plan | None) -> int:
    """How long it lasts if no last day is chosen: as long as it takes, if that is known and is
    not too long."""
    return needed.days_daily if needed and needed.days_daily <= LONGEST else DAYS


def too_short(made: Experiment, needed: Plan | None, traffic: Traffic) -> str:
    """What to say of an experiment that is shorter than what it is to find takes; empty if it is
    long enough, or nothing is known."""
    days = round((made.ends_at - made.begins_at) / timedelta(days=1))
    if needed is None or days >= needed.days_daily:
        return ""
    least = findable(traffic, share=made.share, days=days, window=made.window)
    told = (
        f"only a difference of {100 * least:.1f} in 100 people or more can be told"
        if least
        else "nothing can be told"
    )
    return (
        f"A difference of {100 * needed.effect:g} in 100 people needs about"
        f" {needed.days_daily:,} days; in {days:,} days {told}."
    )


def _plan(traffic: Traffic, window: int, share: float, effect: float) -> Plan | None:
    return plan(traffic, share=round(share * 10_000), effect=effect / 100, window=window)


def number(text: str, field: str, example: str) -> float:
    """A number as people write it. Raises Invalid."""
    try:
        found = float(text.strip().removesuffix("%").replace(",", "."))
    except ValueError:
        raise Invalid(f"{text[:20]!r} is no number; write it as {example}", field=field) from None
    if not -1e9 < found < 1e9:
        raise Invalid(f"{text[:20]!r} is no number to count with", field=field)
    return found


def _day(text: str, field: str) -> datetime | None:
    if not text.strip():
        return None
    try:
        return datetime.fromisoformat(text.strip()[:10]).replace(tzinfo=UTC)
    except ValueError:
        raise Invalid(f"{text[:20]!r} is no day; write it as 2026-11-28", field=field) from None
