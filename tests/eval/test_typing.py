"""Typing: the three measures by hand and against slow definitions, and what both pipelines see."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.evaluation import Wanted, evaluate
from eval.folder import read_folder
from eval.index import Setup, open_index
from eval.keystrokes import POINTS, articles, curve, sample, served
from eval.measures import TYPING_MEASURES, Typed
from eval.measures.effort import EFFORT_AT_3, effort
from eval.measures.flicker import FLICKER, changes
from eval.measures.half_hit import HALF_HIT_AT_3
from eval.records import LabelledQuery
from eval.runner import query_of

A, B, AB, BA, NONE = ("a",), ("b",), ("a", "b"), ("b", "a"), ()


def typed(*lists: tuple[str, ...]) -> Typed:
    """`a` is right."""
    return Typed(lists, frozenset("a"))


@pytest.mark.parametrize(
    ("question", "share", "changed"),
    [
        (typed(NONE, A, A, A), 0.5, (0, 2)),
        (typed(A, A, A, A), 0.25, (0, 3)),
        (typed(A, B, A, A), 0.75, (2, 3)),
        (typed(NONE, AB, BA, AB), 0.5, (2, 2)),
        (typed(A, A, A, B), 1.0, (1, 3)),
        (typed(B, B, B, A), 1.0, (0, 0)),
        (typed(B, B), 1.0, (0, 0)),
        (typed(A), 1.0, (0, 0)),
    ],
    ids=["stays", "at once", "leaves", "turns round", "lost", "last", "never", "one key"],
)
def test_effort_and_flicker_by_hand(
    question: Typed, share: float, changed: tuple[int, int]
) -> None:
    assert effort(question) == share
    assert changes(question) == changed


def test_nothing_typed_is_no_figure() -> None:
    assert [measure.of(()) for measure in TYPING_MEASURES] == [None, None, None]
    assert FLICKER.of([typed(B, B)]) is None
    assert curve(()) == []


lists = st.lists(st.sampled_from([NONE, A, B, AB, BA]), min_size=1, max_size=12).map(tuple)
questions = st.lists(st.builds(Typed, lists, st.sampled_from([frozenset("a"), frozenset()])))


@given(questions)
def test_figures_are_those_of_the_slow_definitions(asked: list[Typed]) -> None:
    if not asked:
        return
    assert EFFORT_AT_3.of(asked) == pytest.approx(sum(map(slow_effort, asked)) / len(asked))
    changed, keys = (sum(part) for part in zip(*map(slow_changes, asked), strict=True))
    assert FLICKER.of(asked) == (pytest.approx(changed / keys) if keys else None)
    drawn = curve(asked)
    assert len(drawn) == len(POINTS)
    assert drawn[-1] == pytest.approx(sum(one.found[-1] for one in asked) / len(asked), abs=1e-4)


def slow_effort(one: Typed) -> float:
    n = len(one.lists)
    for i in range(n):
        if all(one.right & set(shown) for shown in one.lists[i:]):
            return (i + 1) / n
    return 1.0


def slow_changes(one: Typed) -> tuple[int, int]:
    changed = keys = 0
    seen = False
    for before, now in zip((None, *one.lists), one.lists, strict=False):
        if seen:
            keys += 1
            changed += before != now
        seen = seen or bool(one.right & set(now))
    return changed, keys


def test_half_typed_looks_at_the_only_list() -> None:
    assert HALF_HIT_AT_3.of([typed(A), typed(B)]) == 0.5


def test_each_keystroke_knows_what_was_shown_before(labelled: Path, setup: Setup) -> None:
    folder = read_folder(labelled)
    searcher = open_index(folder.name, folder.articles, setup)
    query = query_of(folder.queries[0], setup, limit=3)
    found = served(searcher, query, frozenset({"password"}))
    assert len(found.lists) == len(query.text)
    before = found.lists[6]
    again = replace(query, text=query.text[:8], typing=True, shown=before)
    assert articles(searcher, again) == found.lists[7]


def test_the_report_has_both_pipelines_over_the_same_questions(
    labelled: Path, setup: Setup
) -> None:
    found = evaluate(read_folder(labelled), setup, Wanted(typing=2)).report["typing"]
    figures = {"effort@3", "flicker", "half_hit@3"}
    assert found["queries"] == 2
    assert set(found["plain"]) == figures
    assert figures < set(found)
    assert found["plain"]["effort@3"] < 1
    assert found["effort_saved"] == pytest.approx(
        1 - found["effort@3"] / found["plain"]["effort@3"], abs=1e-3
    )
    assert found["curve"]["plain"][-1] <= 1


def test_the_sample_depends_on_the_seed_alone() -> None:
    queries = tuple(LabelledQuery(f"q{i}", "text") for i in range(50))
    chosen = sample(queries, 10, 7)
    assert chosen == sample(queries, 10, 7) != sample(queries, 10, 8)
    assert chosen == sorted(chosen, key=queries.index)
    assert len(set(chosen)) == 10
    assert sample((*queries[:3], LabelledQuery("empty", "")), 10, 0) == list(queries[:3])
