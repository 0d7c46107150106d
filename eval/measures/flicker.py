"""Flicker: how often does the list change after the answer is there?

Knows: flicker.
Must not know: other measures.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from eval.measures.typed import Typed, TypingMeasure


def changes(typed: Typed) -> tuple[int, int]:
    """Changes of the list, and keystrokes, after a right article was first shown."""
    if not any(typed.found):
        return 0, 0
    after = typed.lists[typed.found.index(True) :]
    return sum(before != now for before, now in pairwise(after)), len(after) - 1


def _of(typed: Sequence[Typed]) -> float | None:
    counts = [changes(one) for one in typed]
    keystrokes = sum(after for _, after in counts)
    return sum(changed for changed, _ in counts) / keystrokes if keystrokes else None


FLICKER = TypingMeasure(
    name="flicker",
    meaning="Changes of the list shown (another article, or another order) per keystroke, over "
    "all keystrokes after a right article was first shown.",
    citation="After churn between versions: Milani Fard et al., Launch and Iterate: Reducing "
    "Prediction Churn, NIPS 2016",
    of=_of,
    less_is_better=True,
)
