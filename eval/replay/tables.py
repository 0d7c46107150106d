"""A replay on a terminal.

Knows: rich, the report's parts and their order.
Must not know: how anything is measured, options.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from eval.replay.plots import written

Report = Mapping[str, Any]

SHORT = 160


def show(report: Report, console: Console) -> None:
    """All parts, the figures first."""
    parts = (figures(report), slices(report), forecast(report), gaps(report), *missed(report))
    for part in parts:
        if part is not None:
            console.print(part)
    for warning in report["warnings"]:
        console.print(warning, markup=False, style="yellow")


def figures(report: Report) -> RenderableType:
    """What would have been shown, and whether it was right."""
    found = table(f"{report['tickets']:,} tickets", "")
    if report["from"]:
        found.add_row("from", f"{report['from']} to {report['to']}")
    for reason, n in report["left_out"].items():
        found.add_row(f"left out: {reason}", f"{n:,}")
    found.add_row("offered", written(report["offered"]))
    found.add_row("right, of those whose article is known", written(report["right"]))
    found.add_row("right, of these with an offer", written(report["right_offers"]))
    return found


def slices(report: Report) -> RenderableType | None:
    """By form, language and week."""
    if not report["slices"]:
        return None
    found = table("by", "", "tickets", "offered", "right, where known")
    for row in report["slices"]:
        cells = (row["slice"], row["value"], f"{row['offered']['n']:,}")
        found.add_row(*map(escape, cells), written(row["offered"]), written(row["right"]))
    return found


def forecast(report: Report) -> RenderableType:
    """The range, then what it rests on."""
    known = report["forecast"]
    lines = [Text("\nForecast", style="bold"), Text(said(known))]
    lines += [Text(f"  - {one}", style="dim") for one in known["assumptions"]]
    return Group(*lines)


def said(known: Mapping[str, Any]) -> str:
    """The forecast in a sentence."""
    if not known["enough"]:
        return "Too few tickets for a forecast."
    span = f"{known['low'] * 100:.1f} to {known['high'] * 100:.1f} %"
    tickets = f"{known['tickets_low']:,} to {known['tickets_high']:,} of {known['n']:,}"
    return f"Perhaps {span} of such tickets ({tickets}) come to be confirmed as resolved."


def gaps(report: Report) -> RenderableType | None:
    """Articles to write."""
    known = report["gaps"]
    if not known["groups"]:
        return None
    found = table("articles to write", "tickets", "nearest article", "for example")
    for place, group in enumerate(known["groups"], 1):
        near = group["nearest"]
        nearest = f"{near['title']} ({near['confidence']:.2f})" if near else "-"
        example = (group["samples"] or [""])[0]
        cells = (
            group["name"] or f"group {place}",
            f"{group['tickets']:,}",
            nearest,
            example[:SHORT],
        )
        found.add_row(*map(escape, cells))
    rest = f"{known['in_more_groups']:,} in {known['more_groups']:,} more groups, " * bool(
        known["more_groups"]
    )
    return Group(found, Text(f"{rest}{known['rare']:,} that few others ask", style="dim"))


def missed(report: Report) -> Iterator[RenderableType]:
    """The worst misses of both kinds."""
    kinds = (("not_offered", "Known, but nothing offered"), ("wrong", "Sure, but wrong"))
    for kind, title in kinds:
        if report["misses"][kind]:
            yield _misses(title, report["misses"][kind])


def _misses(title: str, rows: Sequence[Report]) -> RenderableType:
    found = table(title.lower(), "ticket", "solved by", "place", "offered, or nearest")
    for miss in rows:
        shown = miss["offered"][:1] or [miss["nearest"]]
        first = shown[0]
        cells = (
            (miss["text"] or "")[:SHORT],
            miss["ticket"],
            ", ".join(one["title"] or one["article"] for one in miss["solved_by"]),
            str(miss["rank"] or "not found"),
            f"{first['title']} ({first['confidence']:.2f})" if first else "-",
        )
        found.add_row(*map(escape, cells))
    return found


def table(*heads: str) -> Table:
    """An empty table."""
    found = Table(box=None, header_style="bold", pad_edge=False, padding=(0, 2, 0, 0))
    for head in heads:
        found.add_column(head, overflow="fold")
    return found
