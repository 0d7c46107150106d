"""AUROC: does confidence tell questions that we can answer from those that we cannot?

Knows: the area under the ROC curve, as the rank statistic of Mann and Whitney.
Must not know: other measures.
"""

from __future__ import annotations

import numpy as np
from scipy.stats import rankdata

from eval.measures.base import Judged, Measure


def _of(judged: Judged) -> float | None:
    inside, outside = len(judged.in_scope), len(judged.out_of_scope)
    if not inside or not outside:
        return None
    queries = (*judged.in_scope, *judged.out_of_scope)
    ranks = rankdata([judged.confidence(query) for query in queries])
    above = float(np.sum(ranks[:inside])) - inside * (inside + 1) / 2
    return above / (inside * outside)


AUROC = Measure(
    name="auroc",
    meaning="Chance that a query in scope gets a higher confidence than one out of scope; "
    "a tie counts half, no answer is confidence 0.",
    citation="Fawcett, An introduction to ROC analysis, Pattern Recognition Letters 27, 2006",
    of=_of,
)
