"""BM25 with every score computed when the index is built.

Knows: terms, BM25, sparse matrices.
Must not know: vectors, articles, files.

`rank_bm25` is the source of the statistics and, in the tests, the oracle: a
query's scores equal `BM25Okapi.get_scores` to 1e-6. Serving only adds rows of a
sparse matrix, which costs microseconds where the library's loop over all
passages costs tens of milliseconds.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray
from rank_bm25 import BM25Okapi
from scipy import sparse

K1 = 1.2
B = 0.75

ENOUGH = 20
"""Fewer passages say nothing of how usual a word is."""


class Statistics(BM25Okapi):  # type: ignore[misc]
    """`BM25Okapi`, usable on a help center of one article too.

    There the library's idf is negative for every term, and so is the floor that
    it derives from their mean. Then Lucene's never-negative idf is taken:
    ln(1 + (N - n + 0.5) / (n + 0.5)).
    """

    def _calc_idf(self, nd: Mapping[str, int]) -> None:
        super()._calc_idf(nd)
        if self.average_idf > 0:
            return
        for term, n in nd.items():
            self.idf[term] = math.log(1 + (self.corpus_size - n + 0.5) / (n + 0.5))


@dataclass(frozen=True, slots=True)
class Lexical:
    """BM25 scores of the passages of one language.

    `scores` is (terms x passages), float32, in compressed rows: row i holds what
    one occurrence of the term `vocabulary[i]` in a query adds to each passage.
    """

    vocabulary: Mapping[str, int]
    scores: sparse.csr_matrix
    idf: NDArray[np.float32]

    @classmethod
    def build(cls, passages: Sequence[Sequence[str]], *, k1: float = K1, b: float = B) -> Self:
        """Index passages given as lists of terms. At least one must have a term."""
        bm25 = Statistics([list(p) for p in passages], k1=k1, b=b)
        vocabulary = {term: i for i, term in enumerate(sorted(bm25.idf))}
        idf = np.array([bm25.idf[term] for term in vocabulary])
        rows, columns, counts = list[int](), list[int](), list[int]()
        for column, frequencies in enumerate(bm25.doc_freqs):
            for term, count in sorted(frequencies.items()):
                rows.append(vocabulary[term])
                columns.append(column)
                counts.append(count)
        row_of, column_of, tf = np.asarray(rows), np.asarray(columns), np.asarray(counts)
        length = np.asarray(bm25.doc_len)[column_of] / bm25.avgdl
        data = idf[row_of] * tf * (k1 + 1) / (tf + k1 * (1 - b + b * length))
        shape = (len(vocabulary), len(passages))
        matrix = sparse.csr_matrix((data.astype(np.float32), (row_of, column_of)), shape=shape)
        return cls(vocabulary, matrix, idf.astype(np.float32))

    def is_in(self, term: str, passages: NDArray[np.bool_]) -> bool:
        """Whether any of these passages, marked true, has a term of the vocabulary."""
        return self.row_is_in(self.vocabulary[term], passages)

    def row_is_in(self, row: int, passages: NDArray[np.bool_]) -> bool:
        """Likewise, of the term that stands in this row."""
        matrix = self.scores
        return bool(passages[matrix.indices[matrix.indptr[row] : matrix.indptr[row + 1]]].any())

    def share(self, term: str) -> float:
        """The share of passages that have a term; 0 where none has, or there are so few that most
        words of one are in a good share of them."""
        row, indptr, n = self.vocabulary.get(term), self.scores.indptr, int(self.scores.shape[1])
        if row is None or n < ENOUGH:
            return 0.0
        return float(indptr[row + 1] - indptr[row]) / n

    def search(self, query: Sequence[str]) -> NDArray[np.float32]:
        """The score of each passage, shape (passages,). Unknown terms add nothing."""
        indptr, indices, data = self.scores.indptr, self.scores.indices, self.scores.data
        rows = [row for row in map(self.vocabulary.get, query) if row is not None]
        if not rows:
            return np.zeros(self.scores.shape[1], dtype=np.float32)
        parts = [slice(indptr[row], indptr[row + 1]) for row in rows]
        places = np.concatenate([indices[part] for part in parts])
        weights = np.concatenate([data[part] for part in parts])
        total = np.bincount(places, weights, self.scores.shape[1])
        return total.astype(np.float32)

    def ceiling(self, query: Sequence[str]) -> float:
        """About what a passage would score that held every term of `query`, unknown ones too.

        A term of average frequency in a passage of average length adds its idf;
        one that no passage has counts as the rarest. Never zero.
        """
        rarest = float(self.idf.max(initial=1.0))
        rows = [self.vocabulary.get(term, -1) for term in query]
        known = [row for row in rows if row >= 0]
        unknown = len(rows) - len(known)
        return float(self.idf[known].sum() if known else 0.0) + unknown * rarest or 1.0
