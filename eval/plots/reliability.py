"""Reliability: what was claimed against what was right.

Knows: the bins of the calibration error.
Must not know: other plots, the page.
"""

from __future__ import annotations

from eval.measures import Judged
from eval.measures.ece import bins
from eval.plots.svg import Chart, Plot, percent, shares

TITLE = "Reliability"
SAYS = (
    "On the dashed line, confidence is honest: of what is claimed at 80 %, 80 % is right. "
    "Points below claim too much. The larger the point, the more questions."
)


def reliability_plot(judged: Judged) -> Plot | None:
    """None where there is nothing to draw."""
    found = bins(judged)
    if not found:
        return None
    most = max(one.n for one in found)
    chart = Chart(shares("confidence claimed"), shares("right answers"))
    chart.line([(0, 0), (1, 1)], "quiet")
    chart.line([(one.claimed, one.right) for one in found], "one")
    for one in found:
        chart.dot(one.claimed, one.right, "one", size=3 + 7 * (one.n / most) ** 0.5)
    rows = tuple(
        (
            f"{percent(one.low)} to {percent(one.high)}",
            f"{one.n:,}",
            percent(one.claimed),
            percent(one.right),
        )
        for one in found
    )
    heads = ("confidence", "questions", "claimed", "right")
    return Plot(TITLE, SAYS, chart.svg(TITLE, SAYS), heads, rows)
