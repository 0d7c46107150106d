"""Reports as tables on a terminal.

Knows: rich, columns, how a figure is written.
Must not know: how anything is measured, options.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from eval.means import AVERAGED, mean_of, means

COUNTS = ("queries", "oos", "documents")
TIMES = ("p50", "p95")
HEADS = (*COUNTS, *AVERAGED, *(f"{time} ms" for time in TIMES))

Report = Mapping[str, Any]


def show(reports: Sequence[Report], console: Console) -> None:
    """All reports: a row a folder, the means of several, then the warnings."""
    for part in figures(reports, console.width):
        console.print(part)
    for key, table in PARTS:
        having = [report for report in reports if report.get(key)]
        if having:
            console.print(table(having))
    for report in reports:
        if report.get("learning_curve"):
            console.print(learning(report))
        if report.get("slices"):
            console.print(slices(report))
        for miss in report.get("misses") or ():
            console.print(missed(report["dataset"], miss))
    for report in reports:
        for warning in report["warnings"]:
            console.print(f"{report['dataset']}: {warning}", markup=False, style="yellow")


def figures(reports: Sequence[Report], width: int) -> Iterator[Table]:
    """A row a folder, below it those of published systems; of more than one folder a last row
    of means over those that have the figure. A figure that no folder has gets no column;
    where the columns do not fit into `width`, they stand in several tables."""
    rows = [row for report in reports for row in _rows(report)]
    if len(reports) > 1:
        rows.append(Row(f"mean of {len(reports)}", means(reports), last=True))
    names = [name for name in HEADS if any(row.cells.get(name) is not None for row in rows)]
    for part in _fitting(names, width - max(len(row.name) for row in rows)):
        table = numbers("dataset", *part)
        for row in rows:
            if row.last:
                table.add_section()
            cells = (_known(row.cells, name) for name in part)
            table.add_row(escape(row.name), *cells, style=row.style)
        yield table


class Row(NamedTuple):
    """A line of the table. A cell that is missing stays empty; None is a dash."""

    name: str
    cells: Mapping[str, float | None]
    style: str = ""
    last: bool = False


def _rows(report: Report) -> Iterator[Row]:
    latency = report["latency_ms"] or {}
    times = {f"{time} ms": latency.get(time) for time in TIMES}
    yield Row(report["dataset"], {**{n: report[n] for n in (*COUNTS, *AVERAGED)}, **times})
    for name, found in report.get("baselines", {}).items():
        yield Row(f"  {name}", found, "dim")


def _known(cells: Mapping[str, float | None], name: str) -> str:
    return cell(cells[name]) if name in cells else ""


def _fitting(names: Sequence[str], width: int) -> Iterator[list[str]]:
    """The names in as few groups as fit side by side."""
    part: list[str] = []
    for name in names:
        if part and sum(max(len(n), 7) + 3 for n in (*part, name)) + 4 > width:
            yield part
            part = []
        part.append(name)
    yield part


SHORT = 160

TYPING = ("effort@3", "flicker", "half_hit@3")


def typing(reports: Sequence[Report]) -> Table:
    """Typing: each figure beside that of the plain pipeline."""
    heads = [head for name in TYPING for head in (name, "plain")]
    table = numbers("while typing", "typed", *heads, "effort saved", "flicker ratio")
    for report in reports:
        cells = (report["typing"]["queries"], *typing_row(report["typing"]))
        table.add_row(escape(report["dataset"]), *map(cell, cells))
    _add_means(table, reports, 1, lambda report: typing_row(report["typing"]))
    return table


def typing_row(found: Report) -> list[float | None]:
    """The figures of one report's typing, each beside the plain pipeline's."""
    pairs = [value for name in TYPING for value in (found[name], found["plain"][name])]
    return [*pairs, found["effort_saved"], found["flicker_ratio"]]


def noise(reports: Sequence[Report]) -> Table:
    """Typing errors: what they cost us, and plain BM25."""
    heads = ("changed", "hit@3", "noisy", "loss", "BM25 hit@3", "noisy", "loss")
    table = numbers("with typing errors", *heads)
    for report in reports:
        cells = (report["noise"]["changed"], *noise_row(report["noise"]))
        table.add_row(escape(report["dataset"]), *map(cell, cells))
    _add_means(table, reports, 1, lambda report: noise_row(report["noise"]))
    return table


def noise_row(found: Report) -> list[float | None]:
    """The figures of one report's noise, ours and then plain BM25's."""
    return [side[name] for side in (found, found["bm25"]) for name in ("hit@3", "noisy", "loss")]


def learning(report: Report) -> Table:
    """The learning curve of one folder, a step a column."""
    steps = report["learning_curve"]
    heads = ("all" if s["per_article"] is None else str(s["per_article"]) for s in steps)
    table = numbers(f"{escape(report['dataset'])}, phrasings an article", *heads)
    for name in ("phrasings", "hit@1", "hit@3"):
        table.add_row("in all" if name == "phrasings" else name, *(cell(s[name]) for s in steps))
    return table


def slices(report: Report) -> Table:
    """The slices of one folder; small ones say so instead of a figure."""
    table = numbers(f"{escape(report['dataset'])}, by", "value", "questions", "hit@3", "95 %")
    table.columns[1].justify = "left"
    kind = ""
    for one in report["slices"]:
        if kind not in ("", one["slice"]):
            table.add_section()
        figures = (cell(one["hit@3"]), f"{one['low']:.3f} to {one['high']:.3f}")
        table.add_row(
            "" if kind == one["slice"] else one["slice"],
            escape(one["value"]),
            cell(one["n"]),
            *(figures if one["enough"] else ("", "too few to tell")),
        )
        kind = one["slice"]
    return table


def missed(dataset: str, miss: Mapping[str, Any]) -> Table:
    """One miss: the question, what should have come, and what came."""
    expected = ", ".join(one["title"] or one["article"] for one in miss["expected"])
    place = f"at place {miss['rank']}" if miss["rank"] else "not found"
    should = f"should be: {expected} ({place})" if expected else "should be silent"
    table = Table(
        f"{escape(dataset)}: {escape(_short(miss['text']))}\n{escape(should)}",
        "confidence",
        title_justify="left",
    )
    for one in miss["shown"]:
        passage = f"{escape(one['title'])}\n[dim]{escape(_short(one['passage']))}[/dim]"
        table.add_row(passage, cell(one["confidence"]))
    return table


def _short(text: str) -> str:
    """One line of at most SHORT characters."""
    line = " ".join(text.split())
    return line if len(line) <= SHORT else f"{line[: SHORT - 1]}…"


PARTS: tuple[tuple[str, Callable[[Sequence[Report]], Table]], ...] = (
    ("typing", typing),
    ("noise", noise),
)
"""What is measured only when asked for: its key in a report, and its table."""


def _add_means(
    table: Table,
    reports: Sequence[Report],
    blank: int,
    row: Callable[[Report], Sequence[float | None]],
) -> None:
    """A last row of means, if there are several; `blank` columns after the first have none."""
    if len(reports) < 2:
        return
    columns = zip(*map(row, reports), strict=True)
    table.add_section()
    table.add_row(f"mean of {len(reports)}", *[""] * blank, *(cell(mean_of(c)) for c in columns))


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
