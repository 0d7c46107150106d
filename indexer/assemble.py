"""Passages to the files of a generation's partitions, one language after the other.

Knows: what of each language is embedded, examined, taught, indexed and rehearsed.
Must not know: publishing, where articles come from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpora.article import Article
from corpora.curation import Curation
from indexer import layout
from indexer.embed import Progress, VectorCache
from indexer.encoder import Vectors
from indexer.exam import Exam, paper
from indexer.partition import Partition, languages_of, starts_of
from indexer.passages import Passage
from indexer.phrasings import Phrasings, Title, Wording, wordings
from indexer.rank import Ranker
from indexer.reader import Reader
from indexer.rehearsal import Claimed, Rehearsal
from indexer.sentences import sentences_of
from indexer.thesaurus import Thesaurus


class Cut(NamedTuple):
    """Articles in their order, their passages, and the article number of each passage."""

    articles: Sequence[Article]
    passages: list[Passage]
    owner: list[int]


@dataclass(frozen=True, slots=True)
class _Part:
    """What one language is made of."""

    language: str
    passages: Sequence[Passage]
    owner: NDArray[np.int32]
    cache: VectorCache | None
    progress: Progress

    @property
    def titles(self) -> list[Title]:
        """One an article, by its number within the language."""
        firsts = (self.passages[start] for start in starts_of(self.owner))
        return [Title(p.article, p.locale, p.title) for p in firsts]

    def vectors(self, texts: Sequence[str], step: str) -> Vectors | None:
        """One row a text; None without an encoder."""
        if self.cache is None:
            return None
        return self.cache.embed(texts, step, self.progress).vectors


class Assembled(NamedTuple):
    """The files of all languages, how many passages had to be encoded, and what the help
    center's own phrasings showed when they were rehearsed."""

    files: layout.Files
    embedded: int
    claimed: list[Claimed]


def assembled(
    cut: Cut, curation: Curation, cache: VectorCache | None, ranker: Ranker, progress: Progress
) -> Assembled:
    """Index all languages, and rehearse those that have phrasings."""
    files: layout.Files = {}
    claimed: list[Claimed] = []
    languages, new = languages_of(cut.passages), 0
    for done, language in enumerate(languages, 1):
        rows = [i for i, passage in enumerate(cut.passages) if passage.language == language]
        owner = np.array([cut.owner[i] for i in rows], dtype=np.int32)
        part = _Part(language, [cut.passages[i] for i in rows], owner, cache, progress)
        vectors = None
        if cache is not None:
            texts = [passage.full_text for passage in part.passages]
            vectors, encoded = cache.embed(texts, "Embedding passages", progress)
            new += encoded
        known = wordings(curation.phrasings, language, part.titles)
        partition = _partition(part, vectors, known)
        files |= layout.partition_files(partition)
        progress("Indexing words", done, len(languages))
        if known:
            reader = Reader.of(partition, Thesaurus.of(curation, language))
            ids = [title.article for title in part.titles]
            claimed += Rehearsal(partition, known, ids, reader, ranker).claims(progress)
    return Assembled(files, new, claimed)


def _partition(part: _Part, vectors: Vectors | None, known: Sequence[Wording]) -> Partition:
    texts = [sentences_of(passage) for passage in part.passages]
    flat = [text for found in texts for text in found]
    sentences = part.vectors(flat, "Embedding sentences")
    both = (vectors, sentences) if vectors is not None and sentences is not None else None
    phrasings = _phrasings(part, known)
    return Partition.build(
        part.language, part.passages, part.owner, texts, both, phrasings, _exam(part)
    )


def _exam(part: _Part) -> Exam:
    """Without an encoder there is nothing to compare words with."""
    questions = paper(part.passages, part.owner, part.language)
    titles = part.vectors(questions.titles, "Examining")
    bodies = part.vectors(questions.bodies, "Examining")
    if titles is None or bodies is None:
        return Exam()
    return questions.sat(titles, bodies)


def _phrasings(part: _Part, known: Sequence[Wording]) -> Phrasings | None:
    vectors = part.vectors([w.text for w in known], "Embedding phrasings")
    return Phrasings.build(known, part.language, len(starts_of(part.owner)), vectors)
