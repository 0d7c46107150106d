"""Reliability: what was claimed against what was right.

Knows: the bins of the calibration error.
Must not know: other plots, the page.
"""

from __future__ import annotations

from answerbot.plots.reliability import reliability_chart
from answerbot.plots.svg import Plot, percent
from eval.measures import Judged
from eval.measures.ece import bins

TITLE = "Reliability"
LABELS = ("confidence claimed", "right answers")
SAYS = (
    "On the dashed line, confidence is honest: of what is claimed at 80 %, 80 % is right. "
    "Points below claim too much. The larger the point, the more questions."
)


def reliability_plot(judged: Judged) -> Plot | None:
    """None where there is nothing to draw."""
    found = bins(judged)
    if not found:
        return None
    chart = reliability_chart(found, LABELS)
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
