"""Which experiments an enquiry is in, and what that changes for it.

Knows: the order: a hold-out first, others only of those who are shown something.
Must not know: HTTP, SQL, ranking, what comes out of an experiment.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from answerbot.enquiries import BY_STAFF
from answerbot.experiments.experiment import (
    EMAIL,
    Arm,
    Experiment,
    Exposure,
    Kind,
    arm_of,
    exposure,
    unit_of,
    who,
)
from answerbot.store.experiments import Experiments
from answerbot.store.ledger import Enquiry


@dataclass(frozen=True, slots=True)
class Drawn:
    """`arms` by experiment, as the ledger keeps them. `withheld`: nothing is to be shown.
    `varied` are the settings that are others here, `generation` is another one that answers.
    `exposures` are still to be recorded."""

    arms: Mapping[str, Arm] = field(default_factory=dict)
    withheld: bool = False
    varied: Mapping[str, float] = field(default_factory=dict)
    exposures: tuple[Exposure, ...] = ()
    generation: str = ""


NOT_DRAWN = Drawn()


def drawn(held: Experiments, enquiry: Enquiry, *, new: bool, now: datetime) -> Drawn:
    """What an enquiry is in. One that began before an experiment, or elsewhere, is in none; one
    that is in stays in its arm, whoever turns out to ask it."""
    running = held.running(now)
    if not running:
        return NOT_DRAWN
    if not new:
        return _drawn(running, held.of_enquiry(enquiry.id))
    somebody = who(person=enquiry.person, visitor=enquiry.visitor, session=enquiry.session)
    arms = dict[str, Arm]()
    exposures = []
    for experiment in sorted(running, key=lambda one: one.kind is not Kind.HOLDOUT):
        if somebody and experiment.covers(enquiry.channel, enquiry.form):
            arms[experiment.id] = arm_of(experiment, somebody)
            exposures.append(exposure(experiment, enquiry.id, somebody, now))
            if experiment.kind is Kind.HOLDOUT and arms[experiment.id] is Arm.OTHER:
                break  # who sees nothing is in no experiment on what is seen
    found = _drawn(running, arms)
    return replace(found, exposures=tuple(exposures))


def of_mail(held: Experiments, enquiry: Enquiry, email: str, now: datetime) -> Drawn:
    """Of the automatic answer to a ticket: nothing to whom a hold-out showed nothing before, and
    in one about such answers nothing to its other arm."""
    running = [one for one in held.running(now) if one.kind is Kind.HOLDOUT]
    if not running or enquiry.channel == BY_STAFF:
        return NOT_DRAWN
    arms = held.of_enquiry(enquiry.id)
    before = _drawn(running, arms)
    somebody = who(person=enquiry.person, email=email)
    new = [
        exposure(one, enquiry.id, somebody, now)
        for one in running
        if somebody and one.id not in arms and one.covers(EMAIL, enquiry.form)
    ]
    if before.withheld:
        return before
    found = _drawn(running, {**arms, **{one.experiment: one.arm for one in new}})
    return replace(found, exposures=tuple(new))


def withheld_on(held: Experiments, enquiry: str, now: datetime) -> bool:
    """Whether a running hold-out keeps articles from an enquiry, on its ticket's page too."""
    return _drawn(held.running(now), held.of_enquiry(enquiry)).withheld


def requested(held: Experiments, enquiry: Enquiry, now: datetime) -> tuple[Exposure, ...]:
    """For a request that comes without a question: it counts for whoever asked one before, as
    long as that is not too long ago."""
    somebody = who(person=enquiry.person, visitor=enquiry.visitor, session=enquiry.session)
    if not somebody or enquiry.channel == BY_STAFF:
        return ()
    found = []
    for experiment in (one for one in held.all() if now < one.final_at):
        at = held.exposed_at(experiment.id, unit_of(experiment, somebody))
        if at and now < at + experiment.counts_for:
            found.append(exposure(experiment, enquiry.id, somebody, now, asked=False))
    return tuple(found)


def _drawn(running: list[Experiment], arms: Mapping[str, Arm]) -> Drawn:
    mine = {one.id: arm for one in running if (arm := arms.get(one.id))}
    other = [one for one in running if mine.get(one.id) is Arm.OTHER]
    return Drawn(
        mine,
        any(one.kind is Kind.HOLDOUT for one in other),
        {one.setting: one.value for one in other if one.kind is Kind.SETTING},
        generation=next((one.generation for one in other if one.kind is Kind.GENERATION), ""),
    )
