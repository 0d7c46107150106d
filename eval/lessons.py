"""A run of learning: the next generation is made aside, examined, and published or not.

Knows: the order of the steps.
Must not know: what is learnt, how it is examined, how results are shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import NamedTuple

from answerbot.commands.common import options_of
from answerbot.settings import Settings
from answerbot.store.articles import Articles
from answerbot.store.db import Store
from answerbot.store.lessons import Telling
from answerbot.teaching import Taught, taught
from corpora.curation import Phrasing
from eval.examination import examination
from eval.index import Setup
from eval.trial import Trial, tried
from indexer.build import Prepared, prepared
from indexer.embed import Progress
from indexer.generation import current, verify
from indexer.searcher import open_current, open_folder

NOTHING, PUBLISHED, REFUSED, WOULD = "nothing to learn", "published", "refused", "would publish"


class Learnt(NamedTuple):
    """What a run found and did. `trial` is None if there is nothing new; `gained` and
    `lost` count wordings an article, by which the generations differ."""

    decision: str
    generation: str
    taught: Taught
    trial: Trial | None = None
    gained: Mapping[str, int] = MappingProxyType({})
    lost: Mapping[str, int] = MappingProxyType({})


NOTHING, PUBLISHED, REFUSED, WOULD = "nothing to learn", "published", "refused", "would publish"


def run(settings: Settings, *, now: datetime, dry_run: bool, progress: Progress) -> Learnt:
    """Learn up to the latest event. Raises NoGeneration if nothing is indexed, GenerationDamaged
    if what serves cannot be compared with, BadLabels."""
    verify(settings.index / current(settings.index))
    store = Store(settings.database)
    try:
        telling = Telling(store)
        until = telling.newest()
        known = taught(store, settings, until=until)
        setup = Setup(home=settings.home, now=now, form_precision=settings["form_precision"])
        with prepared(
            Articles(store).all(),
            settings.index,
            now=now,
            curation=known.curation,
            options=options_of(settings),
            progress=progress,
        ) as made:
            found = _examined(made, settings, known, setup, progress)
            accepted = found.decision in (NOTHING, PUBLISHED)
            if accepted and not dry_run:
                # Before it is published: lessons that passed may be indexed again, others not.
                telling.learn(until)
                made.publish()
    finally:
        store.close()
    return found._replace(decision=WOULD) if dry_run and found.trial and accepted else found


def _examined(
    made: Prepared, settings: Settings, known: Taught, setup: Setup, progress: Progress
) -> Learnt:
    name = made.built.manifest.name
    if not made.built.changed:
        return Learnt(NOTHING, name, known)
    old, new = open_current(settings.index).searcher, open_folder(made.folder)
    trial = tried(old, new, examination(new, known, setup), setup, progress=progress)
    before, now = Counter(old.curation.phrasings), Counter(new.curation.phrasings)
    decision, serves = (REFUSED, old) if trial.objections else (PUBLISHED, new)
    return Learnt(
        decision,
        serves.manifest.name,
        known,
        trial,
        gained=_by_article(now - before),
        lost=_by_article(before - now),
    )


def _by_article(phrasings: Counter[Phrasing]) -> Counter[str]:
    found: Counter[str] = Counter()
    for phrasing, times in phrasings.items():
        found[phrasing.article] += times
    return found
