"""MRR@10: how far down is the first right article?

Knows: MRR@10.
Must not know: other measures.
"""

from __future__ import annotations

import ir_measures

from eval.measures.base import Judged, Measure
from eval.measures.trec import mean


def _of(judged: Judged) -> float | None:
    return mean(ir_measures.RR @ 10, judged)


MRR_AT_10 = Measure(
    name="mrr@10",
    meaning="Mean over queries in scope of 1 / place of the first right article; 0 below ten.",
    citation="Kantor and Voorhees, The TREC-5 Confusion Track, Information Retrieval 2, 2000",
    of=_of,
)
