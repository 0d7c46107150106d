"""The chore that works out what persons did once their window has passed.

Knows: how much to do in a turn.
Must not know: SQL, what is counted.
"""

from __future__ import annotations

from dataclasses import dataclass

from answerbot.chores import Chores
from answerbot.clock import Clock
from answerbot.store.experiments import Experiments

NAME = "experiments"
EVERY = 60.0
AT_ONCE = 50
"""Persons of a transaction: others write between two."""

SHIFT = 2.0


@dataclass(frozen=True, slots=True)
class Counting:
    """Counts until nobody is left or others want their turn."""

    held: Experiments
    clock: Clock
    chores: Chores

    def turn(self) -> int:
        """Count some; returns how many."""
        over, done = self.chores.shift(SHIFT), 0
        while counted := self.held.count(now=self.clock(), limit=AT_ONCE):
            done += counted
            if over():
                self.chores.hurry(NAME)
                break
        return done
