"""Precomputed scores are rank_bm25's scores."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rank_bm25 import BM25Okapi

from indexer.lexical import K1, B, Lexical, Statistics

WORDS = st.text(alphabet="abcdefg", min_size=1, max_size=2)
PASSAGE = st.lists(WORDS, max_size=30)


@settings(max_examples=200)
@given(st.lists(PASSAGE, min_size=1, max_size=25).filter(any), st.lists(WORDS, max_size=12))
def test_scores_equal_the_library(passages: list[list[str]], query: list[str]) -> None:
    oracle = Statistics(passages, k1=K1, b=B)
    found = Lexical.build(passages).search(query)
    assert np.allclose(found, oracle.get_scores(query), atol=1e-5, rtol=1e-6)


def test_scores_equal_the_unchanged_library_on_ordinary_text() -> None:
    rng = np.random.default_rng(7)
    words = [f"w{int(i)}" for i in rng.zipf(1.3, 40_000) if i < 5_000]
    passages = [words[i : i + 80] for i in range(0, len(words) - 80, 80)]
    lexical, oracle = Lexical.build(passages), BM25Okapi(passages, k1=K1, b=B)
    for start in range(0, 400, 8):
        query = words[start : start + 8]
        assert np.allclose(lexical.search(query), oracle.get_scores(query), atol=1e-5, rtol=1e-6)


def test_float32_costs_less_than_a_millionth_of_a_score() -> None:
    passages = [[f"w{j % (i + 2)}" for j in range(60)] for i in range(50)]
    query = ["w1", "w7", "w30"]
    found, oracle = Lexical.build(passages).search(query), Statistics(passages, k1=K1, b=B)
    scores = oracle.get_scores(query)
    assert np.abs(found - scores).max() <= 1e-6 * np.abs(scores).max()


@pytest.mark.parametrize("passages", [[["only", "one"]], [["a"], ["a"]], [["a", "b"], ["a"]]])
def test_in_a_tiny_help_center_a_match_still_scores_above_none(passages: list[list[str]]) -> None:
    lexical = Lexical.build(passages)
    assert lexical.search([passages[0][0]]).max() > 0
    assert not lexical.search(["unknown"]).any()


def test_unknown_terms_make_the_ceiling_higher() -> None:
    lexical = Lexical.build([["reset", "password"], ["upload"], ["video", "upload"]])
    assert lexical.ceiling(["password", "zebra"]) > lexical.ceiling(["password"]) > 0
    assert lexical.ceiling([]) > 0
