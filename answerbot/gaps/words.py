"""What the words of questions tell: vectors of them, and a name for some that are alike.

Knows: terms by language, tf-idf.
Must not know: groups, enquiries, SQL.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np
from scipy import sparse

from indexer.tokens import is_word, terms, tokens

NAMED_BY = 3
LONGEST = 90


def sameness(text: str, language: str) -> str:
    """What two questions have in common that say the same in the same words: endings, case and
    signs do not count."""
    return " ".join(terms(text, language))


class Words:
    """The vocabulary of some questions in one language."""

    def __init__(self, texts: Sequence[str], language: str) -> None:
        self._written = [_written(text, language) for text in texts]
        counts = Counter(term for words in self._written for term in words)
        n = len(texts)
        self._weight = {term: math.log((1 + n) / (1 + df)) + 1 for term, df in counts.items()}

    def vectors(self) -> sparse.csr_matrix:
        """Unit rows, shape (texts, terms): logarithm of the count by rarity; zeros for a text
        without a word."""
        place = {term: number for number, term in enumerate(self._weight)}
        rows, columns, values = list[int](), list[int](), list[float]()
        for number, words in enumerate(self._written):
            found = {
                place[term]: (1 + math.log(n)) * self._weight[term]
                for term, (n, _) in words.items()
            }
            length = math.sqrt(sum(value * value for value in found.values())) or 1.0
            rows += [number] * len(found)
            columns += found
            values += [value / length for value in found.values()]
        shape = (len(self._written), max(1, len(place)))
        return sparse.csr_matrix((np.array(values, np.float32), (rows, columns)), shape=shape)

    def telling(self, group: Sequence[int], most: int = NAMED_BY) -> list[str]:
        """The words that tell most of a group, each in at least two of its texts if any is, as
        most customers write them."""
        found = [self._written[number] for number in group]
        counts = Counter(term for words in found for term in words)
        shared = [term for term, n in counts.items() if n > 1 and is_word(term)] or list(counts)
        shared.sort(key=lambda term: (-counts[term] * self._weight[term] ** 2, term))
        return [_commonest(term, found) for term in shared[:most]]


def name_of(question: str, words: Sequence[str]) -> str:
    """A gap's name: the question in the middle of it, shortened; else its telling words."""
    line = " ".join(question.split()).rstrip(" .,;:!")
    if len(line) > LONGEST:
        line = f"{line[:LONGEST].rpartition(' ')[0] or line[:LONGEST]}…"
    return line[:1].upper() + line[1:] if line else ", ".join(words)


def _written(text: str, language: str) -> dict[str, tuple[int, str]]:
    """The terms of a text, each with how often it stands there and how it is written first.
    Single letters tell nothing."""
    found: dict[str, tuple[int, str]] = {}
    for token in tokens(text, language):
        if len(token.term) > 1:
            n, form = found.get(token.term, (0, text[token.start : token.end].casefold()))
            found[token.term] = n + 1, form
    return found


def _commonest(term: str, found: Sequence[dict[str, tuple[int, str]]]) -> str:
    forms = Counter(words[term][1] for words in found if term in words)
    return min(forms, key=lambda form: (-forms[form], form))
