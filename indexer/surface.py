"""The words of one language as people write them, each with the stem it is indexed under.

Knows: written words, how many passages have each, which begin alike.
Must not know: scores, errors in typing, questions.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from indexer.tokens import is_word, plain, tokens

_LAST = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Surface:
    """`words` are sorted; word i has its stem in row `rows[i]` of the vocabulary and stands in
    `counts[i]` passages. Numbers, codes and scripts without spaces are not among them."""

    words: Sequence[str]
    rows: NDArray[np.int32]
    counts: NDArray[np.int32]

    @classmethod
    def build(cls, texts: Sequence[str], language: str, vocabulary: Mapping[str, int]) -> Self:
        """`vocabulary` must hold every term of `texts`."""
        row_of, counts = dict[str, int](), Counter[str]()
        for text in texts:
            seen = set[str]()
            for term, start, end in tokens(text, language):
                if is_word(text[start:end]) and (word := plain(text[start:end], language)):
                    row_of[word] = vocabulary[term]
                    seen.add(word)
            counts.update(seen)
        words = sorted(counts)
        return cls(
            words,
            np.array([row_of[word] for word in words], dtype=np.int32),
            np.array([counts[word] for word in words], dtype=np.int32),
        )

    def starting(self, prefix: str) -> slice:
        """The words that begin with `prefix`, itself among them if it is one."""
        first = bisect_left(self.words, prefix)
        return slice(first, bisect_left(self.words, prefix + _LAST, lo=first))
