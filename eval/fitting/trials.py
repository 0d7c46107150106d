"""What a folder's questions look like to a ranker: signals beside labels.

Knows: which questions are asked of which index.
Must not know: weights, what is fitted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpora.curation import Curation
from eval.folder import TRAIN, Folder, without_dropped
from eval.index import Setup, open_index
from eval.records import LabelledQuery
from eval.runner import query_of
from eval.training import at_most, usable
from indexer.embed import Progress
from indexer.searcher import Considered, Searcher
from indexer.signals import Signals

MOST = 500
"""Questions of a folder that are asked, in scope and out of it each."""

FEW = (5,)
"""Phrasings an article in some of a folder's trials; in another it has all."""


class Question(NamedTuple):
    """A question's candidates, which of them are right, and how much of the question each
    covers. `found` says whether a right article exists at all."""

    signals: Signals
    right: NDArray[np.bool_]
    coverage: NDArray[np.float32]
    in_scope: bool


@dataclass(frozen=True, slots=True)
class Trial:
    """The questions of one folder against one index. `kind` says which: plain (questions in
    and out of scope), silver (articles left out), or how many phrasings an article has."""

    folder: str
    kind: str
    questions: tuple[Question | None, ...]
    """None for a question in scope without a candidate."""
    silent: int
    """Questions out of scope without a candidate: rightly answered by nothing."""

    @property
    def taught(self) -> bool:
        """Whether the index had phrasings."""
        return self.kind.startswith("phrasings")

    @property
    def has_both(self) -> bool:
        """Whether there are questions in scope and out of it."""
        kinds = {question is None or question.in_scope for question in self.questions}
        return len(kinds) == 2


def trials(folder: Folder, setup: Setup, progress: Progress, seed: int = 0) -> Iterator[Trial]:
    """One trial for each kind that the folder has data for. Phrasings that are asked as
    questions are left out."""
    yield _trial(folder, "plain", setup, None, progress, seed)
    part = without_dropped(folder)
    if part is not None:
        yield _trial(part, "silver", setup, None, progress, seed)
    known = usable(folder, TRAIN, folder.phrasings).phrasings
    if known:
        for count in (*FEW, None):
            kept = at_most(known, count, seed) if count else known
            kind = f"phrasings {count or 'all'}"
            yield _trial(folder, kind, setup, Curation(phrasings=kept), progress, seed)


def _trial(
    folder: Folder,
    kind: str,
    setup: Setup,
    curation: Curation | None,
    progress: Progress,
    seed: int,
) -> Trial:
    searcher = open_index(
        folder.name,
        folder.articles,
        setup,
        part=kind == "silver",
        curation=curation,
        progress=progress,
    )
    questions: list[Question | None] = []
    silent = 0
    asked = [*_some(folder.queries, seed), *_some(folder.oos, seed)]
    outside = {query.id for query in folder.oos}
    for done, labelled in enumerate(asked, 1):
        grades = folder.qrels.get(labelled.id, {})
        found = _question(searcher, labelled, setup, grades, labelled.id not in outside)
        if found is None and labelled.id in outside:
            silent += 1
        else:
            questions.append(found)
        progress("Asking", done, len(asked))
    return Trial(folder.name, kind, tuple(questions), silent)


def _some(queries: Sequence[LabelledQuery], seed: int) -> list[LabelledQuery]:
    chosen = np.random.default_rng(seed).permutation(len(queries))[:MOST]
    return [queries[i] for i in np.sort(chosen)]


def _question(
    searcher: Searcher,
    labelled: LabelledQuery,
    setup: Setup,
    grades: Mapping[str, int],
    inside: bool,
) -> Question | None:
    query = query_of(labelled, setup)
    language = query.language if query.language in searcher.languages else searcher.languages[0]
    considered = searcher.considered(query, language)
    if considered is None:
        return None
    ids = [searcher.articles[number].id for number in considered.articles]
    right = np.array([inside and grades.get(article, 0) > 0 for article in ids])
    return Question(considered.found.signals, right, _coverage(considered), inside)


def _coverage(considered: Considered) -> NDArray[np.float32]:
    return np.array(considered.covered(range(len(considered.found.articles))), np.float32)
