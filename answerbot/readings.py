"""An experiment's reading, from what is kept.

Knows: what a reading needs.
Must not know: HTTP, SQL, statistics.
"""

from __future__ import annotations

from answerbot.experiments.experiment import Arm, Experiment
from answerbot.experiments.known import Known, Told
from answerbot.experiments.reading import Days, Reading, read
from answerbot.services import Services
from answerbot.store.experiments import Experiments
from answerbot.store.exposures import DRAWN, KNOWN


def reading_of(services: Services, experiment: Experiment) -> Reading:
    """What it says by now."""
    held = Experiments(services.store)
    by_measure: dict[str, Days] = {}
    drawn = dict.fromkeys(Arm, 0)
    known = dict.fromkeys(Known, 0)
    for tally in held.tallies(experiment.id):
        if tally.measure == DRAWN:
            drawn[tally.arm] += tally.sums.n
        if tally.measure.startswith(KNOWN) and tally.measure != KNOWN:
            known[Known(tally.measure.removeprefix(KNOWN))] += tally.sums.n
        days = by_measure.get(tally.measure, ())
        by_measure[tally.measure] = (*days, (tally.day, tally.arm, tally.sums))
    return read(
        experiment,
        by_measure,
        drawn=(drawn[Arm.USUAL], drawn[Arm.OTHER]),
        waiting=held.waiting(experiment.id),
        now=services.clock(),
        told=Told(known),
    )
