"""The help center's own phrasings asked as if they were new: what tells answers from the rest here?

Knows: which articles are hidden, which phrasings are held back, which article comes first then.
Must not know: files, where phrasings come from, confidence.

A fifth of the articles that have phrasings is hidden at a time: their phrasings are questions
that nothing answers. Of each other article a fifth of the phrasings is held back and asked: it
is the answer. Both kinds weigh the same, since phrasings do not tell how often customers ask
what no article answers. Runs when an index is built, never while serving.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.calibrate import features, spread
from indexer.candidates import candidates
from indexer.embed import Progress
from indexer.encoder import Vectors
from indexer.partition import Partition
from indexer.phrasings import Phrasings, Wording
from indexer.rank import Ranker
from indexer.reader import Reader

FOLDS = 5

QUESTIONS = 1000
"""Asked of a language at most, of each kind."""

MANY = 3000
"""From so many wordings on, two folds are asked instead of all: training takes long."""

Rows = NDArray[np.int64]
Mask = NDArray[np.bool_]


class Claimed(NamedTuple):
    """The first article of a question: what is known of it (`calibrate.features`; None without
    a candidate), whether it is right, and whether a right one was there to be found."""

    features: Mapping[str, float] | None
    right: bool
    inside: bool


class _Stage(NamedTuple):
    """A language with articles `hidden` and phrasings held back."""

    part: Partition
    hidden: Mask

    @property
    def allowed(self) -> Mask:
        """Of each passage, whether it may be shown."""
        return ~self.hidden[self.part.article_of(np.arange(len(self.part.owner)))]


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """One language. `wordings` are those that its phrasings were built of, `articles` the id
    of each of its articles: regional variants share one."""

    partition: Partition
    wordings: Sequence[Wording]
    articles: Sequence[str]
    reader: Reader
    ranker: Ranker

    def claims(self, progress: Progress, seed: int = 0) -> Iterator[Claimed]:
        """Ask all folds; nothing where fewer articles than those have phrasings."""
        of = np.array(self.articles)[[wording.article for wording in self.wordings]]
        taught = np.array([wording.kind == "phrasing" for wording in self.wordings])
        known = np.unique(of[taught])
        if len(known) < FOLDS:
            return
        rng = np.random.default_rng(seed)
        groups = dict(zip(rng.permutation(known).tolist(), itertools.cycle(range(FOLDS))))
        held = self._split(of, taught, rng)
        folds = range(FOLDS if len(self.wordings) < MANY else 2)
        for fold in folds:
            hidden = np.array([groups.get(article) == fold for article in self.articles])
            outside = hidden[[wording.article for wording in self.wordings]]
            inside = (held == fold) & ~outside
            stage = _Stage(self._without(outside | inside), hidden)
            for asked, answered in ((inside, True), (outside & taught, False)):
                chosen = rng.permutation(np.flatnonzero(asked))[: QUESTIONS // len(folds)]
                yield from (self._ask(stage, row, answered) for row in chosen.tolist())
            progress("Rehearsing", fold + 1, len(folds))

    def _split(self, of: NDArray[np.str_], taught: Mask, rng: np.random.Generator) -> Rows:
        """The fold in which each phrasing is held back; the same words always together."""
        split = np.full(len(of), -1, np.int64)
        texts = np.array([wording.text.casefold() for wording in self.wordings])
        for article in np.unique(of[taught]):
            rows = np.flatnonzero(taught & (of == article))
            kinds, which = np.unique(texts[rows], return_inverse=True)
            split[rows] = (rng.permutation(len(kinds)) + rng.integers(FOLDS))[which] % FOLDS
        return split

    @property
    def _vectors(self) -> Vectors | None:
        """One row a wording; None without an encoder."""
        known = self.partition.phrasings
        return None if known is None else known.vectors

    def _without(self, left_out: Mask) -> Partition:
        """The language, its phrasings learnt anew without those `left_out`."""
        kept = np.flatnonzero(~left_out)
        vectors = None if self._vectors is None else self._vectors[kept]
        wordings = [self.wordings[row] for row in kept.tolist()]
        language, articles = self.partition.language, self.partition.articles
        learnt = Phrasings.build(wordings, language, articles, vectors)
        return replace(self.partition, phrasings=learnt)

    def _ask(self, stage: _Stage, row: int, answered: bool) -> Claimed:
        part, allowed, wording = stage.part, stage.allowed, self.wordings[row]
        read = self.reader.read(wording.text, allowed)
        vector = None if self._vectors is None else self._vectors[row]
        share = self.ranker.vector_share(part.exam.trust)
        found = candidates(part, read, vector, allowed, share)
        if found is None:
            return Claimed(None, False, answered)
        scores = self.ranker.scores(found.signals)
        best = int(np.argmax(scores))
        covered = float(part.coverages(read.words, found.articles[[best]])[0])
        known = features(found.signals, best, scores, covered, spread(scores))
        right = self.articles[found.articles[best]] == self.articles[wording.article]
        return Claimed(known, answered and right, answered)
