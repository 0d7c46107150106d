"""Means over queries in scope, through ir_measures.

Knows: how judged answers become ir_measures' records.
Must not know: which measure is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import ir_measures

from eval.measures.base import Judged


def mean(measure: Any, judged: Judged) -> float | None:
    """The mean of an ir_measures measure over all queries in scope; None if there is none.

    Divided by the number of queries, not of judged or answered ones, so that no query
    is dropped.
    """
    if not judged.in_scope:
        return None
    found = ir_measures.iter_calc([measure], list(_qrels(judged)), list(_scored(judged)))
    return float(sum(metric.value for metric in found)) / len(judged.in_scope)


def _qrels(judged: Judged) -> Iterator[ir_measures.Qrel]:
    for query in judged.in_scope:
        for article, grade in judged.qrels.get(query, {}).items():
            yield ir_measures.Qrel(query, article, grade)


def _scored(judged: Judged) -> Iterator[ir_measures.ScoredDoc]:
    """Scores that only tell the order, so that trec_eval cannot break ties its own way."""
    for query in judged.in_scope:
        for place, answer in enumerate(judged.run.get(query, ())):
            yield ir_measures.ScoredDoc(query, answer.article, -float(place))
