"""While a question is typed, the list changes only for something clearly better."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from indexer.build import build
from indexer.query import Query
from indexer.searcher import Searcher, open_current
from indexer.stability import MARGIN, steady
from tests.indexer.conftest import NOW, WORDS_ONLY, article

SCORES = st.dictionaries(st.sampled_from("abcdefgh"), st.floats(0, 1)).map(
    lambda scores: dict(sorted(scores.items(), key=lambda item: -item[1]))
)
SHOWN = st.lists(st.sampled_from("abcdefghxy"), unique=True, max_size=5)


@given(SCORES)
def test_with_nothing_shown_the_best_come_first(scores: dict[str, float]) -> None:
    assert steady(scores, []) == list(scores)


@given(SCORES, SHOWN)
def test_all_that_was_found_and_nothing_else(scores: dict[str, float], shown: list[str]) -> None:
    assert sorted(steady(scores, shown)) == sorted(scores)


@given(SCORES, SHOWN)
def test_the_order_that_results_is_kept(scores: dict[str, float], shown: list[str]) -> None:
    once = steady(scores, shown)
    assert steady(scores, once) == once


@given(SCORES, SHOWN, st.floats(0, 0.5))
def test_nobody_stands_above_a_clearly_better_one(
    scores: dict[str, float], shown: list[str], margin: float
) -> None:
    order = steady(scores, shown, margin=margin)
    for above, below in pairwise(order):
        assert scores[below] <= scores[above] + margin


def test_a_little_better_is_not_enough() -> None:
    scores = {"new": 0.9, "old": 0.9 - MARGIN / 2, "worse": 0.2}
    assert steady(scores, ["old"]) == ["old", "new", "worse"]
    assert steady(scores, ["worse", "old"]) == ["old", "new", "worse"]


def found(searcher: Searcher, shown: tuple[str, ...], **more: object) -> list[str]:
    query = Query("upload", **{"now": NOW, "language": "en", "limit": 1, **more}, shown=shown)  # type: ignore[arg-type]
    hits = searcher.search(query).hits
    assert [h.confidence for h in hits] == sorted((h.confidence for h in hits), reverse=True)
    return [hit.article for hit in hits]


def test_what_is_shown_stays_only_while_typing_and_while_it_may_be_seen(root: Path) -> None:
    body = "upload a film or a song here"
    ends = NOW + timedelta(days=1)
    made = [article(name, "Upload", body, effective_until=ends) for name in ("c", "b")]
    made.append(article("a", "Upload", body))
    build(made, root, now=NOW, options=WORDS_ONLY)
    searcher = open_current(root).searcher
    assert found(searcher, ("c",), typing=True) == ["c"]
    assert found(searcher, ("c",)) == ["a"]
    assert found(searcher, ("unknown",), typing=True) == ["a"]
    assert found(searcher, ("c", "b"), typing=True, limit=3) == ["c", "b", "a"]
    assert found(searcher, ("c",), typing=True, now=NOW + timedelta(days=2)) == ["a"]
