"""What typing errors cost: us, and plain BM25 on the same questions.

Knows: which questions are asked clean and noisy, and the shape of the report.
Must not know: how an error is made, how either side searches.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from eval.folder import Folder
from eval.index import Setup
from eval.noise import generator, noisy
from eval.plain_words import PlainWords
from eval.records import Answer, LabelledQuery, Run
from eval.runner import ask, judged, measured
from indexer.build import silent
from indexer.embed import Progress
from indexer.searcher import Searcher

MEASURE = "hit@3"


def robustness(
    searcher: Searcher,
    folder: Folder,
    setup: Setup,
    clean: Run,
    *,
    seed: int,
    progress: Progress = silent,
) -> dict[str, Any]:
    """hit@3 of a folder's questions as they are (`clean` has the answers) and with typing
    errors, and the loss; beside it the same of plain BM25 over whole articles."""
    queries = tuple(with_errors(query, seed) for query in folder.queries)
    asked = ask(searcher, queries, setup, progress=progress, step="Asking with errors")
    words = PlainWords(folder.articles)
    return {
        "queries": len(queries),
        "changed": sum(a != b for a, b in zip(queries, folder.queries, strict=True)),
        **_loss(folder, clean, asked.run),
        "bm25": _loss(folder, _run(words, folder.queries), _run(words, queries)),
    }


def with_errors(query: LabelledQuery, seed: int) -> LabelledQuery:
    """The same question, typed in haste."""
    return query._replace(text=noisy(query.text, generator(seed, query.id)))


def _run(words: PlainWords, queries: tuple[LabelledQuery, ...]) -> Run:
    found = {query.id: words.search(query.text, language_of(query)) for query in queries}
    return {query: tuple(Answer(id_, 0.0) for id_ in ids) for query, ids in found.items()}


def language_of(query: LabelledQuery) -> str | None:
    """The language part of a query's label."""
    return query.language.split("-")[0] if query.language else None


def _loss(folder: Folder, clean: Run, errors: Run) -> Mapping[str, float | None]:
    before = measured(judged(folder, clean), [MEASURE])[MEASURE]
    after = measured(judged(folder, errors), [MEASURE])[MEASURE]
    loss = None if before is None or after is None else round(before - after, 4)
    return {MEASURE: before, "noisy": after, "loss": loss}
