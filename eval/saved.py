"""Evaluations on disk: what `evaluate --out DIR` leaves for `compare`, people and programs.

Knows: the folder's layout and the lines of `run.jsonl`.
Must not know: how anything is measured or compared.

    DIR/<dataset>/report.json    the report, as --json prints it
    DIR/<dataset>/run.jsonl      a question a line, with its answers and what is right
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import BaseModel, ConfigDict, ValidationError

from eval.errors import BadLabels
from eval.evaluation import Evaluation
from eval.measures import Judged
from eval.records import Answer, read_rows

REPORT, RUN = "report.json", "run.jsonl"


class SavedAnswer(BaseModel):
    """An article, as it was answered."""

    model_config = ConfigDict(extra="forbid", strict=True)

    article: str
    confidence: float
    score: float


class SavedQuery(BaseModel):
    """A line of `run.jsonl`. `grades` is None for a question out of scope."""

    model_config = ConfigDict(extra="forbid", strict=True)

    query: str
    text: str
    grades: dict[str, int] | None
    answers: list[SavedAnswer]
    took_ms: float


class Saved(NamedTuple):
    """One dataset of a saved evaluation."""

    report: dict[str, Any]
    judged: Judged


def save(evaluation: Evaluation, out: Path) -> Path:
    """Write an evaluation below `out`; the dataset's folder."""
    folder = out / str(evaluation.report["dataset"])
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(evaluation.report, ensure_ascii=False, indent=1)
    (folder / REPORT).write_text(f"{text}\n", encoding="utf-8")
    lines = (f"{query.model_dump_json()}\n" for query in _queries(evaluation))
    (folder / RUN).write_text("".join(lines), encoding="utf-8")
    return folder


def read_saved(path: Path) -> dict[str, Saved]:
    """The datasets saved in `path`, by name: the folder given to --out, or one of a dataset.

    Raises BadLabels.
    """
    folders = [path] if (path / RUN).exists() else sorted(f.parent for f in path.glob(f"*/{RUN}"))
    if not folders:
        raise BadLabels(path, None, f"holds no {RUN}; make one: answerbot evaluate ... --out DIR")
    return {folder.resolve().name: _read(folder) for folder in folders}


def _queries(evaluation: Evaluation) -> Iterator[SavedQuery]:
    folder, asked, judged, _ = evaluation.found
    inside = frozenset(judged.in_scope)
    for query, took in zip(chain(folder.queries, folder.oos), asked.took_ms, strict=True):
        grades = dict(judged.qrels.get(query.id, {})) if query.id in inside else None
        answers = [
            SavedAnswer(article=a.article, confidence=a.confidence, score=a.score)
            for a in judged.run[query.id]
        ]
        yield SavedQuery(
            query=query.id, text=query.text, grades=grades, answers=answers, took_ms=took
        )


def _read(folder: Path) -> Saved:
    found: dict[str, SavedQuery] = {}
    for line, row in read_rows(folder / RUN):
        query = _checked(folder / RUN, line, row)
        if query.query in found:
            raise BadLabels(folder / RUN, line, f"the query {query.query!r} occurred before")
        found[query.query] = query
    report = _report(folder / REPORT)
    return Saved(report, _judged(found, report["settings"].get("threshold")))


def _checked(file: Path, line: int, row: dict[str, Any]) -> SavedQuery:
    try:
        return SavedQuery.model_validate(row)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise BadLabels(file, line, f"{place}: {first['msg']}") from None


def _report(file: Path) -> dict[str, Any]:
    try:
        report = json.loads(file.read_bytes())
    except (OSError, ValueError) as error:
        raise BadLabels(file, None, f"cannot be read: {error}") from None
    if not isinstance(report, dict) or not isinstance(report.get("settings"), dict):
        raise BadLabels(file, None, "is no report: it has no settings")
    return report


def _judged(found: dict[str, SavedQuery], threshold: float | None) -> Judged:
    return Judged(
        tuple(name for name, query in found.items() if query.grades is not None),
        tuple(name for name, query in found.items() if query.grades is None),
        {name: query.grades for name, query in found.items() if query.grades is not None},
        {
            name: tuple(Answer(a.article, a.confidence, a.score) for a in query.answers)
            for name, query in found.items()
        },
        threshold,
    )
