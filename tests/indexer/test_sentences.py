"""Sentences: found, scored like BM25, as near as their own vectors."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.lexical import K1, B, Lexical
from indexer.passages import Passage
from indexer.sentences import Sentences, Terms, ranges, sentences_of
from indexer.slots import certain, weights

WORDS = ("video", "upload", "stop", "player", "password", "è", "🎬")
TEXT = st.lists(st.sampled_from(WORDS), min_size=1, max_size=8)


def passage(text: str, title: str = "Uploads") -> Passage:
    return Passage("a", "en", title, (), "", text)


def test_the_title_is_a_sentence_and_so_is_every_line_and_item() -> None:
    found = sentences_of(passage("First one. Second one!\nAn item\n- x\n質問です。答えです。"))
    assert found == [
        "Uploads", "First one.", "Second one!", "An item", "- x", "質問です。", "答えです。",
    ]  # fmt: skip


def test_an_empty_passage_without_a_title_has_no_sentence() -> None:
    assert sentences_of(passage(" \n ", title=" ")) == []


def slow(text: list[str], average: float, weights: dict[str, float]) -> float:
    norm = 1 - B + B * len(text) / average
    return sum(weights.get(t, 0.0) * (K1 + 1) / (1 + K1 * norm) for t in sorted(set(text)))


@given(st.lists(TEXT, min_size=1, max_size=6), TEXT)
def test_scores_are_bm25_of_terms_that_occur_once(texts: list[list[str]], query: list[str]) -> None:
    lexical = Lexical.build(texts)
    terms = Terms.build(texts, lexical.vocabulary)
    rows = np.arange(len(texts))
    average = float(np.mean([len(text) for text in texts]))
    weight = {t: query.count(t) * float(lexical.idf[lexical.vocabulary[t]]) for t in query
              if t in lexical.vocabulary}  # fmt: skip
    expected = [slow(text, average, weight) for text in texts]
    assert terms.scores(rows, weights(lexical, certain(query))) == pytest.approx(expected, abs=1e-4)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 4)), max_size=8))
def test_ranges_are_those_of_python(pairs: list[tuple[int, int]]) -> None:
    begins = np.array([b for b, _ in pairs], np.int64)
    ends = np.array([b + n for b, n in pairs], np.int64)
    slow = [i for b, n in pairs for i in range(b, b + n)]
    assert ranges(begins, ends).tolist() == slow


def test_eight_bits_keep_a_cosine_within_a_hundredth() -> None:
    vectors = np.random.default_rng(1).normal(size=(50, 64)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    texts = [["one", "two"]] * 25
    held = Sentences.build(texts, "en", {}, {}, vectors)
    cosines = held.cosines(np.arange(50), vectors[7])
    assert np.abs(cosines - vectors @ vectors[7]).max() < 0.01
    assert int(cosines.argmax()) == 7


def test_the_sentences_of_passages_stand_together() -> None:
    held = Sentences.build([["a b", "c d"], [], ["e f"]], "en", {}, {}, None)
    rows, starts = held.of(np.array([2, 1, 0]))
    assert rows.tolist() == [2, 0, 1]
    assert starts.tolist() == [0, 1, 1]
