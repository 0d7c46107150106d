"""Which word an unfinished one is going to be.

Knows: written words, the passages that the question so far finds.
Must not know: vectors, articles, files, how the question is scored otherwise.

A relevance model (Lavrenko and Croft 2001): the passages that answer what was typed
so far say which words come with it, P(word) = sum over passages of P(passage) where
the word stands in it, smoothed with the word's frequency in the help center.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.lexical import Lexical
from indexer.surface import Surface

LOOKED_AT = 64
"""Of the words that begin as typed, so many of the most frequent are looked at."""

TEMPERATURE = 0.05
"""How much likelier a passage with a higher score is: e to the power of score / this."""

SMOOTHING = 0.3
"""The share of a word's frequency, beside its context, in its probability."""


class Completion(NamedTuple):
    """A word and how likely it is meant; those of one prefix sum to at most one."""

    word: str
    probability: float


def frequent(surface: Surface, prefix: str, most: int) -> NDArray[np.int64]:
    """The numbers of the words that begin with `prefix`, the most frequent first, ties in
    alphabetical order; at most `most`."""
    found = surface.starting(prefix)
    order = np.argsort(-surface.counts[found], kind="stable")[:most]
    numbers: NDArray[np.int64] = found.start + order
    return numbers


def completions(
    surface: Surface, words: Lexical, prefix: str, scores: NDArray[np.float32], most: int
) -> list[Completion]:
    """The likeliest words that begin with `prefix`, likeliest first.

    `words` is the index that `surface` was built for; `scores`, shape (passages,) and
    at most 1, say how well each passage answers what was typed so far, below zero if
    it may not be shown: words that only such passages have are never told.
    """
    numbers = frequent(surface, prefix, LOOKED_AT)
    likely = np.where(scores >= 0, np.exp((scores - 1) / TEMPERATURE), 0)
    indptr, indices = words.scores.indptr, words.scores.indices
    weights = np.zeros((len(numbers), 2))
    for i, (number, row) in enumerate(zip(numbers, surface.rows[numbers], strict=True)):
        found = likely[indices[indptr[row] : indptr[row + 1]]]
        share = surface.counts[number] / len(found)
        weights[i] = share * found.sum(), share * np.count_nonzero(found)
    total = weights.sum(axis=0)
    if not total.all():
        return []
    context, frequency = (weights / total).T
    probability = (1 - SMOOTHING) * context + SMOOTHING * frequency
    best = np.argsort(-probability, kind="stable")[:most]
    return [
        Completion(surface.words[numbers[i]], float(probability[i]))
        for i in best
        if probability[i] > 0
    ]
