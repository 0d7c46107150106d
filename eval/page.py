"""The report as one HTML page that needs nothing else: no script, no network.

Knows: which parts the page has, and the template.
Must not know: how anything is measured or drawn.

Questions and passages are hostile text: the template escapes everything, and the page
forbids itself to load or run anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from answerbot.plots.svg import Plot
from eval.evaluation import Evaluation
from eval.means import AVERAGED, means
from eval.measures import MEASURES
from eval.plots.effort import effort_plot
from eval.plots.latency import latency_plot
from eval.plots.learning import learning_plot
from eval.plots.precision import precision_plot
from eval.plots.reliability import reliability_plot
from eval.tables import COUNTS, cell

NAME = "report.html"

TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
TEMPLATES.filters["cell"] = cell


class Section(NamedTuple):
    """One dataset on the page."""

    report: dict[str, Any]
    plots: tuple[Plot, ...]


def page(evaluations: Sequence[Evaluation], *, now: datetime) -> str:
    """The whole page as text. `now` is when it was measured."""
    reports = [evaluation.report for evaluation in evaluations]
    names = [name for name in AVERAGED if any(report[name] is not None for report in reports)]
    return TEMPLATES.get_template(NAME).render(
        sections=[section(evaluation) for evaluation in evaluations],
        counts=COUNTS,
        names=names,
        means=means(reports) if len(reports) > 1 else None,
        measures=[measure for measure in MEASURES if measure.name in names],
        now=now.strftime("%Y-%m-%d %H:%M %Z").strip(),
    )


def section(evaluation: Evaluation) -> Section:
    """The plots of one dataset; those with nothing to draw are left out."""
    report, found = evaluation
    plots = (
        precision_plot(found.judged),
        reliability_plot(found.judged),
        effort_plot(report["typing"]),
        learning_plot(report["learning_curve"]),
        latency_plot(found.asked.took_ms),
    )
    return Section(report, tuple(plot for plot in plots if plot))
