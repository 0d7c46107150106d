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

LOOKED_AT = 32
"""Of the words that begin as typed, so many of the most frequent are looked at."""

TEMPERATURE = 0.05
"""How much likelier a passage with a higher score is: e to the power of score / this."""

PASSAGES = 50
"""So many passages, the best ones, say what comes with the words so far."""

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
    best = _best_passages(scores)
    likely = np.exp((scores[best] - 1) / TEMPERATURE)
    context = np.array([_beside(surface, words, number, best, likely) for number in numbers])
    counts = surface.counts[numbers]
    probability = SMOOTHING * counts / max(1, counts.sum())
    if context.any():
        probability = probability + (1 - SMOOTHING) * context / context.sum()
    found: list[Completion] = []
    for i in np.argsort(-probability, kind="stable"):
        if len(found) == most:
            break
        if (scores[_passages(words, surface.rows[numbers[i]])] >= 0).any():
            found.append(Completion(surface.words[numbers[i]], float(probability[i])))
    return found


def _beside(
    surface: Surface,
    words: Lexical,
    number: int,
    best: NDArray[np.int64],
    likely: NDArray[np.float32],
) -> float:
    """How likely a word is in the `best` passages: its stem there, times its share of the stem."""
    found = _passages(words, surface.rows[number])
    places = np.searchsorted(found, best)
    has = found[np.minimum(places, len(found) - 1)] == best
    return float(likely[has].sum() * surface.counts[number] / len(found))


def _best_passages(scores: NDArray[np.float32]) -> NDArray[np.int64]:
    """Those that may be shown and score best, at most PASSAGES."""
    rows = np.flatnonzero(scores > 0)
    if len(rows) > PASSAGES:
        rows = rows[np.argpartition(-scores[rows], PASSAGES)[:PASSAGES]]
    return rows


def _passages(words: Lexical, row: int) -> NDArray[np.int32]:
    """The passages that have a term, ascending."""
    indptr = words.scores.indptr
    found: NDArray[np.int32] = words.scores.indices[indptr[row] : indptr[row + 1]]
    return found
