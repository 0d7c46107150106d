"""solved@p80: how many questions are answered right if four of five answers must be?

Knows: solved@p80.
Must not know: other measures.
"""

from __future__ import annotations

from itertools import groupby

from eval.measures.base import Judged, Measure

PRECISION = 0.8


def solved_at(precision: float, judged: Judged) -> float | None:
    """Share of queries in scope answered right at the lowest threshold that keeps
    `precision`. The threshold is chosen in hindsight: an upper bound. Queries of equal
    confidence are answered together or not at all."""
    if not judged.in_scope:
        return None
    asked = [query for query in (*judged.in_scope, *judged.out_of_scope) if judged.answered(query)]
    inside = frozenset(judged.in_scope)
    solved = given = best = 0
    for _, tied in groupby(
        sorted(asked, key=judged.confidence, reverse=True), key=judged.confidence
    ):
        step = list(tied)
        given += len(step)
        solved += sum(query in inside and judged.right(query) for query in step)
        if solved >= precision * given - 1e-9:
            best = solved
    return best / len(judged.in_scope)


def _of(judged: Judged) -> float | None:
    return solved_at(PRECISION, judged)


SOLVED_AT_P80 = Measure(
    name="solved@p80",
    meaning="Share of queries in scope answered right at the lowest confidence threshold at "
    "which at least 80 % of all answers given, in and out of scope, are right.",
    citation="Recall at fixed precision; Eban et al., Scalable Learning of Non-Decomposable "
    "Objectives, AISTATS 2017",
    of=_of,
)
