"""The trend of the overview in a picture and in words.

Knows: points, marks, what is said of them.
Must not know: SQL, the page's form.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from string import ascii_uppercase
from typing import NamedTuple

from answerbot.metrics import Interval
from answerbot.overview import Mark, Point, index_of
from answerbot.plots.svg import Plot, percent
from answerbot.plots.trend import Flag, Spot, trend_chart

BAND = "The band is the 95 % interval; where it breaks off there are too few to tell."
YOUNG = "What is grey is too recent: its acceptances have not stood long enough to be confirmed."


class Said(NamedTuple):
    """What a headline calls its whole and its part."""

    whole: str
    part: str


NAMES = {"confirmed": Said("Asked", "Confirmed"), "resolution_rate": Said("Answers", "Resolutions")}


def trend_plot(points: Sequence[Point], happened: Sequence[Mark]) -> Plot:
    """The rate by day or week; there is at least one point."""
    label = points[0].figure.measure.label
    named, title = NAMES[points[0].figure.measure.name], f"{label} over time"
    at: dict[int, list[str]] = {}
    for number, mark in enumerate(happened):
        at.setdefault(index_of(mark, points), []).append(letter(number))
    flags = [Flag(spot, " ".join(letters)) for spot, letters in at.items()]
    spots = [_spot(point, named) for point in points]
    weekly = len(points) > 1 and (points[1].day - points[0].day).days > 1
    every = "week" if weekly else "day"
    known = [interval.share for point in points if (interval := _known(point))]
    ranging = f", between {percent(min(known))} and {percent(max(known))}" if known else ""
    says = f"By {every}{ranging}. {BAND}"
    if any(point.young for point in points):
        says = f"{says} {YOUNG}"
    most = max(point.figure.whole for point in points)
    labels = (label, f"{named.whole} a {every}, {most:,} at most")
    svg = trend_chart(spots, flags, labels, f"{title}. {says}")
    heads = ("From", named.whole, named.part, "Rate", "95 % interval")
    return Plot(title, says, svg, heads, tuple(_row(point) for point in points))


def letter(number: int) -> str:
    """A, B, ... Z, A1, B1, ...: what a mark is called on the picture."""
    turn, place = divmod(number, len(ascii_uppercase))
    return ascii_uppercase[place] + (str(turn) if turn else "")


def _known(point: Point) -> Interval | None:
    return None if point.figure.few or point.young else point.figure.interval


def _spot(point: Point, named: Said) -> Spot:
    known, n = _known(point), point.figure.whole
    told = f"{point.day}: {n} {named.whole.lower()}"
    if known:
        told += f", {point.figure.part} {named.part.lower()}, {percent(known.share)}"
    return Spot(_short(point.day), n, known, told, point.young)


def _short(day: date) -> str:
    return f"{day.day} {day:%b}"


def _row(point: Point) -> tuple[str, ...]:
    counts = (str(point.day), str(point.figure.whole), str(point.figure.part))
    known = _known(point)
    if known is None:
        return (*counts, "too recent" if point.young else "too few to tell", "")
    return (*counts, percent(known.share), f"{percent(known.low)} to {percent(known.high)}")
