"""What a measure is, and what it is computed from.

Knows: judged answers.
Must not know: where they come from, how figures are shown.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from eval.records import Qrels, Run


class Judged(NamedTuple):
    """A run beside the truth: ids of the queries in scope and out of it, the judgements
    and the answers. A query in scope without an answer stays in, and scores zero.

    `threshold` is the confidence from which on answers are shown; None where nobody set
    one, as for published systems."""

    in_scope: tuple[str, ...]
    out_of_scope: tuple[str, ...]
    qrels: Qrels
    run: Run
    threshold: float | None = None

    def confidence(self, query: str) -> float:
        """The confidence of the best answer; 0 where there is none."""
        answers = self.run.get(query)
        return answers[0].confidence if answers else 0.0

    def answered(self, query: str) -> bool:
        """Whether there is any answer."""
        return bool(self.run.get(query))

    def offered(self, query: str) -> bool:
        """Whether the best answer reaches the threshold; without one any answer does."""
        return self.answered(query) and self.confidence(query) >= (self.threshold or 0.0)

    def right(self, query: str) -> bool:
        """Whether the best answer is right. Out of scope none is."""
        answers = self.run.get(query)
        if not answers:
            return False
        return self.qrels.get(query, {}).get(answers[0].article, 0) > 0


class Measure(NamedTuple):
    """A declared measure. `of` gives None where the measure does not apply."""

    name: str
    meaning: str
    citation: str
    of: Callable[[Judged], float | None]
    less_is_better: bool = False
