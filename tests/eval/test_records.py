"""Strict readers: what is accepted, and that every refusal names file, line and reason."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpora.curation import Phrasing
from eval.errors import BadLabels
from eval.records import (
    LabelledQuery,
    Silver,
    read_phrasings,
    read_qrels,
    read_queries,
    read_silver,
)


def test_queries_carry_language_form_and_audience(tmp_path: Path) -> None:
    file = tmp_path / "queries.jsonl"
    file.write_text(
        '{"id": "a", "text": "ciao", "lang": "it", "form": "account", "audience": "partners"}\n'
        '\n{"id": "b", "text": "", "history": ["earlier turns are passed over"]}\n',
        encoding="utf-8",
    )
    assert read_queries(file) == (
        LabelledQuery("a", "ciao", "it", "account", "partners"),
        LabelledQuery("b", "", None, "", "everyone"),
    )


@pytest.mark.parametrize(
    "text",
    [
        "q1\td1\t2\nq1\td2\t0\n",
        "query\tdocument\tgrade\nq1\td1\t2\nq1\td2\t0",
        "q1\td1\t2\r\nq1\td2\t0\r\n",
    ],
    ids=["bare", "names first", "carriage returns"],
)
def test_qrels_with_and_without_names(tmp_path: Path, text: str) -> None:
    file = tmp_path / "qrels.tsv"
    file.write_text(text, encoding="utf-8", newline="")
    assert read_qrels(file) == {"q1": {"d1": 2, "d2": 0}}


def test_phrasings_and_silver(tmp_path: Path) -> None:
    train, silver = tmp_path / "train.jsonl", tmp_path / "silver_oos.json"
    train.write_text('{"text": "how", "doc_id": "d"}\n', encoding="utf-8")
    silver.write_text('{"drop_doc_ids": ["d"], "oos_query_ids": ["q"]}', encoding="utf-8")
    assert read_phrasings(train) == (Phrasing(text="how", article="d"),)
    assert read_silver(silver) == Silver(frozenset("d"), frozenset("q"), frozenset())


BAD = [
    (read_queries, b'{"id": "a", "text": "x"}\nnot json\n', 2, "not JSON"),
    (read_queries, b"[1]\n", 1, "must be an object, not a list"),
    (read_queries, b'{"text": "x"}\n', 1, "'id' is missing"),
    (read_queries, b'{"id": " ", "text": "x"}\n', 1, "'id' is empty"),
    (read_queries, b'{"id": 7, "text": "x"}\n', 1, "'id' must be a text, not a number"),
    (read_queries, b'{"id": "a"}\n', 1, "'text' is missing"),
    (read_queries, b'{"id": "a", "text": null}\n', 1, "'text' must be a text, not null"),
    (read_queries, b'{"id": "a", "text": "x", "lang": []}\n', 1, "'lang' must be a text"),
    (read_queries, b'{"id":"a","text":"x"}\n{"id":"a","text":"y"}\n', 2, "'a' occurred before"),
    (read_queries, b'\n\n{"id": "\xff"}\n', 3, "not UTF-8: byte 0xff"),
    (read_queries, b"[" * 100_000, 1, "not JSON"),
    (read_phrasings, b'{"text": "x"}\n', 1, "'doc_id' is missing"),
    (read_qrels, b"q1 d1 1\n", 1, "1 columns; expected query, document, grade"),
    (read_qrels, b"q1\td1\n", 1, "2 columns"),
    (read_qrels, b"q1\t\t1\n", 1, "the query or the document is empty"),
    (read_qrels, b"q1\td1\t1\nq2\td1\tgood\n", 2, "grade 'good' is not a whole number"),
    (read_qrels, b"q1\td1\t-1\n", 1, "grade '-1' is not a whole number"),
    (read_qrels, b"q1\td1\t0.5\n", 1, "grade '0.5' is not a whole number"),
    (read_qrels, b"q1\td1\t1\nq1\td1\t2\n", 2, "were judged before"),
    (read_silver, b'{\n"drop_doc_ids": [,]}', 2, "not JSON"),
    (read_silver, b"[]", None, "must be an object, not a list"),
    (read_silver, b'{"drop_doc_ids": "d"}', None, "'drop_doc_ids' must be a list, not a text"),
    (read_silver, b'{"oos_query_ids": [1]}', None, "'oos_query_ids' holds 1"),
]


@pytest.mark.parametrize(("read", "content", "line", "reason"), BAD)
def test_a_refusal_names_file_line_and_reason(
    tmp_path: Path, read: Callable[[Path], object], content: bytes, line: int | None, reason: str
) -> None:
    file = tmp_path / "labels"
    file.write_bytes(content)
    place = f"{file}:{line}: " if line else f"{file}: "
    with pytest.raises(BadLabels) as refused:
        read(file)
    assert str(refused.value).startswith(place)
    assert reason in str(refused.value)


@pytest.mark.parametrize("read", [read_queries, read_qrels, read_phrasings, read_silver])
def test_a_missing_file_is_named(tmp_path: Path, read: Callable[[Path], object]) -> None:
    with pytest.raises(BadLabels, match=r"nothing\.tsv: cannot be read: No such file"):
        read(tmp_path / "nothing.tsv")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "any"
    file.write_bytes(content)
    for read in (read_queries, read_qrels, read_phrasings, read_silver):
        with suppress(BadLabels):
            read(file)


names = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(names, st.text(st.characters(exclude_categories=["Cs"]))))
def test_queries_come_back_as_written(tmp_path: Path, texts: dict[str, str]) -> None:
    file = tmp_path / "queries.jsonl"
    rows = (
        json.dumps({"id": name, "text": text}, ensure_ascii=False) for name, text in texts.items()
    )
    file.write_text("\n".join(rows), encoding="utf-8", newline="")
    assert {query.id: query.text for query in read_queries(file)} == texts
