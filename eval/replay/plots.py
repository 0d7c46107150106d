"""Plots of a replay: by week, how far down the right article stands, how sure offers are.

Knows: the report of a replay, and what is worth a picture.
Must not know: how figures are made, the page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from answerbot.plots.svg import Axis, Chart, Plot, percent, shares
from eval.replay.asking import Replayed
from eval.replay.shares import PLACES

BINS = 10

Report = Mapping[str, Any]


def plots(report: Report, replayed: Sequence[Replayed]) -> list[Plot]:
    """All plots that have something to draw."""
    found = (weeks_plot(report), places_plot(report), confidence_plot(replayed))
    return [plot for plot in found if plot]


def weeks_plot(report: Report) -> Plot | None:
    """Offered and right by week; None for tickets of one week. Weeks that are not known, or
    have too few tickets, stand in the table only."""
    title = "By week"
    says = (
        "Share of tickets with an offer (solid), and of those whose article is known, share to"
        " which it would have been offered (dashed). Weeks with too few tickets are left out."
    )
    rows = [row for row in report["slices"] if row["slice"] == "week"]
    dated = [row for row in rows if row["value"].startswith("2")]
    if len(dated) < 2:
        return None
    last = len(dated) - 1
    ticks = tuple(np.unique(np.linspace(0, last, 4).round()).tolist())
    axis = Axis("week", 0, last, ticks, lambda place: dated[round(place)]["value"][-3:])
    chart = Chart(axis, shares("of the tickets"))
    for name, kind in (("right", "two"), ("offered", "one")):
        known = [(place, row[name]) for place, row in enumerate(dated)]
        points = [(place, share["share"]) for place, share in known if share["enough"]]
        if points:
            chart.line(points, kind, dots=True)
    cells = tuple(
        (row["value"], f"{row['offered']['n']:,}", written(row["offered"]), written(row["right"]))
        for row in rows
    )
    heads = ("week", "tickets", "offered", "right")
    return Plot(title, says, chart.svg(title, says), heads, cells)


def places_plot(report: Report) -> Plot | None:
    """The place of the right article; None where no article is known."""
    title = "How far down"
    says = (
        "Place of the article that solved the ticket, however unsure: the first three can be"
        " shown. What is not found has no word or meaning in common with its article."
    )
    total = sum(report["places"].values())
    if not total:
        return None
    ticks = tuple(place + 0.5 for place in range(len(PLACES)))
    names = ("1", "2", "3", "4-10", "11+", "none")
    axis = Axis("place", 0, len(PLACES), ticks, lambda place: names[int(place)])
    chart = Chart(axis, shares("of the tickets"))
    for place, name in enumerate(PLACES):
        chart.bar(place, place + 1, report["places"][name] / total, "one")
    rows = tuple((name, f"{n:,}", percent(n / total)) for name, n in report["places"].items())
    return Plot(title, says, chart.svg(title, says), ("place", "tickets", "share"), rows)


def confidence_plot(replayed: Sequence[Replayed]) -> Plot | None:
    """How sure offers are; None without an offer."""
    title = "How sure"
    offers = [one for one in replayed if one.offered]
    says = "Confidence of the first article offered, over all offers."
    if not offers:
        return None
    bins = np.minimum((np.array([one.confidence for one in offers]) * BINS).astype(int), BINS - 1)
    counts = np.bincount(bins, minlength=BINS)
    chart = Chart(shares("confidence"), shares("of the offers"))
    rows = []
    for number, n in enumerate(counts.tolist()):
        low, high = number / BINS, (number + 1) / BINS
        chart.bar(low, high, n / len(offers), "one")
        known = [o for o, its in zip(offers, bins, strict=True) if its == number and o.known]
        right = f"{sum(o.right for o in known):,} of {len(known):,}"
        rows.append((f"{percent(low)} to {percent(high)}", f"{n:,}", right))
    heads = ("confidence", "offers", "right, where known")
    return Plot(title, says, chart.svg(title, says), heads, tuple(rows))


def written(share: Mapping[str, Any]) -> str:
    """A share with its interval, or that there is too little to tell."""
    if not share["n"]:
        return "-"
    if not share["enough"]:
        return f"{share['count']:,} of {share['n']:,}: too few to tell"
    span = f"{share['low'] * 100:.0f} to {share['high'] * 100:.0f} %"
    return f"{percent(share['share'])} ({span}, n {share['n']:,})"
