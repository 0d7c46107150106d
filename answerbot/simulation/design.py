"""Who asks what and when: everything that was so before the bot said a word.

Knows: busy hours, growth, incidents, people who come back, who is held out.
Must not know: what is offered, what people make of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from answerbot.experiments.experiment import MILLION, Arm, Experiment, Kind, arm_of, who
from answerbot.simulation.parameters import Parameters
from answerbot.simulation.wanted import Sort, Wording

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

DAY = 86_400
HOUR = 3_600
INCIDENT_HOURS = 5
HOLDOUT = "exp_demo_holdout"
HELD_OUT_IN = "widget"
"""The channel that the hold-out covers."""

BY = "staff:m_demo_eve"
"""Who began it."""

CHARACTERS = 80
"""A wording so much longer is half as frequent: long letters are one person's."""


@dataclass(frozen=True, slots=True)
class Design:
    """One entry each in the order of time. `at` are seconds after `begin`; `person` is the
    enquiry with which they came first; `trial` is the hold-out, `exposed` are asked
    while and where it runs; `treated` may see suggestions."""

    begin: datetime
    seconds: float
    trial: Experiment
    incident: datetime
    at: Floats
    person: Ints
    wording: Ints
    channel: Ints
    patience: Floats
    exposed: Flags
    treated: Flags

    def when(self, number: int) -> datetime:
        """When the enquiry began."""
        return self.begin + timedelta(seconds=float(self.at[number]))

    def moment(self, share: float) -> datetime:
        """When so much of the time had passed."""
        return self.begin + timedelta(seconds=share * self.seconds)


def design(
    rng: np.random.Generator,
    wordings: Sequence[Wording],
    parameters: Parameters,
    until: datetime,
    seed: int,
) -> Design:
    """What the days up to `until` bring."""
    p = parameters
    first = (until - timedelta(days=p.days - 1)).date()
    begin = datetime.combine(first, datetime.min.time(), UTC)
    seconds = (until - begin).total_seconds()
    incidents = round(p.enquiries * p.incident)
    at = np.concatenate([
        _moments(rng, p, begin, seconds, p.enquiries - incidents),
        _incident(rng, p, seconds, incidents),
    ])  # fmt: skip
    order = np.argsort(at, kind="stable")
    person = _people(rng, p, p.enquiries)
    wording = _wordings(rng, wordings, p, order >= p.enquiries - incidents, person)
    channel = rng.choice(len(p.channels), p.enquiries, p=list(p.channels.values()))
    at = at[order]
    trial = _trial(p, begin, seconds, seed)
    exposed = _exposed(p, channel, at, seconds)
    known = np.array([one.stratum != one.locale for one in wordings])[wording]
    out = [
        number
        for number in np.unique(person[exposed])
        if arm_of(trial, somebody(int(number), known=bool(known[number]))) is Arm.OTHER
    ]
    patience = np.array(p.patience)[rng.integers(len(p.patience), size=p.enquiries)][person]
    treated = ~(exposed & np.isin(person, out))
    incident = begin + timedelta(seconds=incident_begins(p, seconds))
    return Design(
        begin, seconds, trial, incident, at, person, wording, channel, patience, exposed, treated
    )


def _exposed(p: Parameters, channel: Ints, at: Floats, seconds: float) -> Flags:
    where: Flags = channel == list(p.channels).index(HELD_OUT_IN)
    where &= (at >= p.holdout_from * seconds) & (at < p.holdout_until * seconds)
    return where


def _trial(p: Parameters, begin: datetime, seconds: float, seed: int) -> Experiment:
    """The hold-out as an analyst would have begun it; it was planned for about as many as came."""
    first, last = (begin + timedelta(seconds=share * seconds)
        for share in (p.holdout_from, p.holdout_until))  # fmt: skip
    share = p.channels[HELD_OUT_IN] * (p.holdout_until - p.holdout_from) * (1 - p.comes_back)
    return Experiment(
        HOLDOUT,
        "What does the bot prevent?",
        Kind.HOLDOUT,
        round(p.holdout * MILLION),
        f"demo-{seed}",
        first,
        last,
        made_by=BY,
        made_at=first,
        channels=(HELD_OUT_IN,),
        people=max(100, round(p.enquiries * share)),
    )


def session_of(number: int) -> str:
    """What is kept of the session of somebody whom no browser remembers, and who always asks in
    the same tab: they are persons too, so that what is true can be told."""
    return sha256(person_of(number).encode()).hexdigest()


