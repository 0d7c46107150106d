"""Old generation against new: may the new one serve?

Knows: both searchers' answers to an examination, and the rule of the decision.
Must not know: where lessons come from, files, tables.

The new one may not be worse beyond chance: for neither measure may the 95 % interval of
the difference, by the paired bootstrap of `significance.py`, lie below 0. And what editors
set and the old one puts first, the new one must put first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from eval.examination import PARTS, Examination, Guard, Part
from eval.index import Setup
from eval.measures import Judged
from eval.measures.trec import PER_QUERY, each
from eval.records import LabelledQuery, Run
from eval.runner import ask, query_of
from eval.significance import Difference, sampled
from indexer.build import silent
from indexer.embed import Progress
from indexer.searcher import Searcher

MEASURES = ("hit@3", "mrr@10")
RESAMPLES = 2000
SEED = 0


class Change(NamedTuple):
    """A question whose first right answer moved: its ranks before and now, None if it is not
    among the first ten."""

    part: Part
    query: LabelledQuery
    before: int | None
    now: int | None


class PartFigures(NamedTuple):
    """A part of the questions, and its figures in the old generation and in the new."""

    part: Part
    queries: int
    old: dict[str, float]
    new: dict[str, float]


class Trial(NamedTuple):
    """What became better and worse. `better` and `worse` hold the largest changes first."""

    differences: tuple[Difference, ...]
    parts: tuple[PartFigures, ...]
    better: tuple[Change, ...]
    worse: tuple[Change, ...]
    guards: int
    displaced: tuple[Guard, ...]

    @property
    def objections(self) -> list[str]:
        """Why the new generation may not serve; empty if it may."""
        fallen = [
            f"{d.measure} fell from {d.a:.3f} to {d.b:.3f}, which is more than chance"
            for d in self.differences
            if d.verdict == "worse"
        ]
        return fallen + [
            f"{guard.article} lost the first place for the {guard.kind} {guard.query.text!r}"
            for guard in self.displaced
        ]


def tried(
    old: Searcher,
    new: Searcher,
    asked: Examination,
    setup: Setup,
    *,
    progress: Progress = silent,
) -> Trial:
    """Ask both the same questions, and compare."""
    a = _judged(old, asked, setup, progress, "Asking the old one")
    b = _judged(new, asked, setup, progress, "Asking the new one")
    changes = _changes(asked, a, b)
    return Trial(
        differences=tuple(_differences(a, b)),
        parts=tuple(_figures(asked, a, b)),
        better=tuple(c for c in changes if _gain(c) > 0),
        worse=tuple(c for c in reversed(changes) if _gain(c) < 0),
        guards=len(asked.guards),
        displaced=tuple(
            guard
            for guard in asked.guards
            if _first(old, guard, setup) == guard.article != _first(new, guard, setup)
        ),
    )


def _judged(
    searcher: Searcher, asked: Examination, setup: Setup, progress: Progress, step: str
) -> Judged:
    run: Run = ask(searcher, asked.queries, setup, progress=progress, step=step).run
    return Judged(tuple(query.id for query in asked.queries), (), asked.qrels, run)


def _differences(a: Judged, b: Judged) -> list[Difference]:
    if not a.in_scope:
        return []
    rng = np.random.default_rng(SEED)
    found = sampled(a, b, rng=rng, resamples=RESAMPLES)
    return [found[name].difference(name) for name in MEASURES]


def _figures(asked: Examination, a: Judged, b: Judged) -> list[PartFigures]:
    found = []
    for part in PARTS:
        chosen = np.array([asked.parts[query] == part for query in a.in_scope], dtype=bool)
        if chosen.any():
            old, new = (
                {name: float(each(PER_QUERY[name], run)[chosen].mean()) for name in MEASURES}
                for run in (a, b)
            )
            found.append(PartFigures(part, int(chosen.sum()), old, new))
    return found


def _changes(asked: Examination, a: Judged, b: Judged) -> Sequence[Change]:
    """All questions whose rank changed, the largest gain first."""
    found = []
    for query in asked.queries:
        before, now = _rank(a, query.id), _rank(b, query.id)
        if before != now:
            found.append(Change(asked.parts[query.id], query, before, now))
    return sorted(found, key=lambda change: (-_gain(change), change.query.id))


def _rank(judged: Judged, query: str) -> int | None:
    right = judged.qrels.get(query, {})
    answers = judged.run.get(query, ())
    return next((n for n, one in enumerate(answers, 1) if right.get(one.article, 0) > 0), None)


def _gain(change: Change) -> float:
    """Of the reciprocal rank."""
    return sum(s / rank for s, rank in ((1, change.now), (-1, change.before)) if rank)


def _first(searcher: Searcher, guard: Guard, setup: Setup) -> str:
    query = replace(query_of(guard.query, setup, limit=1), locale=guard.locale)
    hits = searcher.search(query).hits
    return hits[0].article if hits else ""
