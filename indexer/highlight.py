"""Which words of a passage the query matched, as offsets.

Knows: terms and their places, prepared when the index is built.
Must not know: markup, scores.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from indexer.tokens import tokens

MINIMUM = 4
"""Shorter words in Latin script are mostly articles and prepositions: not marked, unless
they hold a digit or are written in capitals (VPN, R-12)."""


@dataclass(frozen=True, slots=True)
class Marks:
    """Every word of every passage: its row in the vocabulary, its start, its end.

    The words of passage i are those from `bounds[i]` to `bounds[i + 1]`.
    """

    bounds: NDArray[np.int64]
    rows: NDArray[np.int32]
    starts: NDArray[np.int32]
    ends: NDArray[np.int32]

    @classmethod
    def build(cls, texts: Sequence[str], language: str, vocabulary: Mapping[str, int]) -> Self:
        """`vocabulary` must hold every term of `texts`."""
        bounds, found = [0], list[tuple[int, int, int]]()
        for text in texts:
            for term, start, end in tokens(text, language):
                if not _slight(text[start:end]):
                    found.append((vocabulary[term], start, end))
            bounds.append(len(found))
        columns = np.array(found, dtype=np.int32).reshape(-1, 3)
        return cls(np.array(bounds), *(columns[:, i].copy() for i in range(3)))

    def of(self, passage: int, wanted: NDArray[np.bool_]) -> tuple[tuple[int, int], ...]:
        """Where the passage has wanted words; `wanted` says so of each term of the vocabulary.

        [start, end) in code points, merged where they touch, ascending.
        """
        part = slice(self.bounds[passage], self.bounds[passage + 1])
        places = part.start + np.flatnonzero(wanted[self.rows[part]])
        merged: list[tuple[int, int]] = []
        for start, end in zip(
            self.starts[places].tolist(), self.ends[places].tolist(), strict=True
        ):
            if merged and start <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(merged[-1][1], end))
            else:
                merged.append((start, end))
        return tuple(merged)


def _slight(word: str) -> bool:
    plain = word.isascii() and not word.isupper() and not any(map(str.isdigit, word))
    return len(word) < MINIMUM and plain
