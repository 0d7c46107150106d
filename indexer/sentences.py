"""The sentences of passages: what a short question is most like.

Knows: sentences as terms, pieces and vectors; how one is scored.
Must not know: articles, fusion, files.

A passage speaks of several things, and its vector is their mixture; an answer is
often one sentence, a list's item or the title. Sentences are scored only for the
best passages of a question. Their terms are those of the passages' two indexes, so
that each needs no more than the numbers of its rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from indexer.encoder import Vectors
from indexer.lexical import K1, B
from indexer.passages import Passage
from indexer.tokens import grams, terms

LONGEST = 600
"""Characters of a sentence that are read."""

SHORTEST = 3

LEVELS = 127
"""A vector's largest component in eight bits; cosines are off by at most 0.004."""

_END = re.compile(r"(?<=[.!?;])\s+|(?<=[。！？；])|\n")

Scores = NDArray[np.float32]


def sentences_of(passage: Passage) -> list[str]:
    """The title, then the sentences of the text; an item of a list is one, a line too."""
    parts = (part[:LONGEST] for part in split(passage.text))
    return [text for text in (passage.title.strip(), *parts) if len(text) >= SHORTEST]


def split(text: str) -> list[str]:
    """The sentences of any text, a line being one too; some may be empty."""
    return [part.strip() for part in _END.split(text)]


class Terms(NamedTuple):
    """The rows of the vocabulary in each sentence: those of sentence i are
    `rows[bounds[i]:bounds[i + 1]]`, each once. `scale` makes BM25 of their idf: the
    weight of one occurrence in a sentence of that length, shape (sentences,)."""

    bounds: NDArray[np.int64]
    rows: NDArray[np.int32]
    scale: NDArray[np.float32]

    @classmethod
    def build(cls, texts: Iterable[Sequence[str]], vocabulary: Mapping[str, int]) -> Self:
        """`texts` are lists of terms; those that `vocabulary` lacks are passed over."""
        bounds, rows, lengths = [0], list[int](), list[int]()
        for text in texts:
            rows += sorted({vocabulary[term] for term in text if term in vocabulary})
            bounds.append(len(rows))
            lengths.append(len(text))
        average = (np.mean(lengths) if lengths else 0.0) or 1.0
        length = np.array(lengths) / average
        scale = (K1 + 1) / (1 + K1 * (1 - B + B * length))
        return cls(np.array(bounds), np.array(rows, np.int32), scale.astype(np.float32))

    def scores(self, sentences: NDArray[np.int64], weights: NDArray[np.float32]) -> Scores:
        """BM25 of each of `sentences` for a question that gives each term of the vocabulary
        a weight (its idf times how often it is asked; zero for most)."""
        begins, ends = self.bounds[sentences], self.bounds[sentences + 1]
        total = np.zeros(len(sentences), np.float32)
        held = np.flatnonzero(ends > begins)
        if len(held):
            found = weights[self.rows[ranges(begins[held], ends[held])]]
            starts = np.cumsum(ends[held] - begins[held]) - (ends[held] - begins[held])
            total[held] = np.add.reduceat(found, starts)
        scores: Scores = total * self.scale[sentences]
        return scores


@dataclass(frozen=True, slots=True)
class Sentences:
    """The sentences of the passages of one language: those of passage p are numbers
    `bounds[p]` to `bounds[p + 1]`. `vectors` are int8, shape (sentences, dimensions), to be
    multiplied by `scale`; both are empty without an encoder."""

    bounds: NDArray[np.int64]
    words: Terms
    pieces: Terms
    vectors: NDArray[np.int8]
    scale: NDArray[np.float32]

    @classmethod
    def build(
        cls,
        texts: Sequence[Sequence[str]],
        language: str,
        words: Mapping[str, int],
        pieces: Mapping[str, int],
        vectors: Vectors | None,
    ) -> Self:
        """`texts` are the sentences of each passage; `vectors` has one row a sentence."""
        flat = [text for part in texts for text in part]
        bounds = np.concatenate([[0], np.cumsum([len(part) for part in texts])]).astype(np.int64)
        short, scale = _quantised(vectors)
        return cls(
            bounds,
            Terms.build([terms(text, language) for text in flat], words),
            Terms.build([grams(text) for text in flat], pieces),
            short,
            scale,
        )

    def of(self, passages: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The sentences of `passages`, and where the part of each passage begins."""
        begins, ends = self.bounds[passages], self.bounds[passages + 1]
        starts = np.cumsum(ends - begins) - (ends - begins)
        return ranges(begins, ends), starts

    def cosines(self, sentences: NDArray[np.int64], vector: Vectors) -> Scores:
        """The cosine of each of `sentences` with `vector`, shape (dimensions,)."""
        rows = self.vectors[sentences].astype(np.float32)
        cosines: Scores = (rows @ vector) * self.scale[sentences]
        return cosines


def ranges(begins: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.int64]:
    """The numbers of all ranges [begin, end), one after the other."""
    lengths = ends - begins
    offsets = np.repeat(begins - np.concatenate([[0], np.cumsum(lengths)[:-1]]), lengths)
    numbers: NDArray[np.int64] = np.arange(int(lengths.sum())) + offsets
    return numbers


def _quantised(vectors: Vectors | None) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    if vectors is None:
        return np.zeros((0, 0), np.int8), np.zeros(0, np.float32)
    largest = np.maximum(np.abs(vectors).max(axis=1, initial=0), 1e-9)
    short = np.rint(vectors / largest[:, None] * LEVELS).astype(np.int8)
    return short, (largest / LEVELS).astype(np.float32)
