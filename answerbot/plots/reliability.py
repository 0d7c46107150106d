"""Reliability: what was claimed against what was right, in bins of confidence.

Knows: how the picture looks.
Must not know: where the bins come from, the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from answerbot.plots.svg import Chart, shares


class Bin(Protocol):
    """Answers of like confidence: how many, the mean confidence, the share that was right."""

    @property
    def n(self) -> int:
        """How many."""
        ...

    @property
    def claimed(self) -> float:
        """Their mean confidence."""
        ...

    @property
    def right(self) -> float:
        """The share of them that was right."""
        ...


def reliability_chart(bins: Sequence[Bin], labels: tuple[str, str]) -> Chart:
    """A point a bin beside the line of honesty, the larger the more answers; at least one."""
    most = max(one.n for one in bins)
    chart = Chart(shares(labels[0]), shares(labels[1]))
    chart.line([(0, 0), (1, 1)], "quiet")
    chart.line([(one.claimed, one.right) for one in bins], "one")
    for one in bins:
        chart.dot(one.claimed, one.right, "one", size=3 + 7 * (one.n / most) ** 0.5)
    return chart
