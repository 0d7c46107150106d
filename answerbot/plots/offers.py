"""Precision against coverage: a line of thresholds, and where things stand now.

Knows: how the picture looks.
Must not know: where the points come from, the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from answerbot.plots.svg import Chart, shares

MOST = 400
"""Points of a line; more cannot be told apart."""

SIZE = 6.0


class Mark(NamedTuple):
    """A point with a word on its side: `start` to the right of it, `end` to the left."""

    coverage: float
    precision: float
    word: str
    side: str = "start"


def offers_chart(
    line: Sequence[tuple[float, float]], marks: Sequence[Mark], labels: tuple[str, str]
) -> Chart:
    """(coverage, precision) as a line with marks; `labels` are those of the two axes. There
    is at least one point."""
    chart = Chart(shares(labels[0]), shares(labels[1]))
    chart.line([*line[:: 1 + len(line) // MOST], line[-1]], "one")
    for mark in marks:
        chart.dot(mark.coverage, mark.precision, "two", size=SIZE)
        chart.word(mark.coverage, mark.precision, mark.word, anchor=mark.side)
    return chart
