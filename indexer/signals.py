"""What is known of each candidate article for one question.

Knows: names and shapes.
Must not know: how signals are made (`partition.py`) or weighed (`rank.py`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Signals:
    """Arrays have one entry a candidate article.

    `words` and `pieces` are BM25 of its best passage, `cosine` the vectors' similarity;
    the three with `sentence_` are those of its best sentence, its title among them;
    `title` is BM25 of the title. Without an encoder the cosines are zeros.

    `nearest`, `similar`, `classified` and `refused` are as in `phrasings.Likeness`;
    `evidence` is how many phrasings the article has. Zeros without phrasings.

    The rest is of the question: `words_ceiling` and `pieces_ceiling` what a passage could
    reach that held every term of it, `words_mean` and `words_deviation` of the best BM25
    over all articles and some that score nothing, `terms` the number of its terms, `trust`
    what the help center's exam says of vectors.
    """

    words: Array
    pieces: Array
    cosine: Array
    sentence_words: Array
    sentence_pieces: Array
    sentence_cosine: Array
    title: Array
    nearest: Array
    similar: Array
    classified: Array
    refused: Array
    evidence: Array
    words_ceiling: float
    pieces_ceiling: float
    words_mean: float
    words_deviation: float
    terms: int
    trust: float

    @property
    def hybrid(self) -> bool:
        """Whether vectors took part."""
        return bool(self.cosine.any())

    @property
    def taught(self) -> bool:
        """Whether any candidate has phrasings."""
        return bool(self.evidence.any())
