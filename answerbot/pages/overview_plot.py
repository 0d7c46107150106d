"""The trend of the overview in a picture and in words.

Knows: points, marks, what is said of them.
Must not know: SQL, the page's form.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from string import ascii_uppercase

from answerbot.metrics import Interval
from answerbot.overview import Mark, Point, index_of
from answerbot.plots.svg import Plot, percent
from answerbot.plots.trend import Flag, Spot, trend_chart

HEADS = ("From", "Asked", "Confirmed", "Rate", "95 % interval")
BAND = "The band is the 95 % interval; where it breaks off there are too few to tell."
YOUNG = "What is grey is too recent: its acceptances have not stood long enough to be confirmed."
TITLE = "Confirmed resolution rate over time"


def trend_plot(points: Sequence[Point], happened: Sequence[Mark]) -> Plot:
    """The rate by day or week; there is at least one point."""
    at: dict[int, list[str]] = {}
    for number, mark in enumerate(happened):
        at.setdefault(index_of(mark, points), []).append(letter(number))
    flags = [Flag(spot, " ".join(letters)) for spot, letters in at.items()]
    spots = [_spot(point) for point in points]
    weekly = len(points) > 1 and (points[1].day - points[0].day).days > 1
    every = "week" if weekly else "day"
    known = [interval.share for point in points if (interval := _known(point))]
    ranging = f", between {percent(min(known))} and {percent(max(known))}" if known else ""
    says = f"By {every}{ranging}. {BAND}"
    if any(point.young for point in points):
        says = f"{says} {YOUNG}"
    most = max(point.asked for point in points)
    labels = ("Confirmed resolution rate", f"Asked a {every}, {most:,} at most")
    svg = trend_chart(spots, flags, labels, f"{TITLE}. {says}")
    return Plot(TITLE, says, svg, HEADS, tuple(_row(point) for point in points))


def letter(number: int) -> str:
    """A, B, ... Z, A1, B1, ...: what a mark is called on the picture."""
    turn, place = divmod(number, len(ascii_uppercase))
    return ascii_uppercase[place] + (str(turn) if turn else "")


def _known(point: Point) -> Interval | None:
    return None if point.figure.few or point.young else point.figure.interval


def _spot(point: Point) -> Spot:
    known = _known(point)
    told = f"{point.day}: {point.asked} asked"
    if known:
        told += f", {point.figure.part} confirmed, {percent(known.share)}"
    return Spot(_short(point.day), point.asked, known, told, point.young)


def _short(day: date) -> str:
    return f"{day.day} {day:%b}"


def _row(point: Point) -> tuple[str, ...]:
    counts = (str(point.day), str(point.asked), str(point.figure.part))
    known = _known(point)
    if known is None:
        return (*counts, "too recent" if point.young else "too few to tell", "")
    return (*counts, percent(known.share), f"{percent(known.low)} to {percent(known.high)}")
