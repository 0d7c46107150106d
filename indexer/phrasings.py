"""Wordings known to be answered by an article: which article's is a question most like?

Knows: phrasings by article, as vectors and as words; the classifier trained on them.
Must not know: where phrasings come from, passages, fusion.

The title of every article counts as one of its phrasings, so that articles without any
other are compared on the same terms.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from corpora.curation import Phrasing
from indexer.classifier import Classifier
from indexer.encoder import Vectors
from indexer.lexical import Lexical
from indexer.tokens import grams, terms
from indexer.training import train

NEIGHBOURS = 3
"""An article's likeness is the mean over this many of its phrasings, or all if it has fewer."""

SHARPNESS = 3.0
"""Decision values times this, as exponents, are the classifier's probabilities."""

SAME = 0.8
"""How like a rejected wording a question must be for the rejection to count."""

Kind = Literal["phrasing", "title", "rejected"]

Scores = NDArray[np.float32]


class Likeness(NamedTuple):
    """How like the phrasings of each article a question is; all of shape (articles,).

    `nearest`: the cosine of the nearest one. `similar`: mean cosine of the nearest few.
    `classified`: the classifier's probability. `refused`: how much more like a rejected
    wording than an accepted one, 0 to 1. `evidence`: how many phrasings the article has.
    Without an encoder likeness is that of words: BM25 as a share of what it could be.
    """

    nearest: Scores
    similar: Scores
    classified: Scores
    refused: Scores
    evidence: Scores

    @classmethod
    def none(cls, articles: int) -> Self:
        """Nothing is like anything."""
        return cls(*(np.zeros(articles, np.float32) for _ in cls._fields))


class Wording(NamedTuple):
    """A text and the number of its article within the language: a customer's wording, a
    title, or a wording for which customers said that the article is not the answer."""

    text: str
    article: int
    kind: Kind = "phrasing"


class Title(NamedTuple):
    """An article of the language, in one of its locales; its place is its number."""

    article: str
    locale: str
    text: str


def wordings(
    phrasings: Iterable[Phrasing], language: str, titles: Sequence[Title]
) -> list[Wording]:
    """The wordings of one language, rejected ones last; none if there are only titles.
    What several people wrote in the same words counts for each of them.

    A phrasing counts for the regional variant of its locale, or, if there is none, for all
    of the language. Phrasings of other languages and of articles that are not there are
    left out.
    """
    variants: dict[str, dict[str, int]] = {}
    for number, title in enumerate(titles):
        variants.setdefault(title.article, {})[title.locale] = number
    found = [
        Wording(p.text, number, "rejected" if p.source == "rejected" else "phrasing")
        for p in phrasings
        if p.locale.split("-")[0] in ("", language) and p.text.strip()
        for number in _meant(p, variants.get(p.article, {}))
    ]
    if not found:
        return []
    found += [Wording(t.text, i, "title") for i, t in enumerate(titles) if t.text.strip()]
    return sorted(found, key=lambda w: (w.kind == "rejected", w.article, w.kind, w.text))


def _meant(phrasing: Phrasing, variants: Mapping[str, int]) -> list[int]:
    """The variants of its article that a phrasing counts for."""
    if phrasing.locale in variants:
        return [variants[phrasing.locale]]
    return list(variants.values())


@dataclass(frozen=True, slots=True)
class Phrasings:
    """`owner[i]` is the article of wording i, ascending; the last `rejected` of them are
    rejected ones, ascending again. `vectors` are float32, (wordings, dimensions).
    `evidence[a]` is the number of article a's phrasings."""

    owner: NDArray[np.int32]
    rejected: int
    evidence: Scores
    vectors: Vectors | None
    words: Lexical
    pieces: Lexical
    classifier: Classifier | None

    @classmethod
    def build(
        cls, wordings: Sequence[Wording], language: str, articles: int, vectors: Vectors | None
    ) -> Self | None:
        """Index `wordings`, as the function of that name gives them, of so many articles;
        None if there are none. `vectors` has one row a wording."""
        if not wordings:
            return None
        texts = [wording.text for wording in wordings]
        owner = np.array([wording.article for wording in wordings], np.int32)
        kept = sum(wording.kind != "rejected" for wording in wordings)
        known = None if vectors is None else vectors[:kept]
        taught = owner[[wording.kind == "phrasing" for wording in wordings]]
        return cls(
            owner,
            len(texts) - kept,
            np.bincount(taught, minlength=articles).astype(np.float32),
            vectors,
            Lexical.build([terms(text, language) or [""] for text in texts]),
            Lexical.build([grams(text) or [""] for text in texts]),
            train(texts[:kept], owner[:kept], language, known),
        )

    def like(
        self, text: str, language: str, vector: Vectors | None, shown: NDArray[np.bool_]
    ) -> Likeness:
        """How like the phrasings of each article the question is; `shown` says which may be
        shown: the others take no probability from them."""
        articles = len(shown)
        kept = len(self.owner) - self.rejected
        likeness = self._likeness(text, language, vector)
        nearest, similar = _nearest(likeness[:kept], self.owner[:kept], articles)
        refused, _ = _nearest(likeness[kept:], self.owner[kept:], articles)
        against = np.clip((refused - np.maximum(nearest, SAME)) / (1 - SAME), 0, 1)
        classified = self._classified(text, vector, shown)
        return Likeness(nearest, similar, classified, against, self.evidence)

    def _likeness(self, text: str, language: str, vector: Vectors | None) -> Scores:
        """Of each phrasing, 0 to 1."""
        if vector is not None and self.vectors is not None:
            return np.asarray(np.maximum(self.vectors @ vector, 0), np.float32)
        shares = [
            np.minimum(index.search(asked) / index.ceiling(asked), 1)
            for index, asked in ((self.words, terms(text, language)), (self.pieces, grams(text)))
        ]
        return np.asarray((shares[0] + shares[1]) / 2, np.float32)

    def _classified(self, text: str, vector: Vectors | None, shown: NDArray[np.bool_]) -> Scores:
        found = np.zeros(len(shown), np.float32)
        if self.classifier is not None and shown[self.classifier.labels].any():
            decided = SHARPNESS * self.classifier.decide(text, vector)
            decided = np.where(shown[self.classifier.labels], decided, -np.inf)
            raised = np.exp(decided - decided.max())
            found[self.classifier.labels] = raised / raised.sum()
        return found


def _nearest(cosines: Scores, owner: NDArray[np.int32], articles: int) -> tuple[Scores, Scores]:
    """Of each article the highest cosine, and the mean of its highest few."""
    nearest, similar = np.zeros(articles, np.float32), np.zeros(articles, np.float32)
    if not len(cosines):
        return nearest, similar
    order = np.lexsort((-cosines, owner))
    sorted_, starts = cosines[order], np.flatnonzero(np.diff(owner, prepend=-1))
    place = np.arange(len(owner)) - np.repeat(starts, np.diff(starts, append=len(owner)))
    few = place < NEIGHBOURS
    nearest[owner[starts]] = sorted_[starts]
    sums = np.bincount(owner[few], sorted_[few], articles)
    similar[:] = sums / np.maximum(np.bincount(owner[few], minlength=articles), 1)
    return nearest, similar
