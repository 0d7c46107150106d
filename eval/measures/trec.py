"""Means over queries in scope, through ir_measures.

Knows: how judged answers become ir_measures' records.
Must not know: which measure is asked for, what it means.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import ir_measures
import numpy as np
from numpy.typing import NDArray

from eval.measures.base import Judged

PER_QUERY = {
    "hit@1": ir_measures.Success @ 1,
    "hit@3": ir_measures.Success @ 3,
    "mrr@10": ir_measures.RR @ 10,
    "ndcg@10": ir_measures.nDCG @ 10,
}
"""Declared measures that are a mean over queries, as ir_measures has them."""


def each(measure: Any, judged: Judged) -> NDArray[np.float64]:
    """The measure of every query in scope, shape (queries,); 0 where nothing was found."""
    calculated = ir_measures.iter_calc([measure], list(_qrels(judged)), list(_scored(judged)))
    values = {metric.query_id: float(metric.value) for metric in calculated}
    return np.array([values.get(query, 0.0) for query in judged.in_scope], dtype=float)


def mean(measure: Any, judged: Judged) -> float | None:
    """The mean of an ir_measures measure over all queries in scope; None if there is none.

    Divided by the number of queries, not of judged or answered ones, so that no query
    is dropped.
    """
    if not judged.in_scope:
        return None
    return float(np.sum(each(measure, judged))) / len(judged.in_scope)


def _qrels(judged: Judged) -> Iterator[ir_measures.Qrel]:
    for query in judged.in_scope:
        for article, grade in judged.qrels.get(query, {}).items():
            yield ir_measures.Qrel(query, article, grade)


def _scored(judged: Judged) -> Iterator[ir_measures.ScoredDoc]:
    """Scores that only tell the order, so that trec_eval cannot break ties its own way."""
    for query in judged.in_scope:
        for place, answer in enumerate(judged.run.get(query, ())):
            yield ir_measures.ScoredDoc(query, answer.article, -float(place))
