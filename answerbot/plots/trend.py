"""A share over time with its interval, what was asked below it, and marks of what happened.

Knows: how the picture looks.
Must not know: where the points come from, the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup

WIDTH, HEIGHT = 720, 260
LEFT, RIGHT, TOP = 44, 10, 26
FLOOR = 168
"""Where a share of zero lies; below it are the counts."""
BASE, COUNTS = 232, 44
"""Where the counts stand, and how high the tallest is."""
MOST_LABELS = 8

_LINE = Markup('<line class="{}" x1="{:.1f}" x2="{:.1f}" y1="{:.1f}" y2="{:.1f}"/>')
_TEXT = Markup('<text class="{}" x="{:.1f}" y="{:.1f}" text-anchor="{}">{}</text>')
_AREA = Markup('<polygon class="range" points="{}"/>')
_AREA_OF = Markup('<rect class="{}" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"/>')
_PATH = Markup('<polyline class="line one" points="{}"/>')
_DOT = Markup(
    '<circle class="dot one" cx="{:.1f}" cy="{:.1f}" r="{:.1f}"><title>{}</title></circle>'
)
_BAR = Markup(
    '<rect class="bar quiet" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}">'
    "<title>{}</title></rect>"
)


class Spot(NamedTuple):
    """A moment: its label, how many, and the share with its interval; None where it does not
    tell. `young`: because it is too recent."""

    label: str
    n: int
    share: tuple[float, float, float] | None
    says: str
    young: bool = False


class Flag(NamedTuple):
    """A mark at the spot of this number: a letter on the picture, explained below it."""

    spot: int
    letter: str


def trend_chart(
    spots: Sequence[Spot], flags: Sequence[Flag], labels: tuple[str, str], spoken: str
) -> Markup:
    """The picture; `labels` name the share and the counts, `spoken` is read out instead of it.
    There is at least one spot."""
    top = _ceiling(spots)
    tallest = max(1, max(spot.n for spot in spots))
    parts = [_young(spots), _grid(top, labels)]
    for flag in flags:
        x = _x(flag.spot, len(spots))
        parts += [
            _LINE.format("flag", x, x, TOP, BASE),
            _TEXT.format("flag", x, TOP - 8, "middle", flag.letter),
        ]
    parts += _share(spots, top)
    wide = max(1.0, 0.7 * (WIDTH - LEFT - RIGHT) / len(spots))
    for number, spot in enumerate(spots):
        high = COUNTS * spot.n / tallest
        x = _x(number, len(spots))
        parts.append(_BAR.format(x - wide / 2, BASE - high, wide, high, spot.says))
    step = -(-len(spots) // MOST_LABELS)
    for number in range(0, len(spots), step):
        x = _x(number, len(spots))
        parts.append(_TEXT.format("", x, HEIGHT - 8, "middle", spots[number].label))
    return Markup(
        '<svg class="trend" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>'
    ).format(WIDTH, HEIGHT, spoken, Markup("").join(parts))


def _young(spots: Sequence[Spot]) -> Markup:
    """What is too recent lies on grey."""
    young = [number for number, spot in enumerate(spots) if spot.young]
    if not young:
        return Markup("")
    half = (WIDTH - LEFT - RIGHT) / len(spots) / 2
    left = _x(young[0], len(spots)) - half
    return _AREA_OF.format("young", left, TOP, WIDTH - RIGHT - left, BASE - TOP)


def _share(spots: Sequence[Spot], top: float) -> list[Markup]:
    """The line with its interval, broken where there are too few to tell."""
    parts = []
    for run in _runs(spots):
        known = [(_x(number, len(spots)), spot, spot.share) for number, spot in run if spot.share]
        upper = [f"{x:.1f},{_y(share[2], top):.1f}" for x, _, share in known]
        lower = [f"{x:.1f},{_y(share[1], top):.1f}" for x, _, share in reversed(known)]
        middle = [f"{x:.1f},{_y(share[0], top):.1f}" for x, _, share in known]
        parts += [_AREA.format(" ".join(upper + lower)), _PATH.format(" ".join(middle))]
        size = 3.5 if len(spots) <= 40 or len(run) == 1 else 1.5
        parts += [_DOT.format(x, _y(share[0], top), size, spot.says) for x, spot, share in known]
    return parts


def _runs(spots: Sequence[Spot]) -> list[list[tuple[int, Spot]]]:
    runs: list[list[tuple[int, Spot]]] = [[]]
    for number, spot in enumerate(spots):
        if spot.share is None:
            runs.append([])
        else:
            runs[-1].append((number, spot))
    return [run for run in runs if run]


def _ceiling(spots: Sequence[Spot]) -> float:
    """The top of the axis: the least of a few round ones that holds all."""
    highest = max((spot.share[2] for spot in spots if spot.share), default=1.0)
    return next(top for top in (0.1, 0.2, 0.4, 0.6, 0.8, 1.0) if highest <= top or top == 1.0)


def _grid(top: float, labels: tuple[str, str]) -> Markup:
    parts = []
    for tick in (0.0, top / 2, top):
        y = _y(tick, top)
        parts.append(_LINE.format("grid", LEFT, WIDTH - RIGHT, y, y))
        parts.append(_TEXT.format("", LEFT - 6, y + 4, "end", f"{100 * tick:.0f} %"))
    parts.append(_LINE.format("grid", LEFT, WIDTH - RIGHT, BASE, BASE))
    parts.append(_TEXT.format("label", 4, 14, "start", labels[0]))
    parts.append(_TEXT.format("label", LEFT, FLOOR + 16, "start", labels[1]))
    return Markup("").join(parts)


def _x(number: int, of: int) -> float:
    return LEFT + (number + 0.5) * (WIDTH - LEFT - RIGHT) / of


def _y(share: float, top: float) -> float:
    return FLOOR - (FLOOR - TOP) * min(1.0, share / top)
