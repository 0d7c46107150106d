"""The whole simulation, in memory: from a seed to what happened, and what is true of it.

Knows: the order of steps.
Must not know: SQL, how offers are found.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from answerbot.enquiries import Event, Kind
from answerbot.simulation.behaviour import DRAWS, Deeds, Offered, Situation, deeds, situation
from answerbot.simulation.design import Design, Flags, design
from answerbot.simulation.parameters import DEFAULT, Parameters
from answerbot.simulation.scribe import Scribe
from answerbot.simulation.truth import Truth, truth
from answerbot.simulation.wanted import Wanted


@dataclass(frozen=True)
class Simulation:
    """What people asked and did."""

    seed: int
    wanted: Wanted
    offers: Sequence[Event]
    until: datetime
    parameters: Parameters
    design: Design
    situation: Situation
    deeds: Deeds

    @property
    def scribe(self) -> Scribe:
        """Who writes it down."""
        return Scribe(
            self.seed, self.design, self.wanted, self.offers, self.situation, self.deeds,
            self.parameters, self.until,
        )  # fmt: skip

    def truth(self, among: Flags | None = None) -> Truth:
        """What is true of it."""
        return truth(self.design, self.situation, self.wanted.wordings, self.parameters, among)


def simulate(
    seed: int,
    wanted: Wanted,
    offers: Sequence[Event],
    until: datetime,
    parameters: Parameters = DEFAULT,
) -> Simulation:
    """Everybody asks, and does what they do: the same people with the same fates for the same
    seed. `offers` has, of each wording, the event of its offer."""
    rng = np.random.default_rng(seed)
    made = design(rng, wanted.wordings, parameters, until, seed)
    found = situation(made, wanted.wordings, [offered(event) for event in offers], parameters)
    draws = rng.random((len(made.at), DRAWS))
    done = deeds(found, parameters, draws, made.treated)
    return Simulation(seed, wanted, offers, until, parameters, made, found, done)


def offered(event: Event) -> Offered:
    """What an offer's event says."""
    if event.kind is not Kind.OFFERED:
        return Offered()
    return Offered(tuple(event.detail["articles"]), event.locale)
