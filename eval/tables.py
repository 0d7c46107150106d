"""Reports as tables on a terminal.

Knows: rich, columns, how a figure is written.
Must not know: how anything is measured, options.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

from eval.means import AVERAGED, mean_of, means

COUNTS = ("queries", "oos", "documents")
TIMES = ("p50", "p95")

Report = Mapping[str, Any]


def show(reports: Sequence[Report], console: Console) -> None:
    """All reports: a row a folder, the means of several, then the warnings."""
    console.print(figures(reports))
    typed = [report for report in reports if report["typing"]]
    if typed:
        console.print(typing(typed))
    for report in reports:
        for warning in report["warnings"]:
            console.print(f"{report['dataset']}: {warning}", markup=False, style="yellow")


def figures(reports: Sequence[Report]) -> Table:
    """A row a folder and, of more than one, a last row of means over those that have the
    figure. A figure that no folder has gets no column."""
    names = [n for n in AVERAGED if any(report[n] is not None for report in reports)]
    table = numbers("dataset", *COUNTS, *names, *(f"{time} ms" for time in TIMES))
    for report in reports:
        latency = report["latency_ms"] or {}
        cells = [report[n] for n in (*COUNTS, *names)] + [latency.get(time) for time in TIMES]
        table.add_row(report["dataset"], *map(cell, cells))
    if len(reports) > 1:
        table.add_section()
        mean = means(reports)
        table.add_row(
            f"mean of {len(reports)}",
            *[""] * len(COUNTS),
            *(cell(mean[n]) for n in names),
            *[""] * len(TIMES),
        )
    return table


TYPING = ("effort@3", "flicker", "half_hit@3")


def typing(reports: Sequence[Report]) -> Table:
    """Typing: each figure beside that of the plain pipeline."""
    heads = [head for name in TYPING for head in (name, "plain")]
    table = numbers("while typing", "typed", *heads, "effort saved", "flicker ratio")
    for report in reports:
        found = report["typing"]
        pairs = [value for name in TYPING for value in (found[name], found["plain"][name])]
        cells = (found["queries"], *pairs, found["effort_saved"], found["flicker_ratio"])
        table.add_row(report["dataset"], *map(cell, cells))
    if len(reports) > 1:
        table.add_section()
        mean = [mean_of(report["typing"][name] for report in reports) for name in TYPING]
        plain = [mean_of(report["typing"]["plain"][name] for report in reports) for name in TYPING]
        pairs = [value for pair in zip(mean, plain, strict=True) for value in pair]
        rest = [
            mean_of(report["typing"][name] for report in reports)
            for name in ("effort_saved", "flicker_ratio")
        ]
        table.add_row(f"mean of {len(reports)}", "", *map(cell, (*pairs, *rest)))
    return table


def numbers(first: str, *rest: str) -> Table:
    """A table whose columns but the first stand to the right."""
    table = Table(first, *rest)
    for column in table.columns[1:]:
        column.justify = "right"
    return table


def cell(value: float | None) -> str:
    """A count, a figure with three places, or a dash for none."""
    if value is None:
        return "-"
    return f"{value:,}" if isinstance(value, int) else f"{value:.3f}"
