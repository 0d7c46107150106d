"""Where a ticket gets an automatic answer: rules, and why one applies.

Knows: the tables `[[auto_reply]]` of the settings file, days and hours.
Must not know: SQL, what the answer says.

The first rule that matches decides. Without any rule nothing is ever sent.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum
from functools import cached_property
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, field_validator

from corpora.article import EVERYONE

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Incident(StrEnum):
    """What an incident that concerns the ticket does to its answer."""

    PAUSE = "pause"
    FIRST = "first"
    IGNORE = "ignore"


class Labels(NamedTuple):
    """Which articles may be offered, by their labels."""

    any: frozenset[str] = frozenset()
    all: frozenset[str] = frozenset()
    none: frozenset[str] = frozenset()


class Rule(BaseModel):
    """One rule. Empty lists match everything; `labels_...` choose articles, not tickets.

    `hours` may go over midnight ("18:00-08:00"): they belong to the day on which they begin.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = ""
    send: bool = True
    channels: tuple[str, ...] = ("email",)
    forms: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    labels_any: tuple[str, ...] = ()
    labels_all: tuple[str, ...] = ()
    labels_none: tuple[str, ...] = ()
    weekdays: tuple[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"], ...] = ()
    hours: str = ""
    timezone: str = "UTC"
    incident: Incident = Incident.PAUSE

    @field_validator("timezone")
    @classmethod
    def _known(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError):
            raise ValueError(f"no time zone {value!r}; write one such as Europe/Paris") from None
        return value

    @field_validator("hours")
    @classmethod
    def _readable(cls, value: str) -> str:
        if value:
            _between(value)
        return value

    @property
    def labels(self) -> Labels:
        """Which articles it may offer."""
        chosen = (self.labels_any, self.labels_all, self.labels_none)
        return Labels(*map(frozenset, chosen))

    @cached_property
    def zone(self) -> ZoneInfo:
        """Its time zone."""
        return ZoneInfo(self.timezone)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rules look at. `at` is when the ticket came."""

    channel: str
    form: str
    audiences: frozenset[str]
    at: datetime


class Considered(NamedTuple):
    """A rule that was looked at; `against` says why it does not apply, empty if it does."""

    rule: str
    against: str


class Decision(NamedTuple):
    """The rule that applies, or None, and all that were looked at on the way."""

    rule: Rule | None
    considered: tuple[Considered, ...]


class Outcome(StrEnum):
    """What became of a ticket's automatic answer."""

    SENT = "sent"
    NO_RULE = "no_rule"
    FORBIDDEN = "forbidden"
    PAUSED = "paused"
    ABSTAINED = "abstained"
    NO_ADDRESS = "no_address"
    ANSWERED = "answered"
    TOO_MANY = "too_many"
    WITHHELD = "withheld"
    FAILED = "failed"


EXPLAINED = {
    Outcome.SENT: "an answer was put into the outbox",
    Outcome.NO_RULE: "no rule applies",
    Outcome.FORBIDDEN: "the rule says to send nothing",
    Outcome.PAUSED: "an incident that concerns the ticket is open, and the rule pauses then",
    Outcome.ABSTAINED: "no article is sure enough for email_precision",
    Outcome.NO_ADDRESS: "the ticket has no e-mail address, or one of ours",
    Outcome.ANSWERED: "somebody had answered it before",
    Outcome.TOO_MANY: "its address got several automatic answers in the last 24 hours",
    Outcome.WITHHELD: "an experiment holds it out; see /experiments",
    Outcome.FAILED: "something broke; the server's log says what",
}


def decide(rules: Iterable[Rule], facts: Facts) -> Decision:
    """The first rule that matches."""
    considered = []
    for number, rule in enumerate(rules, 1):
        against = mismatch(rule, facts)
        considered.append(Considered(rule.name or f"rule {number}", against))
        if not against:
            return Decision(rule, tuple(considered))
    return Decision(None, tuple(considered))


def mismatch(rule: Rule, facts: Facts) -> str:
    """Why the rule does not apply; empty if it does."""
    if rule.channels and facts.channel not in rule.channels:
        return f"channel {facts.channel}, not {_either(rule.channels)}"
    if rule.forms and facts.form not in rule.forms:
        return f"form {facts.form or 'none'}, not {_either(rule.forms)}"
    belongs = facts.audiences or {EVERYONE}
    if rule.audiences and belongs.isdisjoint(rule.audiences):
        return f"audience {_either(sorted(belongs))}, not {_either(rule.audiences)}"
    if not _in_time(rule, facts.at):
        local = facts.at.astimezone(rule.zone)
        wanted = " ".join(filter(None, (",".join(rule.weekdays), rule.hours)))
        return f"{DAYS[local.weekday()]} {local:%H:%M} ({rule.timezone}), not {wanted}"
    return ""


def _in_time(rule: Rule, at: datetime) -> bool:
    local = at.astimezone(rule.zone)
    day = local.weekday()
    if rule.hours:
        begins, ends = _between(rule.hours)
        now = local.time()
        late = begins > ends
        if not (now >= begins or now < ends if late else begins <= now < ends):
            return False
        if late and now < ends:
            day = (day - 1) % 7
    return not rule.weekdays or DAYS[day] in rule.weekdays


def _between(hours: str) -> tuple[time, time]:
    try:
        begins, ends = (time.fromisoformat(part.strip()) for part in hours.split("-"))
    except ValueError:
        raise ValueError(f"hours {hours!r} are not such as 09:00-17:30 or 18:00-08:00") from None
    if begins == ends:
        raise ValueError(f"hours {hours!r} begin when they end; leave them out for the whole day")
    return begins, ends


def _either(names: Iterable[str]) -> str:
    return " or ".join(names)
