"""half_hit@3: is the answer there when half of the question is typed?

Knows: half_hit@3.
Must not know: other measures, how much was typed.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean

from eval.measures.typed import Typed, TypingMeasure


def _of(typed: Sequence[Typed]) -> float | None:
    return fmean(one.found[0] for one in typed) if typed else None


HALF_HIT_AT_3 = TypingMeasure(
    name="half_hit@3",
    meaning="hit@3 when only the first half of each question's characters is asked, and nothing "
    "was shown before.",
    citation="Success@k: Macdonald, Tonellotto, MacAvaney, ir-measures.io/measures",
    of=_of,
)
"""Of questions with one list each: the one that half of the question gave."""
