"""A linear classifier over a question's n-grams and vector: which article is meant?

Knows: terms and pieces as tf-idf, sparse weights, decision values.
Must not know: how it was trained (`training.py`), articles.

Serving needs numpy only; training needs scikit-learn.
"""

from __future__ import annotations

import math
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from indexer.encoder import Vectors
from indexer.tokens import fold, terms, words

SIZES = (2, 3, 4, 5)
"""Lengths of the pieces that words are cut into, their edges marked."""

VECTOR_WEIGHT = 2.0
"""A vector's length beside the two n-gram parts, which have length one each."""

Floats = NDArray[np.float32]
Parts = tuple[list[str], list[str]]


def ngrams(text: str, language: str) -> Parts:
    """Single terms and pairs of neighbours; pieces of words."""
    found = terms(text, language)
    pairs = [f"{a} {b}" for a, b in pairwise(found)]
    return found + pairs, list(_pieces(text))


def _pieces(text: str) -> Iterator[str]:
    for word in words(text):
        edged = f"_{fold(unicodedata.normalize('NFKC', word).casefold())}_"
        for size in SIZES:
            yield from (edged[i : i + size] for i in range(len(edged) - size + 1))


@dataclass(frozen=True, slots=True)
class TfIdf:
    """(1 + ln tf) * idf, scaled to length one; idf as scikit-learn's smoothed one:
    ln((1 + n) / (1 + df)) + 1."""

    vocabulary: Mapping[str, int]
    idf: Floats

    @classmethod
    def fit(cls, texts: Sequence[Sequence[str]], *, least: int) -> TfIdf:
        """Only terms of at least `least` texts."""
        df = Counter(term for text in texts for term in set(text))
        kept = sorted(term for term, count in df.items() if count >= least)
        idf = [math.log((1 + len(texts)) / (1 + df[term])) + 1 for term in kept]
        return cls({term: i for i, term in enumerate(kept)}, np.array(idf, np.float32))

    def of(self, text: Sequence[str]) -> tuple[NDArray[np.int64], Floats]:
        """The columns of a text's known terms, ascending, and their values."""
        counts = Counter(row for term in text if (row := self.vocabulary.get(term)) is not None)
        columns = np.array(sorted(counts), np.int64)
        tf = np.array([counts[c] for c in columns.tolist()], np.float32)
        values = (1 + np.log(tf)) * self.idf[columns]
        norm = float(np.linalg.norm(values))
        return columns, (values / norm if norm else values).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Classifier:
    """One linear function an article: `labels[c]` is the article's number of class c.

    `dense` is (dimensions x classes), `sparse_weights` (n-grams x classes); both may be
    empty in one side: no encoder, no n-grams.
    """

    language: str
    labels: NDArray[np.int32]
    words: TfIdf
    pieces: TfIdf
    dense: Floats
    weights: sparse.csr_matrix
    bias: Floats

    def decide(self, text: str, vector: Vectors | None) -> Floats:
        """A decision value for each class: above zero for those that are meant."""
        parts = ngrams(text, self.language)
        columns, values = joined((self.words, self.pieces), parts)
        total = self.bias.copy()
        weights = self.weights
        for column, value in zip(columns.tolist(), values.tolist(), strict=True):
            part = slice(weights.indptr[column], weights.indptr[column + 1])
            total[weights.indices[part]] += value * weights.data[part]
        if vector is not None and len(self.dense):
            total += (VECTOR_WEIGHT * vector) @ self.dense
        return total


def joined(indexes: tuple[TfIdf, TfIdf], parts: Parts) -> tuple[NDArray[np.int64], Floats]:
    """The n-grams of both parts in one numbering, the second part's after the first's."""
    first, second = (index.of(part) for index, part in zip(indexes, parts, strict=True))
    columns = np.concatenate([first[0], second[0] + len(indexes[0].vocabulary)])
    return columns, np.concatenate([first[1], second[1]])
