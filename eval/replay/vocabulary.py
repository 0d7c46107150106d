"""The words of tickets: how much each tells, and how customers write it.

Knows: terms by language, tf-idf.
Must not know: groups, the index, reports.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from scipy import sparse

from eval.replay.samples import masked
from indexer.tokens import is_word, tokens

BEGINNING = 1_000
"""Characters of a text that say what it is about; logs and earlier mails follow."""

Text = tuple[str, str]
"""A text and its language."""


def beginning(text: str) -> str:
    """The part of a text that counts, without what may be personal."""
    return masked(text[:BEGINNING])


def written(text: Text) -> dict[str, str]:
    """The terms of a text, each as it was first written there. Numbers and codes are none."""
    words, language = beginning(text[0]), text[1]
    found: dict[str, str] = {}
    for token in tokens(words, language):
        word = words[token.start : token.end]
        if len(word) > 1 and is_word(word):
            found.setdefault(token.term, word.casefold())
    return found


class Vocabulary:
    """Fitted on all texts of a replay; scikit-learn's tf-idf over terms."""

    def __init__(self, texts: Sequence[Text]) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer

        self._tfidf = TfidfVectorizer(analyzer=written, sublinear_tf=True, dtype=np.float32)
        self._known: dict[str, int] = {}
        if any(map(written, texts)):
            self._known = self._tfidf.fit(texts).vocabulary_

    def vectors(self, texts: Sequence[Text]) -> sparse.csr_matrix:
        """Unit vectors, shape (texts, terms); zeros for a text without a term."""
        if not self._known:
            return sparse.csr_matrix((len(texts), 1), dtype=np.float32)
        return sparse.csr_matrix(self._tfidf.transform(texts))

    def name(self, texts: Sequence[Text], *, most: int = 3, allowed: set[str] | None = None) -> str:
        """What texts of one group are about: the words that tell most, each in at least two
        of them (and, if given, among the terms `allowed`), as most customers write them."""
        found = [written(text) for text in texts]
        counts = Counter(term for words in found for term in words)
        shared = [
            term for term, n in counts.items() if n > 1 and (allowed is None or term in allowed)
        ]
        shared.sort(key=lambda term: (-counts[term] * self._weight(term), term))
        return ", ".join(_commonest(term, found) for term in shared[:most])

    def _weight(self, term: str) -> float:
        place = self._known.get(term)
        return 0.0 if place is None else float(self._tfidf.idf_[place]) ** 2


def _commonest(term: str, found: Sequence[dict[str, str]]) -> str:
    forms = Counter(words[term] for words in found if term in words)
    return min(forms, key=lambda form: (-forms[form], form))
