"""Which words of a vocabulary may be meant by one that is not in it.

Knows: words, how often they occur, edit distance.
Must not know: questions, scores, files.

Every word has a signature of 64 bits: of each of 32 classes of letters, whether it
has one, and whether it has two. An edit (insert, drop, replace, swap of neighbours)
changes at most two bits, so words whose signatures differ in more than twice the
edits allowed need no closer look. What is left, some hundred of 200,000, is measured
by the optimal string alignment of rapidfuzz.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

LEAST_LETTERS = 3
LONG = 6
"""From this length on, two edits are looked for instead of one."""

EDIT_COST = 3.0
"""In powers of e: a word one edit nearer is preferred to one twenty times as frequent."""

FIRST_LETTER_COST = 1.0
"""People rarely mistype the first letter (Pollock and Zamora 1984)."""

_CLASSES = 32


def edits_allowed(word: str) -> int:
    """How many edits a word of this length may be away from what was meant."""
    return 0 if len(word) < LEAST_LETTERS else 1 if len(word) < LONG else 2


def signatures(words: Sequence[str]) -> NDArray[np.uint64]:
    """The signature of each word, shape (words,)."""
    lengths = np.fromiter(map(len, words), dtype=np.int64, count=len(words))
    letters = np.frombuffer("".join(words).encode("utf-32-le"), dtype=np.uint32) % _CLASSES
    owner = np.repeat(np.arange(len(words)), lengths)
    counts = np.zeros((len(words), _CLASSES), dtype=np.uint8)
    np.add.at(counts, (owner, letters), 1)
    bits = np.packbits(np.hstack([counts > 0, counts > 1]), axis=1)
    return bits.view(np.uint64).ravel()


@dataclass(frozen=True, slots=True)
class Spelling:
    """`words` in order of length, which stand in `counts` passages each; those of length n begin
    at `bounds[n]`."""

    words: Sequence[str]
    counts: NDArray[np.int32]
    bounds: NDArray[np.int64]
    signatures: NDArray[np.uint64]

    @classmethod
    def of(cls, words: Sequence[str], counts: NDArray[np.int32]) -> Self:
        """An index of `words`, given in any order."""
        lengths = np.fromiter(map(len, words), dtype=np.int64, count=len(words))
        order = np.argsort(lengths, kind="stable")
        bounds = np.searchsorted(lengths[order], np.arange(lengths.max(initial=0) + 2))
        ordered = [words[i] for i in order.tolist()]
        return cls(ordered, counts[order], bounds, signatures(ordered))

    def near(self, word: str, edits: int) -> list[tuple[int, int]]:
        """The place and distance of every word at most `edits` away, in order of length."""
        longest = len(self.bounds) - 1
        first = self.bounds[min(max(0, len(word) - edits), longest)]
        last = self.bounds[min(len(word) + edits + 1, longest)]
        differ = np.bitwise_count(self.signatures[first:last] ^ signatures([word])[0])
        places = (first + np.flatnonzero(differ <= 2 * edits)).tolist()
        close = process.extract(
            word,
            {place: self.words[place] for place in places},
            scorer=OSA.distance,
            score_cutoff=edits,
            limit=None,
        )
        return sorted((place, int(away)) for _, away, place in close)

    def corrections(self, word: str, most: int = 1) -> list[str]:
        """The words that `word` may be meant for, likeliest first, ties in alphabetical order.
        Empty for a short word."""
        edits = edits_allowed(word)
        if not edits:
            return []

        def cost(found: tuple[int, int]) -> tuple[float, str]:
            place, away = found
            other = self.words[place]
            strange = FIRST_LETTER_COST * (other[0] != word[0])
            return EDIT_COST * away + strange - math.log(self.counts[place]), other

        return [self.words[i] for i, _ in sorted(self.near(word, edits), key=cost)[:most]]
