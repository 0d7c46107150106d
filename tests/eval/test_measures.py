"""The measures: all edge cases in one table, properties, and oracles."""

from __future__ import annotations

import math
import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score

from eval.measures import MEASURES, Judged
from eval.measures.ece import bins
from eval.measures.hit import hit_at
from eval.measures.solved import solved_at
from eval.records import Answer

BY_NAME = {measure.name: measure.of for measure in MEASURES}
NAMES = ("hit@1", "hit@3", "mrr@10", "ndcg@10", "auroc", "solved@p80")
AT_THRESHOLD = ("ece", "precision", "coverage", "oos_recall")


def answers(*articles: str, confidence: float = 0.5) -> tuple[Answer, ...]:
    return tuple(Answer(article, confidence) for article in articles)


HALF_DISCOUNT = 1 / math.log2(3)
ONE = {"q": {"a": 1}}
TWO = {"p": {"a": 1}, "q": {"a": 1}}

# what, in scope, out of scope, qrels, run, and the six values in the order of NAMES
EDGES = [
    ("nothing at all", "", "", {}, {}, (None,) * 6),
    ("no run", "q", "o", ONE, {}, (0, 0, 0, 0, 0.5, 0)),
    ("an empty answer", "q", "o", ONE, {"q": ()}, (0, 0, 0, 0, 0.5, 0)),
    ("right", "q", "", ONE, {"q": answers("a")}, (1, 1, 1, 1, None, 1)),
    ("wrong", "q", "", ONE, {"q": answers("b")}, (0, 0, 0, 0, None, 0)),
    ("second", "q", "", ONE, {"q": answers("b", "a")}, (0, 1, 0.5, HALF_DISCOUNT, None, 0)),
    ("tenth", "q", "", ONE, {"q": answers(*"bcdefghija")}, (0, 0, 0.1, 1 / math.log2(11), None, 0)),
    ("eleventh", "q", "", ONE, {"q": answers(*"bcdefghijka")}, (0, 0, 0, 0, None, 0)),
    ("partial run", "pq", "", TWO, {"p": answers("a")}, (0.5, 0.5, 0.5, 0.5, None, 0.5)),
    ("no qrels", "q", "o", {}, {"q": answers("a")}, (0, 0, 0, 0, 1, 0)),
    ("partial qrels", "pq", "", ONE, {"p": answers("a"), "q": answers("a")},
     (0.5, 0.5, 0.5, 0.5, None, 0)),
    ("grade 0", "q", "", {"q": {"a": 0}}, {"q": answers("a")}, (0, 0, 0, 0, None, 0)),
    ("a run for others", "q", "", ONE, {"x": answers("a")}, (0, 0, 0, 0, None, 0)),
    ("all out of scope", "", "o", {}, {"o": answers("a")}, (None,) * 6),
    ("out of scope lower", "q", "o", ONE,
     {"q": answers("a", confidence=0.9), "o": answers("a", confidence=0.1)}, (1, 1, 1, 1, 1, 1)),
    ("out of scope higher", "q", "o", ONE,
     {"q": answers("a", confidence=0.1), "o": answers("a", confidence=0.9)}, (1, 1, 1, 1, 0, 0)),
    ("tied", "q", "o", ONE, {"q": answers("a"), "o": answers("a")}, (1, 1, 1, 1, 0.5, 0)),
    ("silent out of scope", "q", "o", ONE, {"q": answers("a")}, (1, 1, 1, 1, 1, 1)),
    ("graded", "q", "", {"q": {"a": 1, "b": 2}}, {"q": answers("a", "b")},
     (1, 1, 1, (1 + 2 * HALF_DISCOUNT) / (2 + HALF_DISCOUNT), None, 1)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("inside", "outside", "qrels", "run", "expected"),
    [edge[1:] for edge in EDGES],
    ids=[edge[0] for edge in EDGES],
)
def test_edge_cases(
    inside: str,
    outside: str,
    qrels: dict[str, dict[str, int]],
    run: dict[str, tuple[Answer, ...]],
    expected: tuple[float | None, ...],
) -> None:
    judged = Judged(tuple(inside), tuple(outside), qrels, run)
    found = tuple(BY_NAME[name](judged) for name in NAMES)
    assert found == tuple(v if v is None else pytest.approx(v, abs=1e-6) for v in expected)


def test_equal_confidence_is_one_step() -> None:
    """Four right and one wrong at 0.9 give 80 %; a wrong one more among the ties does not."""
    inside = tuple("abcdef")
    qrels = {query: {"right": 1} for query in inside}
    run = {query: answers("right", confidence=0.9) for query in "abcd"}
    run |= {"e": answers("wrong", confidence=0.9)}
    assert solved_at(0.8, Judged(inside, (), qrels, run)) == pytest.approx(4 / 6)
    run |= {"f": answers("wrong", confidence=0.9)}
    assert solved_at(0.8, Judged(inside, (), qrels, run)) == 0


def test_a_lower_threshold_counts_even_after_a_dip() -> None:
    """At 0.9 half are right, at 0.1 eight of ten: the lowest threshold that holds is taken."""
    inside = tuple("abcdefghij")
    qrels = {query: {"right": 1} for query in inside}
    run = {query: answers("right", confidence=0.1) for query in inside}
    run |= {"a": answers("wrong", confidence=0.9), "b": answers("wrong", confidence=0.8)}
    assert solved_at(0.8, Judged(inside, (), qrels, run)) == pytest.approx(0.8)


def test_every_measure_is_declared() -> None:
    assert tuple(BY_NAME) == NAMES + AT_THRESHOLD
    for measure in MEASURES:
        assert measure.meaning.endswith(".")
        assert re.search(r"\d{4}|ir-measures", measure.citation)


articles = st.lists(st.sampled_from("abcdefghijklm"), unique=True, max_size=13)
confidences = st.sampled_from([0.0, 0.1, 0.3, 0.3000001, 0.5, 0.9, 1.0])
offers = st.tuples(articles, confidences).map(lambda t: answers(*t[0], confidence=t[1]))
grades = st.dictionaries(st.sampled_from("abcdefghijklm"), st.integers(0, 3), max_size=5)


@st.composite
def runs(draw: st.DrawFn) -> Judged:
    inside = tuple(f"q{i}" for i in range(draw(st.integers(1, 8))))
    outside = tuple(f"o{i}" for i in range(draw(st.integers(0, 6))))
    asked = st.sampled_from(inside + outside)
    return Judged(
        inside,
        outside,
        draw(st.dictionaries(st.sampled_from(inside), grades)),
        draw(st.dictionaries(asked, offers)),
        draw(st.sampled_from([None, 0.0, 0.3, 0.9])),
    )


@given(runs())
def test_values_lie_between_0_and_1(judged: Judged) -> None:
    for name, of in BY_NAME.items():
        value = of(judged)
        assert value is None or 0 <= value <= 1 + 1e-9, name


@given(runs())
def test_auroc_is_that_of_sklearn(judged: Judged) -> None:
    assume(judged.out_of_scope)
    queries = judged.in_scope + judged.out_of_scope
    truth = [query in judged.in_scope for query in queries]
    expected = roc_auc_score(truth, [judged.confidence(query) for query in queries])
    assert BY_NAME["auroc"](judged) == pytest.approx(expected)


@given(runs())
def test_hit_mrr_and_ndcg_are_those_of_the_slow_definitions(judged: Judged) -> None:
    assert hit_at(3).of(judged) == pytest.approx(slow_hit(judged, 3), abs=1e-9)
    assert BY_NAME["mrr@10"](judged) == pytest.approx(slow_mrr(judged), abs=1e-6)
    assert BY_NAME["ndcg@10"](judged) == pytest.approx(slow_ndcg(judged), abs=1e-6)


@given(runs())
def test_solved_is_that_of_the_slow_definition(judged: Judged) -> None:
    assert solved_at(0.8, judged) == pytest.approx(slow_solved(judged))


@given(runs())
def test_order_of_queries_does_not_matter(judged: Judged) -> None:
    turned = judged._replace(in_scope=judged.in_scope[::-1], out_of_scope=judged.out_of_scope[::-1])
    for name, of in BY_NAME.items():
        assert of(turned) == pytest.approx(of(judged)), name


@given(runs())
def test_a_query_without_an_answer_is_not_dropped(judged: Judged) -> None:
    """One more query that gets no answer lowers every mean, or leaves it at zero."""
    more = judged._replace(in_scope=(*judged.in_scope, "silent"))
    share = len(judged.in_scope) / len(more.in_scope)
    for name in ("hit@1", "hit@3", "mrr@10", "ndcg@10", "solved@p80"):
        before, after = BY_NAME[name](judged), BY_NAME[name](more)
        assert before is not None
        assert after == pytest.approx(before * share)


@given(runs())
def test_ece_is_that_of_the_slow_definition(judged: Judged) -> None:
    assert BY_NAME["ece"](judged) == pytest.approx(slow_ece(judged))


@given(runs())
def test_bins_hold_every_question_once_and_give_the_same_error(judged: Judged) -> None:
    found = bins(judged)
    n = len(judged.in_scope) + len(judged.out_of_scope)
    assert sum(one.n for one in found) == n
    error = sum(one.n * abs(one.claimed - one.right) for one in found) / n
    assert BY_NAME["ece"](judged) == pytest.approx(error)


def test_scores_that_are_no_shares_claim_nothing() -> None:
    judged = Judged(("q",), (), ONE, {"q": answers("a", confidence=7.5)})
    assert BY_NAME["ece"](judged) is None


def test_the_threshold_in_force_decides_what_is_offered() -> None:
    """p is right, q too but not sure enough, o is offered wrongly and s is not."""
    run = {
        "p": answers("a", confidence=0.3),
        "q": answers("a", confidence=0.29),
        "o": answers("a", confidence=0.9),
        "s": answers("a", confidence=0.1),
    }
    judged = Judged(("p", "q"), ("o", "s"), TWO, run, 0.3)
    assert [BY_NAME[name](judged) for name in AT_THRESHOLD[1:]] == [0.5, 0.5, 0.5]
    unset = judged._replace(threshold=None)
    assert [BY_NAME[name](unset) for name in AT_THRESHOLD[1:]] == [None] * 3
    never = judged._replace(threshold=1.0)
    assert [BY_NAME[name](never) for name in AT_THRESHOLD[1:]] == [None, 0, 1]


@given(runs())
def test_figures_at_the_threshold_are_those_of_counting(judged: Judged) -> None:
    assume(judged.threshold is not None)
    inside = [query for query in judged.in_scope if shown(judged, query)]
    outside = [query for query in judged.out_of_scope if shown(judged, query)]
    assert BY_NAME["coverage"](judged) == pytest.approx(len(inside) / len(judged.in_scope))
    if inside or outside:
        right = sum(bool(gains(judged, query, 1)[0]) for query in inside)
        precision = right / (len(inside) + len(outside))
        assert BY_NAME["precision"](judged) == pytest.approx(precision)
    if judged.out_of_scope:
        silent = len(judged.out_of_scope) - len(outside)
        assert BY_NAME["oos_recall"](judged) == pytest.approx(silent / len(judged.out_of_scope))


def shown(judged: Judged, query: str) -> bool:
    found = judged.run.get(query, ())
    return bool(found) and found[0].confidence >= (judged.threshold or 0)


def slow_ece(judged: Judged) -> float:
    tenths: dict[int, list[tuple[float, bool]]] = {}
    for query in judged.in_scope + judged.out_of_scope:
        claimed = judged.confidence(query)
        right = query in judged.in_scope and judged.right(query)
        tenths.setdefault(min(9, int(claimed * 10)), []).append((claimed, right))
    total = sum(len(tenth) for tenth in tenths.values())
    return sum(
        len(tenth) / total * abs(sum(c for c, _ in tenth) - sum(r for _, r in tenth)) / len(tenth)
        for tenth in tenths.values()
    )


def gains(judged: Judged, query: str, k: int) -> list[int]:
    found = judged.qrels.get(query, {})
    return [found.get(answer.article, 0) for answer in judged.run.get(query, ())[:k]]


def slow_hit(judged: Judged, k: int) -> float:
    return sum(any(gains(judged, q, k)) for q in judged.in_scope) / len(judged.in_scope)


def slow_mrr(judged: Judged) -> float:
    total = 0.0
    for query in judged.in_scope:
        places = [place for place, gain in enumerate(gains(judged, query, 10), 1) if gain]
        total += 1 / places[0] if places else 0
    return total / len(judged.in_scope)


def slow_ndcg(judged: Judged) -> float:
    def discounted(values: list[int]) -> float:
        return sum(gain / math.log2(place + 1) for place, gain in enumerate(values, 1))

    total = 0.0
    for query in judged.in_scope:
        best = discounted(sorted(judged.qrels.get(query, {}).values(), reverse=True)[:10])
        total += discounted(gains(judged, query, 10)) / best if best else 0
    return total / len(judged.in_scope)


def slow_solved(judged: Judged) -> float:
    asked = [q for q in judged.in_scope + judged.out_of_scope if judged.run.get(q)]
    for threshold in sorted({judged.confidence(q) for q in asked}):
        given_ = [q for q in asked if judged.confidence(q) >= threshold]
        right = [q for q in given_ if q in judged.in_scope and judged.right(q)]
        if 5 * len(right) >= 4 * len(given_):
            return len(right) / len(judged.in_scope)
    return 0.0