def browser_of(number: int) -> str:
    """What is kept of the id in somebody's browser; two of three have one."""
    return sha256(f"browser of {person_of(number)}".encode()).hexdigest() if number % 3 else ""


def somebody(number: int, *, known: bool) -> str:
    """What an assignment holds on to; `known`: the site says who it is."""
    person = person_of(number) if known else ""
    return who(person=person, visitor=browser_of(number), session=session_of(number))


def person_of(number: int) -> str:
    """What the made-up people are called, who come first with this enquiry."""
    return f"visitor-{number}"


def _moments(
    rng: np.random.Generator, p: Parameters, begin: datetime, seconds: float, n: int
) -> Floats:
    """By hours: how busy each is, up to the present one."""
    hours = np.arange(int(seconds // HOUR))
    day, hour = hours // 24, hours % 24
    weekday = (begin.weekday() + day) % 7
    busy = 0.06 + ((hour >= p.busy[0]) & (hour < p.busy[1])) * (
        1 - 0.35 * np.abs(hour - np.mean(p.busy)) / np.ptp(p.busy)
    )
    weights = busy * np.array(p.weekdays)[weekday] * (1 + p.growth * day / p.days)
    chosen = rng.choice(hours, n, p=weights / weights.sum())
    found: Floats = HOUR * (chosen + rng.random(n))
    return found


def _incident(rng: np.random.Generator, p: Parameters, seconds: float, n: int) -> Floats:
    begins = incident_begins(p, seconds)
    after: Floats = rng.exponential(1.2, n) % INCIDENT_HOURS
    return begins + HOUR * after


def incident_begins(p: Parameters, seconds: float) -> float:
    """Seconds after the beginning, in the middle of a morning."""
    return int(p.incident_at * seconds / DAY) * DAY + 9.5 * HOUR


def _people(rng: np.random.Generator, p: Parameters, n: int) -> Ints:
    """Who comes back is the person of any earlier enquiry, so that some come often."""
    numbers = np.arange(n)
    person = np.where(rng.random(n) < p.comes_back, (rng.random(n) * numbers).astype(int), numbers)
    while not np.array_equal(person, earlier := person[person]):
        person = earlier
    return person


def _wordings(
    rng: np.random.Generator,
    wordings: Sequence[Wording],
    p: Parameters,
    incident: Flags,
    person: Ints,
) -> Ints:
    stratum = rng.choice(len(p.strata), len(person), p=list(p.strata.values()))[person]
    u = rng.random(len(person))
    found = np.zeros(len(person), dtype=np.int64)
    for number, name in enumerate(p.strata):
        for during in (False, True):
            chosen = (stratum == number) & (incident == during)
            if chosen.any():
                sums = np.cumsum(weights(wordings, p, name, incident=during))
                found[chosen] = np.searchsorted(sums, u[chosen] * sums[-1], side="right")
    return found


def weights(wordings: Sequence[Wording], p: Parameters, stratum: str, *, incident: bool) -> Floats:
    """How often each wording is asked by these people: by the sort, within it by the intent
    (some are frequent, whatever the seed), within that the shorter ones more."""
    fits = [one.stratum == stratum and (one.sort is Sort.INCIDENT) == incident for one in wordings]
    if not any(fits):  # no words of their own for it: they say what everybody says
        return weights(wordings, p, "en", incident=incident)
    intents: dict[Sort, dict[str, list[Wording]]] = {}
    for one in (one for one, fit in zip(wordings, fits, strict=True) if fit):
        intents.setdefault(one.sort, {}).setdefault(one.intent, []).append(one)
    shares = {
        (sort, intent): p.sorts.get(sort, 1.0) * share
        for sort, found in intents.items()
        for intent, share in _popularity(found).items()
    }
    sums = {(sort, intent): sum(map(_frequency, found[intent]))
        for sort, found in intents.items() for intent in found}  # fmt: skip
    return np.array([
        shares[key] * _frequency(one) / sums[key] if fit else 0.0
        for one, fit in zip(wordings, fits, strict=True)
        for key in [(one.sort, one.intent)]
    ])  # fmt: skip


def _popularity(intents: Mapping[str, Sequence[Wording]]) -> dict[str, float]:
    """What has many short wordings is asked often, and some intents a quarter more often."""
    found = {
        intent: sum(map(_frequency, intents[intent])) * (1 + (number % 3) / 8)
        for number, intent in enumerate(sorted(intents))
    }
    return {intent: share / sum(found.values()) for intent, share in found.items()}


def _frequency(one: Wording) -> float:
    return 1 / (1 + (len(one.text) / CHARACTERS) ** 2)
