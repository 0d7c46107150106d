"""Labelled queries, judgements and answers, and strict readers of their files.

Knows: `queries.jsonl`, `oos.jsonl`, `qrels.tsv`, `silver_oos.json`, `train.jsonl`.
Must not know: indexes, measures, which files a folder has.

Every reader raises BadLabels, which names the file, the line and the reason.
Unknown keys are allowed: data sets carry notes of their own.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from corpora.article import EVERYONE
from corpora.curation import Phrasing
from eval.errors import BadLabels

Checked = TypeVar("Checked", str, list[Any])


class LabelledQuery(NamedTuple):
    """A question as somebody asked it. `language` None means: not labelled."""

    id: str
    text: str
    language: str | None = None
    form: str = ""
    audience: str = EVERYONE


class Answer(NamedTuple):
    """An article offered for a query. `confidence` is calibrated, `score` only ranks."""

    article: str
    confidence: float
    score: float = 0.0


class Silver(NamedTuple):
    """Out-of-scope queries made by leaving articles out of the index.

    Without the `dropped` articles, `out_of_scope` queries have no right answer;
    `excluded` ones must not be scored.
    """

    dropped: frozenset[str]
    out_of_scope: frozenset[str]
    excluded: frozenset[str]


Qrels = Mapping[str, Mapping[str, int]]
"""query id -> article id -> grade; 0 is wrong, above is right."""

Run = Mapping[str, Sequence[Answer]]
"""query id -> answers, best first. A query may be missing: it got no answer."""


def read_queries(file: Path) -> tuple[LabelledQuery, ...]:
    """Read `queries.jsonl` or `oos.jsonl`: {id, text, lang?, form?, audience?} a line."""
    found: dict[str, LabelledQuery] = {}
    for line, row in read_rows(file):
        query = LabelledQuery(
            id=_text(file, line, row, "id"),
            text=_text(file, line, row, "text"),
            language=_optional(file, line, row, "lang") or None,
            form=_optional(file, line, row, "form"),
            audience=_optional(file, line, row, "audience") or EVERYONE,
        )
        if query.id in found:
            raise BadLabels(file, line, f"the id {query.id!r} occurred before")
        found[query.id] = query
    return tuple(found.values())


def read_phrasings(file: Path) -> tuple[Phrasing, ...]:
    """Read `train.jsonl`: {text, doc_id} a line."""
    return tuple(
        Phrasing(text=_text(file, line, row, "text"), article=_text(file, line, row, "doc_id"))
        for line, row in read_rows(file)
    )


def read_qrels(file: Path) -> dict[str, dict[str, int]]:
    """Read `qrels.tsv`: query, document, grade, with or without a line of names."""
    found: dict[str, dict[str, int]] = {}
    for line, (query, document, grade) in read_columns(file, ("query", "document", "grade")):
        if line == 1 and not _is_number(grade):
            continue
        documents = found.setdefault(query, {})
        if document in documents:
            raise BadLabels(file, line, f"{query!r} and {document!r} were judged before")
        documents[document] = _grade(file, line, grade)
    return found


def read_silver(file: Path) -> Silver:
    """Read `silver_oos.json`: {drop_doc_ids, oos_query_ids, excluded_query_ids}."""
    try:
        data = json.loads(read_whole(file))
    except ValueError as error:
        raise BadLabels(file, getattr(error, "lineno", None), f"not JSON: {error}") from None
    if not isinstance(data, dict):
        raise BadLabels(file, None, f"must be an object, not {_kind(data)}")
    keys = ("drop_doc_ids", "oos_query_ids", "excluded_query_ids")
    return Silver(*(_ids(file, data, key) for key in keys))


def read_columns(
    file: Path, names: tuple[str, str, str]
) -> Iterator[tuple[int, tuple[str, str, str]]]:
    """Each line of three texts between tabs, with its number; the first two are not empty."""
    for line, text in _lines(file):
        parts = text.split("\t")
        if len(parts) != 3:
            raise BadLabels(
                file, line, f"{len(parts)} columns; expected {', '.join(names)} between tabs"
            )
        first, second, third = (part.strip() for part in parts)
        if not first or not second:
            raise BadLabels(file, line, f"the {names[0]} or the {names[1]} is empty")
        yield line, (first, second, third)


def _is_number(text: str) -> bool:
    return text.lstrip("-+").replace(".", "", 1).isdigit()


def _grade(file: Path, line: int, text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise BadLabels(file, line, f"the grade {text!r} is not a whole number of 0 or more")
    return int(text)


def read_rows(file: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Each line of JSON with its number; blank lines are passed over."""
    for line, text in _lines(file):
        try:
            row = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise BadLabels(file, line, f"not JSON: {error}") from None
        if not isinstance(row, dict):
            raise BadLabels(file, line, f"must be an object, not {_kind(row)}")
        yield line, row


def _lines(file: Path) -> Iterator[tuple[int, str]]:
    for line, text in enumerate(read_whole(file).split("\n"), 1):
        if text.strip():
            yield line, text.removesuffix("\r")


def read_whole(file: Path) -> str:
    """The text of a file, UTF-8. Raises BadLabels."""
    try:
        data = file.read_bytes()
    except OSError as error:
        raise BadLabels(file, None, f"cannot be read: {error.strerror or error}") from None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BadLabels(file, line, f"not UTF-8: byte 0x{data[error.start]:02x}") from None


def _text(file: Path, line: int, row: Mapping[str, Any], key: str) -> str:
    """A text that must be there. Blank is allowed only in `text`: people do ask nothing."""
    if key not in row:
        raise BadLabels(file, line, f"{key!r} is missing")
    value = _checked(file, line, row, key, str)
    if key != "text" and not value.strip():
        raise BadLabels(file, line, f"{key!r} is empty")
    return value


def _optional(file: Path, line: int, row: Mapping[str, Any], key: str) -> str:
    return "" if row.get(key) is None else _checked(file, line, row, key, str)


def _ids(file: Path, data: Mapping[str, Any], key: str) -> frozenset[str]:
    ids = _checked(file, None, {key: []} | dict(data), key, list)
    wrong = next((item for item in ids if not isinstance(item, str)), None)
    if wrong is not None:
        raise BadLabels(file, None, f"{key!r} holds {wrong!r}, which is not a text")
    return frozenset(ids)


def _checked(
    file: Path, line: int | None, row: Mapping[str, Any], key: str, kind: type[Checked]
) -> Checked:
    value = row[key]
    if not isinstance(value, kind):
        raise BadLabels(file, line, f"{key!r} must be {_kind(kind())}, not {_kind(value)}")
    return value


def _kind(value: object) -> str:
    names = {"str": "a text", "bool": "a truth value", "list": "a list", "dict": "an object"}
    return "null" if value is None else names.get(type(value).__name__, "a number")
