"""Answers of other systems on the same questions, as somebody published them.

Knows: `baselines/*.tsv` of a labelled folder.
Must not know: our answers, how a measure is computed.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from pathlib import Path

from eval.errors import BadLabels
from eval.records import Answer, Run, read_columns

FOLDER = "baselines"


def read_baselines(
    path: Path, queries: Collection[str], articles: Collection[str]
) -> dict[str, Run]:
    """Each system's run by its file's name, in the order of names; empty without a folder.

    An answer that is no article of the folder (a system's word for "I do not know") is no
    answer. Raises BadLabels.
    """
    files = sorted((path / FOLDER).glob("*.tsv"))
    known, offered = frozenset(queries), frozenset(articles)
    return {file.stem: _only(read_run(file, known), offered) for file in files}


def read_run(file: Path, queries: Collection[str]) -> dict[str, list[Answer]]:
    """Read lines of query, document, score between tabs; the score counts as confidence.

    Answers come best first, ties in the order of the file. Raises BadLabels.
    """
    found: dict[str, dict[str, Answer]] = {}
    for line, (query, document, score) in read_columns(file, ("query", "document", "score")):
        if query not in queries:
            raise BadLabels(file, line, f"the query {query!r} is not in this folder")
        documents = found.setdefault(query, {})
        if document in documents:
            raise BadLabels(file, line, f"{query!r} and {document!r} occurred before")
        confidence = _score(file, line, score)
        documents[document] = Answer(document, confidence, confidence)
    return {
        query: sorted(documents.values(), key=lambda answer: -answer.confidence)
        for query, documents in found.items()
    }


def _score(file: Path, line: int, text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise BadLabels(file, line, f"the score {text!r} is not a number")
    return value


def _only(run: Mapping[str, list[Answer]], articles: Collection[str]) -> Run:
    return {query: tuple(a for a in found if a.article in articles) for query, found in run.items()}
