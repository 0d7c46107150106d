"""The articles of one language, with their indexes.

Knows: BM25 over stems and over character pieces, vectors, sentences, titles, phrasings.
Must not know: other languages, articles' filters, files, how candidates are chosen.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexer.encoder import Vectors
from indexer.exam import Exam
from indexer.highlight import Marks
from indexer.lexical import Lexical
from indexer.passages import Passage
from indexer.phrasings import Phrasings
from indexer.sentences import Sentences
from indexer.slots import Slot, all_terms
from indexer.surface import Surface
from indexer.tokens import grams, terms
from indexer.vectors import VectorIndex
from indexer.wording import Wording

TELLING_IDF = 1.1
"""ln 3: the idf of a term that a quarter of the passages have."""

FEW_PASSAGES = 20

Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Partition:
    """`owner[i]` is the number of the article that passage i belongs to, ascending."""

    language: str
    owner: NDArray[np.int32]
    words: Lexical
    pieces: Lexical
    titles: Lexical
    vectors: VectorIndex | None
    sentences: Sentences
    phrasings: Phrasings | None
    marks: Marks
    surface: Surface
    exam: Exam
    starts: Rows
    """The first passage of each article."""
    titled: NDArray[np.bool_]
    """Whether each article has a title."""

    @classmethod
    def build(
        cls,
        language: str,
        passages: Sequence[Passage],
        owner: NDArray[np.int32],
        texts: Sequence[Sequence[str]],
        vectors: tuple[Vectors, Vectors] | None,
        phrasings: Phrasings | None,
        exam: Exam,
    ) -> Partition:
        """Index `passages`; `texts` are the sentences of each. `vectors` are those of the
        passages and of all sentences, one row each."""
        full = [passage.full_text for passage in passages]
        words = Lexical.build([terms(text, language) or [""] for text in full])
        pieces = Lexical.build([grams(text) or [""] for text in full])
        starts = starts_of(owner)
        titles = [terms(passages[start].title, language) for start in starts]
        return cls(
            language=language,
            owner=owner,
            words=words,
            pieces=pieces,
            titles=Lexical.build([title or [""] for title in titles]),
            vectors=VectorIndex(vectors[0]) if vectors else None,
            sentences=Sentences.build(
                texts, language, words.vocabulary, pieces.vocabulary, vectors and vectors[1]
            ),
            phrasings=phrasings,
            marks=Marks.build([p.text for p in passages], language, words.vocabulary),
            surface=Surface.build(full, language, words.vocabulary),
            exam=exam,
            starts=starts,
            titled=np.array([bool(title) for title in titles]),
        )

    @property
    def articles(self) -> int:
        """How many there are."""
        return len(self.starts)

    @property
    def taught(self) -> bool:
        """Whether any article has phrasings."""
        return self.phrasings is not None and bool(self.phrasings.evidence.any())

    def article_of(self, rows: Rows) -> Rows:
        """The number, within the language, of the article of each passage in `rows`."""
        numbers: Rows = np.searchsorted(self.starts, rows, side="right") - 1
        return numbers

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

    def coverages(self, words: Sequence[Slot], articles: Rows) -> NDArray[np.float32]:
        """Of each of `articles` the share of a question's words, weighed by idf, that it has
        anywhere, in any of their readings. One that no article has counts as the rarest.
        """
        ends = np.append(self.starts, len(self.owner))
        begin, end = ends[articles], ends[articles + 1]
        had, total = np.zeros(len(articles), np.float32), 0.0
        for slot in dict.fromkeys(words):
            found = (self.words.vocabulary.get(term) for term in dict.fromkeys(all_terms([slot])))
            rows = [row for row in found if row is not None]
            weight = self._weight(rows)
            total += weight
            has = np.zeros(len(articles), np.bool_)
            for row in rows:
                has |= self._has(row, begin, end)
            had += weight * has
        return had / total if total else had

    def _weight(self, rows: Sequence[int]) -> float:
        """The idf of the rarest of `rows`; of none, the highest there is."""
        if not rows:
            return float(self.words.idf.max(initial=1.0))
        return max(0.0, float(self.words.idf[list(rows)].max()))

    def _has(self, row: int, begin: Rows, end: Rows) -> NDArray[np.bool_]:
        """Whether any passage of each range [begin, end) has the term of this row."""
        scores = self.words.scores
        passages = scores.indices[scores.indptr[row] : scores.indptr[row + 1]]
        if not len(passages):
            return np.zeros(len(begin), np.bool_)
        place = np.searchsorted(passages, begin)
        last = len(passages) - 1
        has: NDArray[np.bool_] = (place <= last) & (passages[np.minimum(place, last)] < end)
        return has


def starts_of(owner: NDArray[np.int32]) -> Rows:
    """Where each article's passages begin; `owner` ascends."""
    starts: Rows = np.flatnonzero(np.diff(owner, prepend=-1))
    return starts


def languages_of(passages: Iterable[Passage]) -> list[str]:
    """The languages that occur, sorted."""
    return sorted({passage.language for passage in passages})
