"""effort@3: how much of a question must be typed until its answer is there to stay?

Knows: effort@3.
Must not know: other measures.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean

from eval.measures.typed import Typed, TypingMeasure


def effort(typed: Typed) -> float:
    """The share of one question's characters; 1 if the answer is not there at the end."""
    wrong = [place for place, found in enumerate(typed.found, 1) if not found]
    last_wrong = wrong[-1] if wrong else 0
    return min(last_wrong + 1, len(typed.lists)) / len(typed.lists)


def _of(typed: Sequence[Typed]) -> float | None:
    return fmean(map(effort, typed)) if typed else None


EFFORT_AT_3 = TypingMeasure(
    name="effort@3",
    meaning="Mean share of a question's characters typed until a right article is among the "
    "three shown and stays among them to the end; 1 if it never is.",
    citation="After MKS, minimum keystrokes: Duan and Hsu, Online Spelling Correction for "
    "Query Completion, WWW 2011",
    of=_of,
    less_is_better=True,
)
