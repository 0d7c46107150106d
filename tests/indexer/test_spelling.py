"""Words that the help center does not use are read as those it does."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from indexer.spelling import Spelling, edits_allowed
from indexer.surface import Surface

WORDS = st.lists(st.text("abcdeéßж", min_size=1, max_size=9), min_size=1, max_size=30, unique=True)


def spelling(*words: str, counts: list[int] | None = None) -> Spelling:
    return Spelling.of(words, np.array(counts or [1] * len(words), dtype=np.int32))


@given(WORDS, st.text("abcdeéßж", min_size=1, max_size=10), st.integers(1, 2))
def test_signatures_miss_no_word_that_is_near(words: list[str], typed: str, edits: int) -> None:
    index = spelling(*words)
    found = {(index.words[place], away) for place, away in index.near(typed, edits)}
    slow = {(word, OSA.distance(typed, word)) for word in words}
    assert found == {(word, away) for word, away in slow if away <= edits}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("pasword", ["password"]),
        ("passwrod", ["password"]),
        ("pssaword", ["password"]),
        ("passowrds", ["password"]),
        ("psswo", []),
        ("pa", []),
    ],
)
def test_a_word_is_corrected_within_the_edits_of_its_length(typed: str, meant: list[str]) -> None:
    assert spelling("password", "pass", "video").corrections(typed) == meant


def test_the_nearer_then_the_more_frequent_word_is_meant() -> None:
    index = spelling("cable", "table", "tables", counts=[5, 9, 200])
    assert index.corrections("xable", most=3) == ["table", "cable"]
    assert index.corrections("teble", most=1) == ["table"]


def test_no_words_no_corrections() -> None:
    assert spelling().corrections("password") == []


def test_longer_words_may_have_more_errors() -> None:
    assert [edits_allowed("a" * n) for n in (2, 3, 5, 6, 20)] == [0, 1, 1, 2, 2]


@given(WORDS, st.text("abcdeéßж", max_size=3))
def test_words_that_begin_alike_are_found(words: list[str], prefix: str) -> None:
    found = Surface(sorted(words), *np.ones((2, len(words)), dtype=np.int32))
    assert sorted(words)[found.starting(prefix)] == sorted(
        word for word in words if word.startswith(prefix)
    )


def test_written_words_keep_their_stem_and_count_passages() -> None:
    texts = ["Passwords, passwords!", "The password’s R-12 45 密码", "Password"]
    vocabulary = {t: i for i, t in enumerate(["password", "the", "r12", "45", "密码"])}
    surface = Surface.build(texts, "en", vocabulary)
    assert surface.words == ["password", "passwords", "the"]
    assert surface.rows.tolist() == [0, 0, 1]
    assert surface.counts.tolist() == [2, 1, 1]
