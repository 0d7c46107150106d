"""A labelled folder as a whole: articles, questions, judgements.

Knows: which files it has, and how they must fit together.
Must not know: indexes, measures.

A folder has `queries.jsonl` and `qrels.tsv`; `corpus.jsonl`, or an `articles/` folder of
any source that import understands; and perhaps `oos.jsonl`, `silver_oos.json`,
`train.jsonl`, `baselines/`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from corpora.article import Article
from corpora.curation import Phrasing
from corpora.loaders import SourceError, open_source
from corpora.report import Loaded, Skipped
from eval.baselines import read_baselines
from eval.errors import BadLabels, NoAnswers
from eval.records import (
    LabelledQuery,
    Qrels,
    Run,
    Silver,
    read_phrasings,
    read_qrels,
    read_queries,
    read_silver,
)

QUERIES, QRELS, OOS = "queries.jsonl", "qrels.tsv", "oos.jsonl"
SILVER, TRAIN = "silver_oos.json", "train.jsonl"


class Folder(NamedTuple):
    """Everything in a labelled folder. `oos` are queries without a right answer,
    `baselines` the answers of other systems, `phrasings` wordings known to be answered."""

    name: str
    articles: tuple[Article, ...]
    queries: tuple[LabelledQuery, ...]
    qrels: Qrels
    oos: tuple[LabelledQuery, ...] = ()
    silver: Silver | None = None
    baselines: Mapping[str, Run] = MappingProxyType({})
    phrasings: tuple[Phrasing, ...] = ()
    warnings: tuple[str, ...] = ()
    path: Path = Path()


def read_folder(path: Path) -> Folder:
    """Read a labelled folder. Raises BadLabels, NoAnswers."""
    path = path.resolve()
    articles, skipped = _articles(path)
    queries, qrels = read_questions(path)
    oos = read_queries(path / OOS) if (path / OOS).exists() else ()
    silver = read_silver(path / SILVER) if (path / SILVER).exists() else None
    _check_oos(path, queries, oos)
    if silver:
        _check_silver(path / SILVER, silver, articles, queries)
    asked = [query.id for query in (*queries, *oos)]
    baselines = read_baselines(path, asked, [article.id for article in articles])
    phrasings = read_phrasings(path / TRAIN) if (path / TRAIN).exists() else ()
    warnings = (*skipped, *_gaps(articles, queries, qrels))
    return Folder(
        path.name, articles, queries, qrels, oos, silver, baselines, phrasings, warnings, path
    )


def read_questions(path: Path) -> tuple[tuple[LabelledQuery, ...], Qrels]:
    """The questions of a folder and their judgements. Raises BadLabels."""
    queries, qrels = read_queries(path / QUERIES), read_qrels(path / QRELS)
    asked = {query.id for query in queries}
    for judged in qrels:
        if judged not in asked:
            raise BadLabels(path / QRELS, None, f"the query {judged!r} is not in {QUERIES}")
    return queries, qrels


def limited(folder: Folder, limit: int | None) -> Folder:
    """The folder with only its first `limit` queries in scope and out of it."""
    if limit is None:
        return folder
    return folder._replace(queries=folder.queries[:limit], oos=folder.oos[:limit])


def without_dropped(folder: Folder) -> Folder | None:
    """The folder as its silver file has it: fewer articles, and out-of-scope queries made
    by that. None if it has no such file, or all articles would go."""
    silver = folder.silver
    if silver is None:
        return None
    kept = tuple(a for a in folder.articles if a.id not in silver.dropped)
    scored = [q for q in folder.queries if q.id not in silver.excluded]
    inside = tuple(q for q in scored if q.id not in silver.out_of_scope)
    outside = tuple(q for q in scored if q.id in silver.out_of_scope)
    if not kept:
        return None
    return folder._replace(
        articles=kept, queries=inside, oos=outside, silver=None, baselines={}, warnings=()
    )


def _articles(path: Path) -> tuple[tuple[Article, ...], tuple[str, ...]]:
    loaded: list[Loaded] = []
    with suppress(SourceError):
        loaded = list(open_source(str(path)))
    articles = tuple(item for item in loaded if isinstance(item, Article) and not item.draft)
    if not articles:
        raise NoAnswers(f"{path} has no article; it needs corpus.jsonl or a folder articles/")
    skipped = (item for item in loaded if isinstance(item, Skipped))
    return articles, tuple(f"{item.name}: {item.reason}" for item in skipped)


def _check_oos(
    path: Path, queries: Collection[LabelledQuery], oos: Collection[LabelledQuery]
) -> None:
    inside = {query.id for query in queries}
    for query in oos:
        if query.id in inside:
            raise BadLabels(path / OOS, None, f"the id {query.id!r} is in {QUERIES} too")


def _check_silver(
    file: Path, silver: Silver, articles: Collection[Article], queries: Collection[LabelledQuery]
) -> None:
    known, asked = {article.id for article in articles}, {query.id for query in queries}
    for what, ids, there in (
        ("article", silver.dropped, known),
        ("query", silver.out_of_scope | silver.excluded, asked),
    ):
        for unknown in sorted(ids - there)[:1]:
            raise BadLabels(file, None, f"the {what} {unknown!r} is not in this folder")


def _gaps(
    articles: Collection[Article], queries: Collection[LabelledQuery], qrels: Qrels
) -> list[str]:
    """What the labels ask for and the folder does not have. Such queries score zero."""
    known = {article.id for article in articles}
    judged = {article for grades in qrels.values() for article in grades}
    unknown = sorted(judged - known)
    hopeless = [q.id for q in queries if not any(g > 0 for g in qrels.get(q.id, {}).values())]
    return [
        f"{len(names)} {what}: {', '.join(names[:3])}{' ...' if len(names) > 3 else ''}"
        for what, names in (
            (f"articles of {QRELS} are not in the folder", unknown),
            (f"queries have no right article in {QRELS} and score zero", hopeless),
        )
        if names
    ]
