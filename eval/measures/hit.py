"""hit@k: was a right article among the first k?

Knows: hit@k.
Must not know: other measures.
"""

from __future__ import annotations

import ir_measures

from eval.measures.base import Judged, Measure
from eval.measures.trec import mean


def hit_at(k: int) -> Measure:
    """The measure hit@k, for k of 1 or more."""

    def of(judged: Judged) -> float | None:
        return mean(ir_measures.Success @ k, judged)

    return Measure(
        name=f"hit@{k}",
        meaning=f"Share of queries in scope with a right article among the first {k}.",
        citation="Success@k: Macdonald, Tonellotto, MacAvaney, ir-measures.io/measures",
        of=of,
    )


HIT_AT_1 = hit_at(1)
HIT_AT_3 = hit_at(3)
