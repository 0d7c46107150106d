"""The effort curve: how many have their answer when a share of the question is typed.

Knows: the curve of a report.
Must not know: other plots, the page.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from answerbot.plots.svg import Chart, Plot, percent, shares

TITLE = "While typing"
SAYS = (
    "Share of questions with a right article among the three shown, against the share of the "
    "question that is typed. Solid: what customers meet; dashed: a pipeline that knows nothing "
    "of typing."
)


def effort_plot(typing: Mapping[str, Any] | None) -> Plot | None:
    """None where nothing was typed."""
    if not typing or not typing["queries"]:
        return None
    curve = typing["curve"]
    chart = Chart(shares("of the question typed"), shares("right article shown"))
    chart.line(list(zip(curve["typed"], curve["plain"], strict=True)), "two")
    chart.line(list(zip(curve["typed"], curve["served"], strict=True)), "one")
    columns = zip(curve["typed"], curve["served"], curve["plain"], strict=True)
    rows = tuple(tuple(map(percent, row)) for row in columns)
    return Plot(TITLE, SAYS, chart.svg(TITLE, SAYS), ("typed", "served", "plain"), rows)
