"""Inline SVG: axes, lines, bars and words, without any script.

Knows: how figures become marks on a page; every text is escaped.
Must not know: what is drawn.

Colours are classes (`one`, `two`, `quiet`), so that the page decides them for light and
dark; a second line is dashed too, since colour alone tells not everybody.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from markupsafe import Markup

WIDTH, HEIGHT = 360, 250
LEFT, RIGHT, TOP, BOTTOM = 48, 16, 30, 48
POINT = 4.5

GRID = Markup('<line class="grid" x1="{:.1f}" x2="{:.1f}" y1="{:.1f}" y2="{:.1f}"/>')
WORD = Markup('<text class="{}" x="{:.1f}" y="{:.1f}" text-anchor="{}">{}</text>')

Write = Callable[[float], str]


class Plot(NamedTuple):
    """A picture, what it says in words, and the figures behind it."""

    title: str
    says: str
    svg: Markup
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Axis(NamedTuple):
    """From `low` to `high`, with marks at `ticks`. `low` below `high`."""

    label: str
    low: float
    high: float
    ticks: tuple[float, ...]
    write: Write

    def share(self, value: float) -> float:
        """Where a value lies, from 0 to 1; what is outside lies at the edge."""
        return min(1.0, max(0.0, (value - self.low) / (self.high - self.low)))


def percent(value: float) -> str:
    """0.25 as 25 %."""
    return f"{value * 100:.0f} %"


def shares(label: str) -> Axis:
    """An axis from nothing to all."""
    return Axis(label, 0.0, 1.0, (0.0, 0.25, 0.5, 0.75, 1.0), percent)


class Chart:
    """An empty picture with two axes; what is added lies over what was there."""

    def __init__(self, x: Axis, y: Axis) -> None:
        self._x, self._y = x, y
        self._parts: list[Markup] = [_grid(x, y)]

    def line(
        self, points: Sequence[tuple[float, float]], kind: str, *, dots: bool = False
    ) -> Chart:
        """A line through points, from left to right."""
        places = [self._place(x, y) for x, y in points]
        drawn = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        shape = Markup('<polyline class="line {}" points="{}"/>')
        self._parts.append(shape.format(kind, drawn))
        if dots:
            for x, y in points:
                self.dot(x, y, kind)
        return self

    def dot(self, x: float, y: float, kind: str, *, size: float = POINT) -> Chart:
        """A round mark."""
        left, top = self._place(x, y)
        shape = Markup('<circle class="dot {}" cx="{:.1f}" cy="{:.1f}" r="{:.1f}"/>')
        self._parts.append(shape.format(kind, left, top, size))
        return self

    def bar(self, low: float, high: float, value: float, kind: str) -> Chart:
        """A bar over a part of the x axis."""
        left, top = self._place(low, value)
        right, bottom = self._place(high, self._y.low)
        shape = Markup(
            '<rect class="bar {}" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"/>'
        )
        width = max(0.5, right - left - 1)
        self._parts.append(shape.format(kind, left + 0.5, top, width, bottom - top))
        return self

    def word(self, x: float, y: float, text: str, *, anchor: str = "middle") -> Chart:
        """A word above a point."""
        left, top = self._place(x, y)
        self._parts.append(WORD.format("label", left, max(TOP + 10, top - 9), anchor, text))
        return self

    def svg(self, title: str, says: str) -> Markup:
        """The whole picture; `says` is read out instead of it."""
        return Markup('<svg viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>').format(
            WIDTH, HEIGHT, f"{title}. {says}", Markup("").join(self._parts)
        )

    def _place(self, x: float, y: float) -> tuple[float, float]:
        return across(self._x, x), down(self._y, y)


def across(axis: Axis, value: float) -> float:
    """The place of a value on the x axis."""
    return LEFT + axis.share(value) * (WIDTH - LEFT - RIGHT)


def down(axis: Axis, value: float) -> float:
    """The place of a value on the y axis."""
    return HEIGHT - BOTTOM - axis.share(value) * (HEIGHT - TOP - BOTTOM)


STYLE = Markup(
    "<style>svg{background:#fff}text{fill:#565d6b;font:12.5px system-ui,sans-serif}"
    ".label,.flag{fill:#171a21}.grid{stroke:#e1e4ea}.zero{stroke:#565d6b}"
    ".line.quiet{stroke:#565d6b;stroke-dasharray:2 4;stroke-width:1}"
    "line.flag{stroke:#868d9b;stroke-dasharray:3 3}"
    ".line{fill:none;stroke:#264fc4;stroke-width:2}.dot{fill:#264fc4;stroke:#fff}"
    ".range{fill:#264fc4;opacity:.15}.bar{fill:#c3c9d6}.young{fill:#f2f4f7}</style>"
)


def standalone(svg: Markup) -> str:
    """A picture as a file of its own: with its colours, on white."""
    found = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)
    size = f' width="{found[1]}" height="{found[2]}"' if found else ""
    plain = str.replace(svg, "<svg", f'<svg xmlns="http://www.w3.org/2000/svg"{size}', 1)
    head, _, rest = plain.partition(">")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{head}>{STYLE}{rest}\n'


def _grid(x: Axis, y: Axis) -> Markup:
    floor = down(y, y.low)
    parts = []
    for tick in y.ticks:
        top = down(y, tick)
        parts.append(GRID.format(LEFT, WIDTH - RIGHT, top, top))
        parts.append(WORD.format("", LEFT - 6, top + 4, "end", y.write(tick)))
    for tick in x.ticks:
        left = across(x, tick)
        anchor = "end" if left > WIDTH - 2 * RIGHT else "middle"
        parts.append(GRID.format(left, left, TOP, floor))
        parts.append(WORD.format("", left + (RIGHT - 2) * (anchor == "end"), floor + 16, anchor,
                                 x.write(tick)))  # fmt: skip
    parts.append(WORD.format("label", (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 8, "middle", x.label))
    parts.append(WORD.format("label", 4, 16, "start", y.label))
    return Markup("").join(parts)
