"""Labelled queries to answers, and answers to figures.

Knows: how a query is asked and timed, how a run stands beside its labels.
Must not know: reports, how figures are shown, how a measure is computed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from time import perf_counter
from typing import NamedTuple

import numpy as np

from corpora.article import EVERYONE
from eval.folder import Folder
from eval.index import Setup
from eval.measures import MEASURES, Judged
from eval.records import Answer, LabelledQuery, Run
from indexer.build import silent
from indexer.embed import Progress
from indexer.query import Query, Ranking
from indexer.searcher import Searcher

DEPTH = 10
"""Answers asked for: as deep as the deepest measure looks."""


class Asked(NamedTuple):
    """What a searcher answered, and how long each search took, in milliseconds."""

    rankings: Mapping[str, Ranking]
    took_ms: Sequence[float]

    @property
    def run(self) -> Run:
        """The answers alone."""
        return {query: answers_of(ranking) for query, ranking in self.rankings.items()}


def ask(
    searcher: Searcher,
    queries: Sequence[LabelledQuery],
    setup: Setup,
    *,
    progress: Progress = silent,
    step: str = "Asking",
) -> Asked:
    """Ask every query once, in the order given, one after the other."""
    rankings: dict[str, Ranking] = {}
    took: list[float] = []
    for done, labelled in enumerate(queries, 1):
        query = query_of(labelled, setup)
        start = perf_counter()
        rankings[labelled.id] = searcher.search(query)
        took.append((perf_counter() - start) * 1000)
        progress(step, done, len(queries))
    return Asked(rankings, took)


def query_of(labelled: LabelledQuery, setup: Setup, *, limit: int = DEPTH) -> Query:
    """A labelled query as the index is asked; the label's language is taken as known."""
    return Query(
        text=labelled.text,
        now=setup.now,
        language=labelled.language.split("-")[0] if labelled.language else None,
        audiences=frozenset({labelled.audience} - {EVERYONE}),
        limit=limit,
    )


def answers_of(ranking: Ranking) -> tuple[Answer, ...]:
    """A ranking's articles, best first."""
    return tuple(Answer(hit.article, hit.confidence, hit.score) for hit in ranking.hits)


def judged(folder: Folder, run: Run, threshold: float | None = None) -> Judged:
    """The run beside the folder's labels, and the threshold in force."""
    inside = tuple(query.id for query in folder.queries)
    return Judged(inside, tuple(query.id for query in folder.oos), folder.qrels, run, threshold)


def measured(answers: Judged, names: Iterable[str] | None = None) -> dict[str, float | None]:
    """Each measure's value (or only those named), rounded to four places; None where it
    does not apply."""
    wanted = None if names is None else frozenset(names)
    chosen = (m for m in MEASURES if wanted is None or m.name in wanted)
    values = {measure.name: measure.of(answers) for measure in chosen}
    return {name: None if v is None else round(v, 4) for name, v in values.items()}


def percentiles(took_ms: Sequence[float]) -> dict[str, float] | None:
    """p50, p95 and p99 in milliseconds; None if nothing was timed."""
    if not took_ms:
        return None
    values = np.percentile(took_ms, [50, 95, 99])
    return {f"p{p}": round(float(v), 3) for p, v in zip((50, 95, 99), values, strict=True)}
