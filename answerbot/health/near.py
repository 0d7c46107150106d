"""Articles that are nearly the same.

Knows: word sequences that two texts share, how near their meanings are.
Must not know: the store, pages, where vectors come from.

Two texts are compared if they share sequences of words that few others have, or are neighbours by
meaning. Near-identical is what then shares enough sequences: meaning alone calls too much the same
that only is about the same.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.encoder import Vectors
from indexer.tokens import terms

SEQUENCE = 3
"""Words of a sequence."""

COMMON = 40
"""A sequence that more articles have is boilerplate, and no reason to compare."""

NEIGHBOURS = 5
LEAST_SHARED = 0.3
"""From this share of common sequences on, two articles are near-identical."""

SHARED_BY_MEANING = 0.15
VERY_NEAR = 0.9
"""Or from that share on, if their meanings are so near."""

BLOCK = 512


class Text(NamedTuple):
    """An article's words, title first."""

    text: str
    language: str


class Pair(NamedTuple):
    """Two articles by their places, the sequences they share of all that either has, how near
    their meanings are (0 if not known), and what they are ordered by."""

    one: int
    other: int
    shared: float
    meaning: float

    @property
    def likeness(self) -> float:
        """Both witnesses together; with one alone, it decides."""
        return (self.shared + self.meaning) / 2 if self.meaning else self.shared


def near_identical(texts: Sequence[Text], vectors: Vectors | None) -> list[Pair]:
    """Pairs of articles of one language that say nearly the same, the likest first."""
    return [
        pair
        for pair in likest(texts, vectors)
        if pair.shared >= LEAST_SHARED
        or (pair.shared >= SHARED_BY_MEANING and pair.meaning >= VERY_NEAR)
    ]


def likest(texts: Sequence[Text], vectors: Vectors | None) -> list[Pair]:
    """Pairs of articles of one language that are worth comparing, the likest first."""
    sequences = [_sequences(text) for text in texts]
    found = []
    for one, other in sorted(_candidates(sequences, vectors)):
        if texts[one].language == texts[other].language:
            shared = _resemblance(sequences[one], sequences[other])
            meaning = 0.0 if vectors is None else max(0.0, float(vectors[one] @ vectors[other]))
            found.append(Pair(one, other, shared, meaning))
    return sorted(found, key=lambda pair: (-pair.likeness, pair.one, pair.other))


def _sequences(text: Text) -> frozenset[int]:
    words = terms(text.text, text.language)
    if len(words) < SEQUENCE:
        return frozenset([hash(tuple(words))]) if words else frozenset()
    return frozenset(hash(tuple(words[i : i + SEQUENCE])) for i in range(len(words) - SEQUENCE + 1))


def _candidates(
    sequences: Sequence[frozenset[int]], vectors: Vectors | None
) -> set[tuple[int, int]]:
    return {*_sharing(sequences), *(_neighbours(vectors) if vectors is not None else ())}


def _sharing(sequences: Sequence[frozenset[int]]) -> Iterator[tuple[int, int]]:
    """Pairs that have some rare sequences in common."""
    holders: dict[int, list[int]] = defaultdict(list)
    for place, found in enumerate(sequences):
        for sequence in found:
            holders[sequence].append(place)
    common = Counter[tuple[int, int]]()
    for places in holders.values():
        if 1 < len(places) <= COMMON:
            common.update((a, b) for i, a in enumerate(places) for b in places[i + 1 :])
    for pair, n in common.items():
        if n >= SHARED_BY_MEANING / 2 * min(len(sequences[pair[0]]), len(sequences[pair[1]])):
            yield pair


def _neighbours(vectors: Vectors) -> Iterator[tuple[int, int]]:
    n = len(vectors)
    for start in range(0, n, BLOCK):
        found: NDArray[np.float32] = vectors[start : start + BLOCK] @ vectors.T
        own = np.arange(len(found))
        found[own, start + own] = -1.0
        for row, near in enumerate(np.argsort(-found, axis=1, kind="stable")[:, :NEIGHBOURS]):
            place = start + row
            yield from ((min(place, int(o)), max(place, int(o))) for o in near if int(o) != place)


def _resemblance(one: frozenset[int], other: frozenset[int]) -> float:
    """The sequences in both of those in either (A. Broder, "On the resemblance and containment of
    documents", 1997); 0 for texts without words."""
    either = len(one | other)
    return len(one & other) / either if either else 0.0
