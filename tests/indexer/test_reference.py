"""The reference curve is what counting says, evened out."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.fit import _claims
from eval.fitting.confidence import fit, table
from eval.fitting.ranker import START
from indexer.reference import Claims, curve
from tests.eval.test_fit import NAMES, trial


def claims(folder: str, *pairs: tuple[float, bool], more: int = 0) -> Claims:
    said = np.array([s for s, _ in pairs], float)
    return Claims(folder, said, np.array([r for _, r in pairs], bool), len(pairs) + more)


def test_precision_and_coverage_are_counted() -> None:
    found = curve([claims("x", (0.9, True), (0.5, False), more=2)], fewest=1)
    assert found.at(0.0) == (0.0, 0.5, 0.5)
    assert found.at(0.6) == (0.6, 1.0, 0.25)
    assert found.points[-1].threshold == 0.9


def test_folders_weigh_the_same_however_many_questions_they_have() -> None:
    right, wrong = claims("a", (0.5, True)), claims("b", *[(0.5, False)] * 9)
    assert curve([right, wrong], fewest=1).points[0].precision == 0.5
    assert curve([right, wrong, wrong], fewest=1).points[0].precision == 0.5


def test_few_offers_promise_nothing() -> None:
    pairs = [(0.9, True), (0.2, False), (0.2, False)]
    assert curve([claims("x", *pairs)], fewest=3).points[-1].threshold == 0.2
    assert curve([claims("x", *pairs)]).points == ()


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=30))
def test_precision_never_falls_and_ends_where_counting_does(
    pairs: list[tuple[float, bool]],
) -> None:
    points = curve([claims("x", *pairs)], fewest=1).points
    precisions = [p.precision for p in points]
    assert precisions == sorted(precisions)
    for point in points:
        offered = [right for said, right in pairs if said >= point.threshold]
        assert point.coverage == pytest.approx(len(offered) / len(pairs), abs=1e-4)
    counted = [np.mean([r for s, r in pairs if s >= p.threshold]) for p in points]
    assert min(counted) - 1e-4 <= precisions[0]
    assert precisions[-1] <= max(counted) + 1e-4


def test_a_folder_is_judged_by_a_fit_on_the_others() -> None:
    tables = [table(t, START, NAMES) for t in (trial("x"), trial("y"), trial("odd", near=0.3))]
    found = {one.folder: one for one in _claims(tables, NAMES)}
    others = fit(tables[:2], NAMES)
    near = 1 / (1 + np.exp(-(others.bias + others.weights["likeness"] * 0.3)))
    assert found["odd"].said[0] == pytest.approx(near, abs=1e-6)
    assert found["odd"].questions == 10
