"""A labelled folder small enough to know every answer, and a setup without a model."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from eval.index import Setup

NOW = datetime(2026, 11, 1, tzinfo=UTC)

CORPUS = (
    {"id": "password", "title": "Reset your password", "body": "Choose Forgot password."},
    {"id": "upload", "title": "An upload stops", "body": "Large videos may stop halfway."},
    {"id": "invoice", "title": "Find an invoice", "body": "Invoices lie under Billing."},
)
QUERIES = (
    {"id": "q1", "text": "forgot my password", "lang": "en"},
    {"id": "q2", "text": "video upload stops halfway", "lang": "en"},
    {"id": "q3", "text": "xyzzy", "lang": "en"},
)
OOS = (
    {"id": "o1", "text": "zzzz qqqq", "lang": "en"},
    {"id": "o2", "text": "do you sell an espresso machine", "lang": "en"},
)
QRELS = "q1\tpassword\t1\nq2\tupload\t1\nq3\tinvoice\t1\n"
SILVER = {"drop_doc_ids": ["upload"], "oos_query_ids": ["q2"], "excluded_query_ids": ["q3"]}


def write_lines(file: Path, rows: Iterable[Mapping[str, object]]) -> None:
    file.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")


@pytest.fixture
def labelled(tmp_path: Path) -> Path:
    """A whole labelled folder; tests damage or thin it out."""
    folder = tmp_path / "tiny"
    folder.mkdir()
    write_lines(folder / "corpus.jsonl", CORPUS)
    write_lines(folder / "queries.jsonl", QUERIES)
    write_lines(folder / "oos.jsonl", OOS)
    (folder / "qrels.tsv").write_text(QRELS, encoding="utf-8")
    (folder / "silver_oos.json").write_text(json.dumps(SILVER), encoding="utf-8")
    return folder


@pytest.fixture
def setup(tmp_path: Path) -> Setup:
    """Words only, in a home of its own."""
    return Setup(home=tmp_path / "home", now=NOW, model="")
