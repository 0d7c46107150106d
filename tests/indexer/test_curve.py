"""From a precision wanted to a threshold, by the reference curve."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer import data
from indexer.calibrate import UNREACHED, Confidence
from indexer.curve import Curve, Point

CURVE = Curve((Point(0.0, 0.4, 1.0), Point(0.2, 0.6, 0.7), Point(0.4, 0.6, 0.5)))
shares = st.floats(0, 1)


@pytest.mark.parametrize(
    ("precision", "threshold"), [(0, 0), (0.4, 0), (0.41, 0.2), (0.6, 0.2), (0.61, UNREACHED)]
)
def test_the_lowest_threshold_that_reaches_it(precision: float, threshold: float) -> None:
    assert Confidence(0, {}, CURVE).threshold(precision) == threshold


def test_nothing_is_offered_at_a_precision_that_is_out_of_reach() -> None:
    model = Confidence(1_000, {}, CURVE)
    assert model.of({}) < model.threshold(1.0)


@pytest.mark.parametrize(
    ("threshold", "point"), [(0.0, 0), (0.19, 0), (0.2, 1), (0.4, 2), (0.41, None)]
)
def test_what_a_threshold_brings(threshold: float, point: int | None) -> None:
    assert CURVE.at(threshold) == (None if point is None else CURVE.points[point])


def test_a_curve_survives_its_file() -> None:
    assert Curve.from_json(CURVE.to_json()) == CURVE
    with pytest.raises(ValueError, match="shorter"):
        Curve.from_json({**CURVE.to_json(), "coverage": [1.0]})


@pytest.mark.parametrize("kind", sorted(data.confidence()))
def test_what_ships_rises_in_precision_and_falls_in_coverage(kind: str) -> None:
    points = Confidence.from_json(data.confidence()[kind]).curve.points
    assert len(points) > 40
    assert rises([p.threshold for p in points])
    assert rises([p.precision for p in points])
    assert rises([-p.coverage for p in points])


@given(st.sampled_from(sorted(data.confidence())), shares, shares)
def test_wanting_more_never_lowers_the_threshold(kind: str, one: float, other: float) -> None:
    model = Confidence.from_json(data.confidence()[kind])
    low, high = sorted((one, other))
    assert model.threshold(low) <= model.threshold(high)


def rises(values: Sequence[float]) -> bool:
    return all(a <= b for a, b in itertools.pairwise(values))
