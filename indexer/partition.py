"""The passages of one language, with their three indexes.

Knows: BM25 over stems, BM25 over character pieces, vectors; candidates.
Must not know: other languages, articles' filters, files.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexer.encoder import Vectors
from indexer.highlight import Marks
from indexer.lexical import Lexical
from indexer.passages import Passage
from indexer.rank import Signals
from indexer.slots import all_terms, ceiling, search
from indexer.surface import Surface
from indexer.tokens import grams, terms
from indexer.vectors import VectorIndex
from indexer.wording import Wording

CANDIDATES_PER_ARM = 100

TELLING_IDF = 1.1
"""ln 3: the idf of a term that a quarter of the passages have."""

FEW_PASSAGES = 20


@dataclass(frozen=True, slots=True)
class Partition:
    """`owner[i]` is the number of the article that passage i belongs to."""

    language: str
    owner: NDArray[np.int32]
    words: Lexical
    pieces: Lexical
    vectors: VectorIndex | None
    marks: Marks
    surface: Surface

    @classmethod
    def build(
        cls,
        language: str,
        passages: Sequence[Passage],
        owner: NDArray[np.int32],
        vectors: Vectors | None,
    ) -> Partition:
        """Index `passages`; `vectors` has one row a passage."""
        texts = [passage.full_text for passage in passages]
        words = Lexical.build([terms(text, language) for text in texts])
        pieces = Lexical.build([grams(text) for text in texts])
        index = VectorIndex(vectors) if vectors is not None else None
        marks = Marks.build([p.text for p in passages], language, words.vocabulary)
        surface = Surface.build(texts, language, words.vocabulary)
        return cls(language, owner, words, pieces, index, marks, surface)

    def candidates(
        self, wording: Wording, vector: Vectors | None, allowed: NDArray[np.bool_]
    ) -> tuple[NDArray[np.int64], Signals]:
        """The passages worth ranking, as row numbers, and their signals.

        `vector` has shape (dimensions,); `allowed` says of each passage whether it
        may be shown. What is not allowed never takes a place among the candidates.
        """
        words = search(self.words, wording.words) * allowed
        pieces = search(self.pieces, wording.pieces) * allowed
        wanted = np.zeros(len(allowed), dtype=np.bool_)
        wanted[_best(words)] = wanted[_best(pieces)] = True
        if vector is not None and self.vectors is not None:
            wanted[self.vectors.nearest(vector, CANDIDATES_PER_ARM, allowed=allowed)] = True
        rows = np.flatnonzero(wanted)
        return rows, Signals(
            words=words[rows],
            pieces=pieces[rows],
            cosine=self._cosine(vector, rows),
            words_share=_share(words[rows], ceiling(self.words, wording.words)),
            pieces_share=_share(pieces[rows], ceiling(self.pieces, wording.pieces)),
            terms=len(wording.words),
        )

    def telling(self, wording: Wording) -> NDArray[np.bool_]:
        """Of each term of the vocabulary, whether it is in `wording` and tells passages apart:
        less than a quarter of them have it.

        All terms of `wording` if none does, or if there are too few passages to tell.
        """
        rows = map(self.words.vocabulary.get, all_terms(wording.words))
        known = [row for row in rows if row is not None]
        rare = [row for row in known if self.words.idf[row] >= TELLING_IDF]
        wanted = np.zeros(len(self.words.vocabulary), dtype=np.bool_)
        wanted[known if len(self.owner) < FEW_PASSAGES or not rare else rare] = True
        return wanted

    def _cosine(self, vector: Vectors | None, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        if vector is None or self.vectors is None:
            return np.zeros(len(rows), dtype=np.float32)
        return self.vectors.similarity(vector, rows)


def _share(scores: NDArray[np.float32], ceiling: float) -> NDArray[np.float32]:
    share: NDArray[np.float32] = np.divide(scores, ceiling, dtype=np.float32)
    return share


def _best(scores: NDArray[np.float32]) -> NDArray[np.int64]:
    """The rows of the best positive scores, in any order."""
    rows = np.flatnonzero(scores > 0)
    if len(rows) <= CANDIDATES_PER_ARM:
        return rows
    best = np.argpartition(-scores[rows], CANDIDATES_PER_ARM)[:CANDIDATES_PER_ARM]
    return rows[best]


def languages_of(passages: Iterable[Passage]) -> list[str]:
    """The languages that occur, sorted."""
    return sorted({passage.language for passage in passages})
