"""The learning curve: what known phrasings are worth.

Knows: the learning curve of a report.
Must not know: other plots, the page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from answerbot.plots.svg import Axis, Chart, Plot, percent, shares

TITLE = "Learning"
SAYS = (
    "hit@3 (solid) and hit@1 (dashed) against the number of known phrasings an article has at most."
)


def learning_plot(steps: Sequence[Mapping[str, Any]] | None) -> Plot | None:
    """None where no curve was measured."""
    if not steps:
        return None
    names = [_name(step) for step in steps]
    ticks = tuple(map(float, range(len(steps))))
    axis = Axis(
        "phrasings an article", 0, max(1.0, ticks[-1]), ticks, lambda place: names[round(place)]
    )
    chart = Chart(axis, shares("right article found"))
    for measure, kind in (("hit@1", "two"), ("hit@3", "one")):
        chart.line([(i, step[measure] or 0.0) for i, step in enumerate(steps)], kind, dots=True)
    rows = tuple(
        (name, f"{step['phrasings']:,}", *(percent(step[m] or 0.0) for m in ("hit@1", "hit@3")))
        for name, step in zip(names, steps, strict=True)
    )
    heads = ("an article", "in all", "hit@1", "hit@3")
    return Plot(TITLE, SAYS, chart.svg(TITLE, SAYS), heads, rows)


def _name(step: Mapping[str, Any]) -> str:
    return "all" if step["per_article"] is None else str(step["per_article"])
