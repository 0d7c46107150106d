"""Precision against coverage: what each threshold would do, and what the present one does.

Knows: thresholds from sure to unsure.
Must not know: other plots, the page.
"""

from __future__ import annotations

from itertools import groupby
from typing import NamedTuple

from answerbot.plots.offers import Mark, offers_chart
from answerbot.plots.svg import Plot, percent
from eval.measures import Judged

TITLE = "Precision and coverage"
LABELS = ("questions in scope with an offer", "offers that are right")

TABLE = (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)


class At(NamedTuple):
    """What a threshold does: shares of questions in scope with an offer, of offers that are
    right, and of questions out of scope met with silence (None without any)."""

    threshold: float
    coverage: float
    precision: float
    oos_recall: float | None


def thresholds(judged: Judged) -> list[At]:
    """Every confidence as a threshold, from the highest; empty without questions in scope."""
    asked = [q for q in (*judged.in_scope, *judged.out_of_scope) if judged.answered(q)]
    inside, n, out = frozenset(judged.in_scope), len(judged.in_scope), len(judged.out_of_scope)
    if not n:
        return []
    found, covered, right, wrong_out = [], 0, 0, 0
    ordered = sorted(asked, key=judged.confidence, reverse=True)
    for confidence, tied in groupby(ordered, key=judged.confidence):
        for query in tied:
            covered += query in inside
            wrong_out += query not in inside
            right += query in inside and judged.right(query)
        silence = 1 - wrong_out / out if out else None
        found.append(At(confidence, covered / n, right / (covered + wrong_out), silence))
    return found


def precision_plot(judged: Judged) -> Plot | None:
    """None where there is nothing to draw."""
    steps = thresholds(judged)
    if not steps:
        return None
    says = "Each point of the line is a threshold: the lower it is, the more is offered."
    present = _at(steps, judged.threshold)
    if present:
        says += (
            f" At the threshold in force, {judged.threshold:g}, something is offered to "
            f"{percent(present.coverage)} of the questions in scope, and of all offers "
            f"{percent(present.precision)} are right."
        )
    marks = [Mark(present.coverage, present.precision, "now")] if present else []
    line = [(step.coverage, step.precision) for step in steps]
    chart = offers_chart(line, marks, LABELS)
    rows = [(threshold, at) for threshold in TABLE if (at := _at(steps, threshold))]
    return Plot(
        TITLE,
        says,
        chart.svg(TITLE, says),
        ("threshold", "coverage", "precision", "oos_recall"),
        tuple(
            (f"{threshold:g}", percent(at.coverage), percent(at.precision), _silence(at))
            for threshold, at in rows
        ),
    )


def _at(steps: list[At], threshold: float | None) -> At | None:
    """What happens at a threshold: the lowest confidence that still reaches it."""
    reached = [step for step in steps if threshold is not None and step.threshold >= threshold]
    return reached[-1] if reached else None


def _silence(at: At) -> str:
    return "-" if at.oos_recall is None else percent(at.oos_recall)
