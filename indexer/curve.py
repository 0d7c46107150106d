"""The reference curve: what each threshold of confidence brings on labelled questions.

Knows: thresholds with their precision and coverage, which are data.
Must not know: how confidence is computed, settings, files.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, Self


class Point(NamedTuple):
    """What a threshold brings: the share of its offers whose first article is right, and
    the share of all questions, in scope and out of it, that get an offer."""

    threshold: float
    precision: float
    coverage: float


@dataclass(frozen=True, slots=True)
class Curve:
    """Points by rising threshold; precision never falls, coverage never rises. Thresholds
    at which nothing at all was offered have no point. `own` is the number of questions made
    of the help center's own phrasings that it was measured on, 0 if on those of others."""

    points: tuple[Point, ...] = ()
    own: int = 0

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Read what `to_json` wrote. Raises KeyError or ValueError for anything else."""
        columns = (data[name] for name in Point._fields)
        points = tuple(Point(*row) for row in zip(*columns, strict=True))
        return cls(points, data.get("own", 0))

    def to_json(self) -> dict[str, Any]:
        """As plain data: a list a column, and `own` if it is not 0."""
        columns = {name: [getattr(p, name) for p in self.points] for name in Point._fields}
        return columns | ({"own": self.own} if self.own else {})

    def reaching(self, precision: float) -> Point | None:
        """The point of the lowest threshold that reaches a precision; None if none does."""
        return next((point for point in self.points if point.precision >= precision), None)

    def at(self, threshold: float) -> Point | None:
        """The last point at or below a threshold; None above all offers."""
        found = bisect_right(self.points, threshold, key=lambda point: point.threshold)
        if not found or (found == len(self.points) and threshold > self.points[-1].threshold):
            return None
        return self.points[found - 1]
