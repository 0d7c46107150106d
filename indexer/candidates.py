"""From a question to the articles of one language that are worth ranking.

Knows: how many candidates each arm names, and how each one's signals are made.
Must not know: other languages, articles' filters, weights.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.encoder import Vectors
from indexer.partition import Partition, Rows
from indexer.phrasings import Likeness
from indexer.rank import scaled
from indexer.signals import Array, Signals
from indexer.slots import ceiling, search, weights
from indexer.wording import Wording

CANDIDATES_PER_ARM = 100

TAUGHT = 20
"""Articles that become candidates by their phrasings alone."""

READ_CLOSELY = 60
"""Passages of which the sentences are scored."""

STRANGERS = 10
"""Articles without any of the question's words that are thought to stand beside the others:
where there are few, that an article has the words must not look usual."""

Allowed = NDArray[np.bool_]


class Asked(NamedTuple):
    """A question as one language reads it; `vector` has shape (dimensions,)."""

    wording: Wording
    vector: Vectors | None


class Candidates(NamedTuple):
    """`articles` are numbers within the language, ascending; `best` the best passage of
    each, as a row of the partition."""

    asked: Asked
    articles: Rows
    best: Rows
    signals: Signals


class _Passages(NamedTuple):
    """The candidate passages, ascending, and where each candidate article's begin."""

    rows: Rows
    first: Rows
    words: Array
    pieces: Array
    cosine: Array
    mixed: Array

    def most(self, values: Array) -> Array:
        """The highest value of each article."""
        highest: Array = np.maximum.reduceat(values, self.first)
        return highest


def candidates(
    partition: Partition, wording: Wording, vector: Vectors | None, allowed: Allowed, share: float
) -> Candidates | None:
    """The articles worth ranking; None if there are none.

    `allowed` says of each passage whether it may be shown: what is not allowed never
    takes a place among the candidates. `share` is the part of vectors in choosing an
    article's best passage.
    """
    asked = Asked(wording, vector)
    words = search(partition.words, wording.words) * allowed
    pieces = search(partition.pieces, wording.pieces) * allowed
    like = _like(partition, asked, allowed[partition.starts])
    rows = np.flatnonzero(_wanted(partition, words, pieces, vector, allowed, like))
    if not len(rows):
        return None
    articles, first = np.unique(partition.article_of(rows), return_index=True)
    cosine = _cosine(partition, vector, rows)
    mixed = _mixed(words[rows], pieces[rows], cosine, share)
    passages = _Passages(rows, first, words[rows], pieces[rows], cosine, mixed)
    per_article = np.maximum.reduceat(words, partition.starts)
    mean, deviation = _usual(per_article)
    closely = _closely(partition, asked, passages)
    signals = Signals(
        words=passages.most(passages.words),
        pieces=passages.most(passages.pieces),
        cosine=passages.most(cosine),
        sentence_words=closely[0],
        sentence_pieces=closely[1],
        sentence_cosine=closely[2],
        title=_titles(partition, asked, articles, allowed, passages.most(mixed)),
        nearest=like.nearest[articles],
        similar=like.similar[articles],
        classified=like.classified[articles],
        refused=like.refused[articles],
        evidence=like.evidence[articles],
        words_ceiling=ceiling(partition.words, wording.words),
        pieces_ceiling=ceiling(partition.pieces, wording.pieces),
        words_mean=mean,
        words_deviation=deviation,
        terms=len(wording.words),
        trust=partition.exam.trust,
    )
    return Candidates(asked, articles, rows[_argmax(mixed, first)], signals)


def _usual(scores: Array) -> tuple[float, float]:
    """Mean and standard deviation over all articles, and STRANGERS that score nothing."""
    n = len(scores) + STRANGERS
    mean = float(scores.sum()) / n
    return mean, max(0.0, float((scores**2).sum()) / n - mean**2) ** 0.5


def _like(partition: Partition, asked: Asked, shown: Allowed) -> Likeness:
    if partition.phrasings is None:
        return Likeness.none(partition.articles)
    return partition.phrasings.like(
        asked.wording.texts[0].text, partition.language, asked.vector, shown
    )


