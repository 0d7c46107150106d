"""What the threshold in force does: coverage, and the precision of what is offered.

Knows: coverage, precision.
Must not know: other measures, where the threshold comes from.
"""

from __future__ import annotations

from eval.measures.base import Judged, Measure


def _coverage(judged: Judged) -> float | None:
    if judged.threshold is None or not judged.in_scope:
        return None
    return sum(map(judged.offered, judged.in_scope)) / len(judged.in_scope)


def _precision(judged: Judged) -> float | None:
    if judged.threshold is None:
        return None
    asked = (*judged.in_scope, *judged.out_of_scope)
    offered = sum(map(judged.offered, asked))
    right = sum(judged.offered(query) and judged.right(query) for query in judged.in_scope)
    return right / offered if offered else None


COVERAGE = Measure(
    name="coverage",
    meaning="Share of questions in scope to which something is offered at the threshold in force.",
    citation="El-Yaniv and Wiener, On the Foundations of Noise-free Selective Classification, "
    "JMLR 11, 2010",
    of=_coverage,
)

PRECISION = Measure(
    name="precision",
    meaning="Share of the questions with an offer at the threshold in force, in and out of "
    "scope, whose first article is right.",
    citation="One minus selective risk: El-Yaniv and Wiener, JMLR 11, 2010",
    of=_precision,
)
