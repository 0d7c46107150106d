"""What a measure of typing is, and what it is computed from.

Knows: the lists shown, keystroke by keystroke.
Must not know: where they come from, how figures are shown.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple


class Typed(NamedTuple):
    """One question as it was typed: the articles shown after each keystroke, best first,
    and those that are right. At least one keystroke."""

    lists: tuple[tuple[str, ...], ...]
    right: frozenset[str]

    @property
    def found(self) -> tuple[bool, ...]:
        """After each keystroke, whether a right article is among those shown."""
        return tuple(not self.right.isdisjoint(shown) for shown in self.lists)

    def right_at(self, share: float) -> bool:
        """The same after a share of the characters, at least one of them."""
        return self.found[max(1, math.floor(share * len(self.lists) + 1e-9)) - 1]


class TypingMeasure(NamedTuple):
    """A declared measure of typed questions. `of` gives None where it does not apply."""

    name: str
    meaning: str
    citation: str
    of: Callable[[Sequence[Typed]], float | None]
    less_is_better: bool = False
