"""The true values of a simulation: what honest figures have to recover.

Knows: the model's probabilities, and over which enquiries each figure is taken.
Must not know: what was drawn, the ledger, how figures are made.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

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
    """The true share of enquiries that ask for a human, without the bot and with it, among those
    that were asked where the hold-out ran and while it did."""

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
    without, treated = (_share(chances(found, p, shown), design.exposed) for shown in (False, True))
    return Deflection(design.moment(p.holdout_from), design.moment(p.holdout_until),
        without, treated)  # fmt: skip


def _share(found: Chances, among: Flags) -> float:
    """Who asks anew is an enquiry more."""
    anew = found.anew[among].sum()
    return float((found.submits[among].sum() + anew) / (among.sum() + anew))


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
