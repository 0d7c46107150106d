"""nDCG@10: are the best articles on top, where some are better than others?

Knows: nDCG@10, with linear gains and a discount of log2, as trec_eval has it.
Must not know: other measures.
"""

from __future__ import annotations

import ir_measures

from eval.measures.base import Judged, Measure
from eval.measures.trec import mean


def _of(judged: Judged) -> float | None:
    return mean(ir_measures.nDCG @ 10, judged)


NDCG_AT_10 = Measure(
    name="ndcg@10",
    meaning="Mean over queries in scope of the discounted gain of the first ten, as a share "
    "of the best possible order's.",
    citation="Järvelin and Kekäläinen, Cumulated gain-based evaluation, TOIS 20(4), 2002",
    of=_of,
)