def _wanted(
    partition: Partition,
    words: Array,
    pieces: Array,
    vector: Vectors | None,
    allowed: Allowed,
    like: Likeness,
) -> Allowed:
    wanted = np.zeros(len(allowed), dtype=np.bool_)
    wanted[_best(words)] = wanted[_best(pieces)] = True
    if vector is not None and partition.vectors is not None:
        nearest = partition.vectors.nearest(vector, CANDIDATES_PER_ARM, allowed=allowed)
        wanted[nearest] = True
    taught = np.flatnonzero(
        (like.similar + like.classified) * (like.evidence > 0) * allowed[partition.starts]
    )
    if len(taught):
        strength = -(like.similar + like.classified)[taught]
        starts = partition.starts[taught[np.argsort(strength, kind="stable")[:TAUGHT]]]
        wanted[starts] = True
    return wanted


def _cosine(partition: Partition, vector: Vectors | None, rows: Rows) -> Array:
    if vector is None or partition.vectors is None:
        return np.zeros(len(rows), dtype=np.float32)
    return partition.vectors.similarity(vector, rows)


def _mixed(words: Array, pieces: Array, cosine: Array, share: float) -> Array:
    """Half the words, half the pieces; vectors by their share, if they take part."""
    by_words = 0.5 * scaled(words) + 0.5 * scaled(pieces)
    if not cosine.any():
        return np.asarray(by_words, np.float32)
    return np.asarray((1 - share) * by_words + share * scaled(cosine), np.float32)


def _closely(partition: Partition, asked: Asked, passages: _Passages) -> tuple[Array, Array, Array]:
    """The best sentence of each article by words, pieces and cosine: of the passages that
    look best. An article with none among those keeps zeros."""
    rows, mixed = passages.rows, passages.mixed
    best = np.arange(len(rows))
    if len(rows) > READ_CLOSELY:
        best = np.sort(np.argpartition(-mixed, READ_CLOSELY)[:READ_CLOSELY])
    sentences, starts = partition.sentences.of(rows[best])
    held = np.flatnonzero(np.diff(starts, append=len(sentences)))
    article = np.searchsorted(passages.first, best[held], side="right") - 1
    found = []
    for scores in _sentence_scores(partition, asked, sentences):
        most = np.zeros(len(passages.first), np.float32)
        if len(held):
            np.maximum.at(most, article, np.maximum.reduceat(scores, starts[held]))
        found.append(most)
    return found[0], found[1], found[2]


def _sentence_scores(partition: Partition, asked: Asked, sentences: Rows) -> tuple[Array, ...]:
    held = partition.sentences
    cosine = np.zeros(len(sentences), np.float32)
    if asked.vector is not None and partition.vectors is not None:
        cosine = held.cosines(sentences, asked.vector)
    return (
        held.words.scores(sentences, weights(partition.words, asked.wording.words)),
        held.pieces.scores(sentences, weights(partition.pieces, asked.wording.pieces)),
        cosine,
    )


def _titles(
    partition: Partition, asked: Asked, articles: Rows, allowed: Allowed, mixed: Array
) -> Array:
    """BM25 of each title; one without a title is taken to have as good a one as its text."""
    scores = search(partition.titles, asked.wording.words) * allowed[partition.starts]
    titles = scores[articles]
    untitled = ~partition.titled[articles]
    titles[untitled] = scaled(mixed)[untitled] * titles.max(initial=0)
    return titles


def _best(scores: Array) -> Rows:
    """The rows of the best positive scores, in any order."""
    rows = np.flatnonzero(scores > 0)
    if len(rows) <= CANDIDATES_PER_ARM:
        return rows
    best = np.argpartition(-scores[rows], CANDIDATES_PER_ARM)[:CANDIDATES_PER_ARM]
    return rows[best]


def _argmax(values: Array, first: Rows) -> Rows:
    """The place of the highest value in each part that begins at `first`, the first of equals."""
    part = np.repeat(np.arange(len(first)), np.diff(first, append=len(values)))
    order = np.lexsort((np.arange(len(values)), -values, part))
    return order[first]
