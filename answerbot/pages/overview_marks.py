"""What happened on the days of the overview, and may explain its figures.

Knows: where each kind of happening is kept.
Must not know: figures, how a mark is drawn.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import NamedTuple

from answerbot.experiments.experiment import Arm, Experiment, Kind, Stage
from answerbot.overview import Mark
from answerbot.period import Period
from answerbot.services import Services
from answerbot.store.articles import Articles
from answerbot.store.experiments import Experiments
from answerbot.store.exposures import DRAWN
from answerbot.store.precisions import written
from answerbot.store.topics import Topics
from answerbot.topics import Topic
from indexer.errors import IndexerError
from indexer.generation import existing, read_manifest

MOST = 100
"""Changes of a precision, latest first."""


def happened(shared: Services) -> list[Mark]:
    """New generations, edited articles, incidents, unanswered questions, experiments, and other
    precisions wanted."""
    found = [
        Mark(kept.created_at.date(), kept.topic.kind.value, _title(shared, kept.topic))
        for kept in Topics(shared.store).all()
    ]
    root = shared.settings.index
    for name in existing(root):
        with suppress(IndexerError, OSError):
            manifest = read_manifest(root / name)
            found.append(Mark(manifest.created_at.date(), "generation", manifest.name))
    return found + _edited(shared) + _experiments(shared) + _precisions(shared)


class HeldOut(NamedTuple):
    """A hold-out, the customers who were drawn for it in the period (0 if that many are not among
    those who are looked at), and whether it still runs."""

    made: Experiment
    people: int
    running: bool


def held_out(shared: Services, period: Period, only: Mapping[str, str]) -> list[HeldOut]:
    """The hold-outs of a period whose customers are among those who are looked at: whoever is in
    one counts among those who asked, and was offered nothing."""
    held, now, found = Experiments(shared.store), shared.clock(), list[HeldOut]()
    for made in held.all():
        begins, ends = made.begins_at.date(), made.over_at.date()
        here = made.kind is Kind.HOLDOUT and begins <= period.last and ends >= period.first
        if not here or not _meets(made, only):
            continue
        drawn = {
            tally.day: tally.sums.n
            for tally in held.tallies(made.id)
            if (tally.measure, tally.arm) == (DRAWN, Arm.OTHER) and tally.day <= period.last
        }
        people = sum(n for day, n in drawn.items() if day >= period.first)
        if drawn:
            all_of_it = people if _all_in(made, only) else 0
            found.append(HeldOut(made, all_of_it, made.stage(now) is Stage.RUNNING))
    return found


def _meets(made: Experiment, only: Mapping[str, str]) -> bool:
    """Whether the choice has any of its customers."""
    channels = (only["channel"],) if "channel" in only else made.channels
    forms = (only["form"],) if "form" in only else made.forms or ("",)
    return any(made.covers(channel, form) for channel in channels for form in forms)


def _all_in(made: Experiment, only: Mapping[str, str]) -> bool:
    """Whether the choice has all of its customers."""
    channel, form = only.get("channel"), only.get("form")
    return (
        not only.keys() - {"channel", "form"}
        and (channel is None or made.channels == (channel,))
        and (form is None or made.forms == (form,))
    )


def _experiments(shared: Services) -> list[Mark]:
    """Who sees nothing in a hold-out is offered nothing: its beginning and end show."""
    found = []
    for made in Experiments(shared.store).all():
        found.append(Mark(made.begins_at.date(), "experiment", f"{made.name} begins"))
        if made.stage(shared.clock()) is Stage.OVER:
            found.append(Mark(made.over_at.date(), "experiment", f"{made.name} ends"))
    return found


def _precisions(shared: Services) -> list[Mark]:
    return [
        Mark(one.at.date(), "precision", f"{one.channel.setting} = {written(one.wanted)}")
        for one in shared.precisions.changes(limit=MOST)
    ]


def _edited(shared: Services) -> list[Mark]:
    return [
        Mark(day, "edited", f"{n} {'article' if n == 1 else 'articles'} edited or imported")
        for day, n in Articles(shared.store).edited().items()
    ]


def _title(shared: Services, topic: Topic) -> str:
    home = shared.settings["locale"]
    return topic.said(home, home).title
