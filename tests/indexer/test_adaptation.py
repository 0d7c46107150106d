"""Confidence and thresholds follow a help center's own phrasings, once there are enough."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from corpora.curation import Phrasing
from indexer.adaptation import ENOUGH, adapted
from indexer.calibrate import Confidence
from indexer.judge import Judge
from indexer.logistic import logistic
from indexer.rehearsal import Claimed
from tests.indexer.conftest import article
from tests.indexer.test_rehearsal import ARTICLES, THINGS, WAYS, phrasings, taught

KNOWN = Confidence(-2.0, {"likeness": 3.0, "coverage": 1.0, "gap": -6.0})


def claimed(likeness: float, *, coverage: float = 0.5, right: bool, inside: bool) -> Claimed:
    return Claimed({"likeness": likeness, "coverage": coverage, "gap": 0.0}, right, inside)


RIGHT = [claimed(0.9, right=True, inside=True)] * 200
SILENT = [Claimed(None, False, False)] * 100


@pytest.mark.parametrize(("inside", "outside"), [(ENOUGH - 1, 500), (500, ENOUGH - 1), (0, 0)])
def test_few_questions_leave_the_fit_of_others(inside: int, outside: int) -> None:
    wrong = claimed(0.1, right=False, inside=False)
    assert adapted(KNOWN, [RIGHT[0]] * inside + [wrong] * outside) is None


def test_without_scikit_learn_the_fit_of_others_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sklearn.linear_model", None)
    assert adapted(KNOWN, [*RIGHT, *SILENT]) is None


def test_both_kinds_weigh_the_same_however_many_there_are() -> None:
    found = adapted(KNOWN, [*RIGHT, *[claimed(0.9, right=False, inside=False)] * 800])
    assert found is not None
    assert found.curve.own == 1000
    assert found.curve.points[0].precision == 0.5


def test_a_question_without_a_candidate_counts_as_silence() -> None:
    found = adapted(KNOWN, [*RIGHT, *SILENT])
    assert found is not None
    assert found.curve.reaching(1.0) == (0.0, 1.0, 0.5)


def test_what_tells_answers_here_gains_weight() -> None:
    """Where likeness says nothing and coverage everything, confidence learns it."""
    rng = np.random.default_rng(0)
    found = [
        claimed(float(rng.random()), coverage=0.8 if inside else 0.2, right=inside, inside=inside)
        for inside in (True, False)
        for _ in range(300)
    ]
    learnt = adapted(KNOWN, found)
    assert learnt is not None
    assert learnt.weights["coverage"] > KNOWN.weights["coverage"]
    assert learnt.weights["likeness"] < KNOWN.weights["likeness"]
    assert learnt.weights["gap"] == KNOWN.weights["gap"]


@settings(deadline=None, max_examples=25)
@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1), st.booleans(), st.booleans()),
                min_size=1, max_size=20))  # fmt: skip
def test_whatever_phrasings_show_confidence_stays_a_probability(
    rows: list[tuple[float, float, bool, bool]],
) -> None:
    found = [claimed(a, coverage=b, right=right and inside, inside=inside)
             for a, b, right, inside in rows for _ in range(20)]  # fmt: skip
    learnt = adapted(KNOWN, [*found, *SILENT, *RIGHT])
    if learnt is not None:
        assert 0 <= learnt.of({"likeness": 0.5, "coverage": 0.5, "gap": 0.0}) <= 1
        assert Confidence.from_json(learnt.to_json()) == learnt


def test_regression_equals_that_of_the_library() -> None:
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(200, 2)) * (1, 50), rng.integers(0, 2, 200)
    weights, bias = logistic(x, y.astype(float), np.ones(200))
    scaled = make_pipeline(StandardScaler(), LogisticRegression()).fit(x, y)
    assert x @ weights + bias == pytest.approx(scaled.decision_function(x), abs=1e-4)


def test_half_right_is_between_right_and_wrong() -> None:
    x = np.array([[0.0], [0.0], [1.0], [1.0]])
    at_one = [1 / (1 + np.exp(-(w[0] + b)))
              for part in (0.0, 0.5, 1.0)
              for w, b in [logistic(x, np.array([0, 0, 1, part]), np.ones(4))]]  # fmt: skip
    assert at_one == sorted(at_one)
    assert len(set(at_one)) == 3


def test_a_generation_takes_its_threshold_from_its_own_phrasings(root: Path) -> None:
    shipped = Judge.fitted(False).taught
    searcher = taught(root, phrasings(), ARTICLES)
    assert searcher.confidence.curve.own > 200
    assert searcher.threshold(0.8) == searcher.confidence.threshold(0.8) < 1
    few = taught(root.with_name("few"), phrasings(ways=WAYS[:2]), ARTICLES)
    assert few.confidence == shipped


def test_where_articles_answer_the_same_more_is_needed_to_offer(root: Path) -> None:
    """Whoever hides one of two alike is offered the other, and rightly distrusts itself."""
    twins = [article(f"{t}-{n}", f"All about the {t}", f"What to do with a {t}.")
             for t in THINGS for n in (1, 2)]  # fmt: skip
    known = [Phrasing(text=way.format(t), article=f"{t}-{i % 2 + 1}")
             for t in THINGS for i, way in enumerate(WAYS)]  # fmt: skip
    apart = taught(root, phrasings(), ARTICLES)
    alike = taught(root.with_name("twins"), known, twins)
    assert alike.threshold(0.8) > apart.threshold(0.8)
