"""A question as weighted alternatives, scored against an index of terms.

Knows: slots, BM25 scores of terms.
Must not know: where alternatives come from, texts, files.

A slot is one thing said, in all the ways in which it may be meant: a word, its
synonyms, its corrections or completions. A passage gets the best of them, not
their sum, so that a word with many readings does not outweigh one with a single.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.lexical import Lexical


class Alternative(NamedTuple):
    """Terms that together are one reading. Their scores are added, times `weight`."""

    terms: tuple[str, ...]
    weight: float = 1.0


Slot = tuple[Alternative, ...]


def certain(terms: Iterable[str]) -> list[Slot]:
    """A slot a term, with no other reading."""
    return [(Alternative((term,)),) for term in terms]


def search(lexical: Lexical, slots: Sequence[Slot]) -> NDArray[np.float32]:
    """The score of each passage, shape (passages,): the sum over slots of the best reading."""
    plain = [term for slot in slots if _is_certain(slot) for term in slot[0].terms]
    total = lexical.search(plain)
    for slot in slots:
        if not _is_certain(slot):
            total = total + _best_reading(lexical, slot)
    return total


def ceiling(lexical: Lexical, slots: Sequence[Slot]) -> float:
    """About what a passage would score that said all of it; as `Lexical.ceiling`. Never zero."""
    plain = [term for slot in slots if _is_certain(slot) for term in slot[0].terms]
    open_ones = (slot for slot in slots if not _is_certain(slot))
    total = sum(
        max(reading.weight * lexical.ceiling(reading.terms) for reading in slot)
        for slot in open_ones
    )
    return (lexical.ceiling(plain) if plain else 0.0) + total or 1.0


def weights(lexical: Lexical, slots: Iterable[Slot]) -> NDArray[np.float32]:
    """Of each term of the vocabulary, its idf times its weight in the question; the readings
    of a slot each have theirs."""
    found = np.zeros(len(lexical.idf), np.float32)
    for slot in slots:
        for reading in slot:
            for term in reading.terms:
                row = lexical.vocabulary.get(term)
                if row is not None:
                    found[row] += reading.weight * lexical.idf[row]
    return found


def all_terms(slots: Iterable[Slot]) -> Iterator[str]:
    """Every term of every reading."""
    return (term for slot in slots for reading in slot for term in reading.terms)


def _is_certain(slot: Slot) -> bool:
    return len(slot) == 1 and slot[0].weight == 1.0


def _best_reading(lexical: Lexical, slot: Slot) -> NDArray[np.float32]:
    best = np.zeros(lexical.scores.shape[1], dtype=np.float32)
    for reading in slot:
        if len(reading.terms) == 1:
            row = lexical.vocabulary.get(reading.terms[0])
            if row is not None:
                part = slice(lexical.scores.indptr[row], lexical.scores.indptr[row + 1])
                places = lexical.scores.indices[part]
                scores = reading.weight * lexical.scores.data[part]
                best[places] = np.maximum(best[places], scores)
        else:
            np.maximum(best, reading.weight * lexical.search(reading.terms), out=best)
    return best
