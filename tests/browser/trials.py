"""Experiments as they look after three weeks: made up, straight into the store."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import numpy as np

from answerbot.enquiries import Event, Kind
from answerbot.experiments.experiment import Arm, Experiment, exposure, who
from answerbot.experiments.experiment import Kind as Sort
from answerbot.services import Services
from answerbot.store.experiments import Experiments, insert_experiment
from answerbot.store.exposures import insert_exposures
from answerbot.store.ledger import Enquiry, insert_enquiry, insert_events

RATES = {Arm.USUAL: 0.22, Arm.OTHER: 0.33}


def made_up(services: Services, *, days: int = 24, a_day: int = 90) -> list[Experiment]:
    """A hold-out that tells, one that is planned, and one that was stopped at once."""
    now = services.clock()
    began = now - timedelta(days=days)
    running = Experiment(
        "exp_running", "What does the bot prevent?", Sort.HOLDOUT, 200_000, "salt", began,
        now + timedelta(days=6), "staff:link", people=a_day * 30, window=3,
    )  # fmt: skip
    planned = replace(
        running, id="exp_planned", name="Is a stricter bot better?", kind=Sort.SETTING,
        setting="form_precision", value=0.7, begins_at=now + timedelta(days=3),
        ends_at=now + timedelta(days=31),
    )  # fmt: skip
    stopped = replace(
        running, id="exp_stopped", name="A try that went wrong", begins_at=began - timedelta(9),
        ends_at=began - timedelta(2), stopped_at=began - timedelta(8), stopped_by="staff:link",
    )  # fmt: skip
    rng = np.random.default_rng(4)

    def work(db: Any) -> None:
        for one in (running, planned, stopped):
            insert_experiment(db, one)
        for number in range(days * a_day):
            _ask(db, running, number, began + timedelta(days=number / a_day), rng)

    services.store.write(work)
    while Experiments(services.store).count(now=now, limit=500):
        pass
    return [running, planned, stopped]


def _ask(db: Any, made: Experiment, number: int, at: datetime, rng: np.random.Generator) -> None:
    enquiry = Enquiry(f"enq_trial_{number}", f"tab-{number}", "widget", "en", "", "", at)
    drawn = exposure(made, enquiry.id, who(person="", session=enquiry.session), at)
    insert_enquiry(db, enquiry)
    insert_exposures(db, [drawn])
    kinds = [Kind.ASKED]
    detail: dict[str, Any] = {"query": "made up", "typing": False, "channel": "widget"}
    if drawn.arm is Arm.OTHER:
        kinds.append(Kind.UNOFFERED)
        detail["withheld"] = ["a"]
    else:
        kinds.append(Kind.OFFERED)
        detail["articles"] = ["a"]
        if rng.random() < 0.3:
            kinds.append(Kind.ACCEPTED)
    if kinds[-1] is not Kind.ACCEPTED and rng.random() < RATES[drawn.arm] * 1.3:
        kinds.append(Kind.SUBMITTED)
    events = [
        Event(f"{enquiry.id}-{i}", enquiry.id, kind, at, article="a" * (kind is Kind.ACCEPTED),
              detail=detail if i == 1 else {})
        for i, kind in enumerate(kinds)
    ]  # fmt: skip
    insert_events(db, events)
