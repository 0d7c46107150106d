"""The true values of a simulation: what honest figures have to recover.

Knows: the model's probabilities, and over which enquiries each figure is taken.
Must not know: what was drawn, the ledger, how figures are made.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from answerbot.simulation.behaviour import Chances, Situation, chances
from answerbot.simulation.design import Design, Flags
from answerbot.simulation.parameters import Parameters
from answerbot.simulation.wanted import BADLY_SERVED, Sort, Wording


@dataclass(frozen=True, slots=True)
class Rise:
    """An article's true share of Yes among those who open it, before and after `at`."""

    article: str
    at: datetime
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Deflection:
    """The true share of people who ask for a human, without the bot and with it, among those whom
    the hold-out covers: by what they ask in the days that count."""

    begins: datetime
    ends: datetime
    without: float
    treated: float

    @property
    def effect(self) -> float:
        """What the bot prevents."""
        return self.without - self.treated


@dataclass(frozen=True, slots=True)
class Truth:
    """`confirmed` and `helped` are over all enquiries; that an article `helped` need not be
    said. `gaps` have how often each was asked, most first; `incident` is when it began."""

    confirmed: float
    helped: float
    deflection: Deflection
    rise: Rise
    gaps: dict[str, int]
    badly_served: str
    incident: datetime


def truth(
    design: Design,
    found: Situation,
    wordings: Sequence[Wording],
    p: Parameters,
    among: Flags | None = None,
) -> Truth:
    """The true values, given who asks what and when; `among` leaves out the other enquiries
    of `confirmed` and `helped`."""
    real = chances(found, p, design.treated)
    some = np.ones(len(design.at), dtype=bool) if among is None else among
    n = some.sum() + real.anew[some].sum()
    return Truth(
        confirmed=float(real.confirmed[some].sum() / n),
        helped=float(real.helped[some].sum() / n),
        deflection=_deflection(design, found, p),
        rise=_rise(design, p),
        gaps=_gaps(design, wordings),
        badly_served=BADLY_SERVED,
        incident=design.incident,
    )


def _deflection(design: Design, found: Situation, p: Parameters) -> Deflection:
    counted = within(design)
    without, treated = (
        _asking(chances(found, p, shown), design.person, counted) for shown in (False, True)
    )
    return Deflection(design.moment(p.holdout_from), design.moment(p.holdout_until),
        without, treated)  # fmt: skip


def within(design: Design) -> Flags:
    """The enquiries that count: those of people in the hold-out, in the days from their first."""
    first = np.full(len(design.at), np.inf)
    np.minimum.at(first, design.person[design.exposed], design.at[design.exposed])
    window = design.trial.counts_for.total_seconds()
    counted: Flags = design.exposed & (design.at < first[design.person] + window)
    return counted


def _asking(found: Chances, person: NDArray[np.int64], counted: Flags) -> float:
    """The mean over people of the chance that at least one of their enquiries leads to a human."""
    who = person[counted]
    never = np.clip(1 - found.submits[counted] - found.anew[counted], 1e-300, 1)
    theirs = np.bincount(who, np.log(never))[np.unique(who)]
    return float(1 - np.exp(theirs).mean())


def _rise(design: Design, p: Parameters) -> Rise:
    yes = (
        helps * p.says_yes + (1 - helps) * p.yes_in_vain
        for helps in (p.rewritten.before, p.rewritten.after)
    )
    return Rise(p.rewritten.article, design.moment(p.rewritten.at), *yes)


def _gaps(design: Design, wordings: Sequence[Wording]) -> dict[str, int]:
    counts = np.bincount(design.wording, minlength=len(wordings))
    found: dict[str, int] = {}
    for one, n in zip(wordings, counts, strict=True):
        if one.sort is Sort.GAP:
            found[one.intent] = found.get(one.intent, 0) + int(n)
    return dict(sorted(found.items(), key=lambda item: -item[1]))


def mature(design: Design, until: datetime, matures: timedelta) -> Flags:
    """Which enquiries are old enough for all that may yet become of them."""
    flags: Flags = design.at < (until - matures - design.begin).total_seconds()
    return flags
