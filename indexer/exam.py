"""A help center examines itself: how well do vectors find its own articles, and words?

Knows: titles as questions for bodies, reciprocal ranks.
Must not know: customers' questions, labels, fusion.

No fixed mix of words and vectors is right on all data: where customers paraphrase,
vectors lead by far; where the words are the domain's own, or the language is not the
model's, words do. Titles are questions whose answers are known: their own bodies
(without titles, since both arms would find those).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from indexer.encoder import Vectors
from indexer.lexical import Lexical
from indexer.passages import Passage
from indexer.tokens import grams, terms

Analysis = Callable[[str], list[str]]

PASSAGES = 700
"""The most passages that are searched in an exam."""

QUESTIONS = 150

CAUTION = 10.0
"""Questions that an exam with no difference between the arms counts for: few titles say little."""

LEAST = 0.02
"""The lowest mean reciprocal rank that is believed."""


@dataclass(frozen=True, slots=True)
class Exam:
    """What came of it. `trust` is above zero where vectors find more, below where words do:
    log(reciprocal rank of vectors / that of words), drawn towards zero for few questions."""

    questions: int = 0
    words: float = 0.0
    vectors: float = 0.0

    @property
    def trust(self) -> float:
        """How much more to trust vectors than usual."""
        if not self.questions:
            return 0.0
        ratio = math.log(max(self.vectors, LEAST) / max(self.words, LEAST))
        return ratio * self.questions / (self.questions + CAUTION)

    @classmethod
    def from_json(cls, data: Mapping[str, float]) -> Self:
        """Read what `asdict` gives."""
        return cls(int(data["questions"]), data["words"], data["vectors"])


@dataclass(frozen=True, slots=True)
class Paper:
    """An exam to be sat: the titles of `asked`, and the bodies among which theirs are found.
    `owner[i]` is the article of body i."""

    language: str
    titles: list[str]
    asked: NDArray[np.int64]
    bodies: list[str]
    owner: NDArray[np.int64]

    def sat(self, titles: Vectors, bodies: Vectors) -> Exam:
        """The outcome; `titles` and `bodies` are their vectors, a row each."""
        if len(self.asked) < 2:
            return Exam()
        words = _by_words(self)
        vectors = titles @ bodies.T
        return Exam(
            len(self.asked),
            float(np.mean([self._reciprocal(scores) for scores in words])),
            self._reciprocal(vectors),
        )

    def _reciprocal(self, scores: NDArray[np.float32]) -> float:
        """The mean reciprocal rank of the asked articles; ties count as lost."""
        articles, place = np.unique(self.owner, return_inverse=True)
        best = np.full((len(scores), len(articles)), -np.inf)
        for column, article in enumerate(place):
            best[:, article] = np.maximum(best[:, article], scores[:, column])
        own = best[np.arange(len(best)), np.searchsorted(articles, self.asked)]
        return float(np.mean(1 / (best >= own[:, None]).sum(axis=1)))


def paper(
    passages: Sequence[Passage], owner: NDArray[np.int32], language: str, seed: int = 0
) -> Paper:
    """Draw articles until their passages are enough; the same ones for the same articles."""
    bounds = np.flatnonzero(np.diff(owner, prepend=-1, append=-1))
    order = np.random.default_rng(seed).permutation(len(bounds) - 1)
    titles, asked, bodies, owners = list[str](), list[int](), list[str](), list[int]()
    for article in order:
        rows = range(int(bounds[article]), int(bounds[article + 1]))
        texts = [text for row in rows if (text := _body(passages[row]))]
        if not texts or (bodies and len(bodies) + len(texts) > PASSAGES):
            continue
        bodies += texts[:PASSAGES]
        owners += [int(article)] * len(texts[:PASSAGES])
        title = passages[rows[0]].title.strip()
        if title and len(titles) < QUESTIONS:
            titles.append(title)
            asked.append(int(article))
    return Paper(language, titles, np.array(asked), bodies, np.array(owners))


def _body(passage: Passage) -> str:
    return "\n".join(filter(None, (" > ".join(passage.heading), passage.text))).strip()


def _by_words(paper: Paper) -> list[NDArray[np.float32]]:
    """The scores of the two word arms, each of shape (titles, bodies)."""

    def scores(analyse: Analysis) -> NDArray[np.float32]:
        index = Lexical.build([analyse(body) or [""] for body in paper.bodies])
        return np.stack([index.search(analyse(title)) for title in paper.titles])

    return [scores(lambda text: terms(text, paper.language)), scores(grams)]
