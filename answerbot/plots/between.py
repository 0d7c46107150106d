"""A difference over time between two bounds that may be crossed, with zero in the middle.

Knows: how the picture looks.
Must not know: where the points come from, the page.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup

WIDTH, HEIGHT = 720, 280
LEFT, RIGHT, TOP, FLOOR = 56, 10, 26, 246
MOST_LABELS = 8
MOST_MARKS = 5
STEPS = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0)

_LINE = Markup('<line class="{}" x1="{:.1f}" x2="{:.1f}" y1="{:.1f}" y2="{:.1f}"/>')
_TEXT = Markup('<text class="{}" x="{:.1f}" y="{:.1f}" text-anchor="{}">{}</text>')
_AREA = Markup('<polygon class="range" points="{}"/>')
_PATH = Markup('<polyline class="line {}" points="{}"/>')
_DOT = Markup(
    '<circle class="dot one" cx="{:.1f}" cy="{:.1f}" r="{:.1f}"><title>{}</title></circle>'
)


class Spot(NamedTuple):
    """A moment: its label, the value, the wide bounds and the narrow ones."""

    label: str
    value: float
    wide: tuple[float, float]
    narrow: tuple[float, float]
    says: str


def between_chart(spots: Sequence[Spot], label: str, spoken: str) -> Markup:
    """The picture; there is at least one spot. What leaves the picture is cut off at its edge."""
    scale = _scale(spots)
    parts = [_grid(scale, label)]
    places = [(_x(number, len(spots)), spot) for number, spot in enumerate(spots)]
    upper = [f"{x:.1f},{_y(spot.wide[1], scale):.1f}" for x, spot in places]
    lower = [f"{x:.1f},{_y(spot.wide[0], scale):.1f}" for x, spot in reversed(places)]
    parts.append(_AREA.format(" ".join(upper + lower)))
    for side in (0, 1):
        drawn = " ".join(f"{x:.1f},{_y(spot.narrow[side], scale):.1f}" for x, spot in places)
        parts.append(_PATH.format("quiet", drawn))
    middle = " ".join(f"{x:.1f},{_y(spot.value, scale):.1f}" for x, spot in places)
    parts.append(_PATH.format("one", middle))
    size = 3.5 if len(spots) <= 40 else 1.5
    parts += [_DOT.format(x, _y(spot.value, scale), size, spot.says) for x, spot in places]
    step = -(-len(spots) // MOST_LABELS)
    for x, spot in places[::step]:
        parts.append(_TEXT.format("", x, HEIGHT - 10, "middle", spot.label))
    return Markup(
        '<svg class="trend" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>'
    ).format(WIDTH, HEIGHT, spoken, Markup("").join(parts))


class _Scale(NamedTuple):
    """The axis: marks every `step`, so many below zero and above it."""

    step: float
    below: int
    above: int


def _scale(spots: Sequence[Spot]) -> _Scale:
    """Round marks that hold the later half of the bounds: the first ones are so wide that
    nothing else could be seen beside them. Zero is always there."""
    later = spots[len(spots) // 2 :]
    low = max(0.0, *(-bound for spot in later for bound in spot.wide))
    high = max(0.0, *(bound for spot in later for bound in spot.wide))
    step = next((step for step in STEPS if (low + high) / step <= MOST_MARKS), 1.0)
    below, above = math.ceil(low / step), math.ceil(high / step)
    return _Scale(step, below, max(above, 1 - below))


def _grid(scale: _Scale, label: str) -> Markup:
    parts = []
    for number in range(-scale.below, scale.above + 1):
        y = _y(number * scale.step, scale)
        parts.append(_LINE.format("grid" if number else "zero", LEFT, WIDTH - RIGHT, y, y))
        said = f"{100 * number * scale.step:+.3g}" if number else "0"
        parts.append(_TEXT.format("", LEFT - 6, y + 4, "end", said))
    parts.append(_TEXT.format("label", 4, 14, "start", label))
    return Markup("").join(parts)


def _x(number: int, of: int) -> float:
    return LEFT + (number + 0.5) * (WIDTH - LEFT - RIGHT) / of


def _y(value: float, scale: _Scale) -> float:
    low, high = -scale.below * scale.step, scale.above * scale.step
    share = (min(high, max(low, value)) - low) / (high - low)
    return FLOOR - share * (FLOOR - TOP)
