"""Slices and misses: which question belongs where, and which miss is worst."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from answerbot.metrics import wilson
from eval.evaluation import Wanted, evaluate
from eval.folder import read_folder
from eval.index import Setup
from eval.measures import Judged
from eval.records import Answer, LabelledQuery
from eval.slices import FEWEST, Slice, length_of, slices
from eval.tables import show
from tests.eval.conftest import write_lines


@pytest.mark.parametrize(
    ("words", "expected"),
    [(0, "1-2"), (2, "1-2"), (3, "3-5"), (5, "3-5"), (6, "6-10"), (10, "6-10"), (11, "11+")],
)
def test_length_in_words(words: int, expected: str) -> None:
    assert length_of("word " * words) == expected


def test_slices_count_each_question_once_a_kind(labelled: Path) -> None:
    write_lines(labelled / "train.jsonl", [{"text": "lost it", "doc_id": "password"}])
    folder = read_folder(labelled)
    folder = folder._replace(queries=(*folder.queries[:2], LabelledQuery("q3", "un due tre", "it")))
    judged = Judged(("q1", "q2", "q3"), (), folder.qrels, {"q1": (Answer("password", 0.9),)})
    found = {(one.kind, one.value): one for one in slices(folder, judged)}
    assert {key: (one.n, one.hit) for key, one in found.items()} == {
        ("language", "en"): (2, 0.5),
        ("language", "it"): (1, 0.0),
        ("article", "unseen"): (2, 0.0),
        ("article", "seen"): (1, 1.0),
    }


def test_a_kind_with_one_slice_is_left_out(labelled: Path) -> None:
    folder = read_folder(labelled)
    judged = Judged(("q1", "q2", "q3"), (), folder.qrels, {})
    assert {one.kind for one in slices(folder, judged)} == {"words"}


def test_the_interval_is_wilson_s_and_few_are_too_few() -> None:
    interval = wilson(15, 20)
    assert interval is not None
    one = Slice("words", "1-2", FEWEST, *interval)
    assert one.enough
    assert not one._replace(n=FEWEST - 1).enough
    assert one.report["low"] == round(interval.low, 4)


def report(labelled: Path, setup: Setup) -> dict[str, Any]:
    return evaluate(read_folder(labelled), setup, Wanted(slices=True, misses=5)).report


def test_the_worst_misses_come_first_with_what_was_shown(labelled: Path, setup: Setup) -> None:
    """`xyzzy` finds nothing; `forgot my password` is put down to another article."""
    (labelled / "qrels.tsv").write_text("q1\tinvoice\t1\nq2\tupload\t1\nq3\tinvoice\t1\n")
    found = report(labelled, setup)["misses"]
    assert found[0]["query"] == "q1"
    assert found[0]["kind"] == "missed"
    assert found[0]["expected"] == [{"article": "invoice", "title": "Find an invoice"}]
    assert found[0]["shown"][0]["title"] == "Reset your password"
    assert "Forgot password" in found[0]["shown"][0]["passage"]
    assert found[0]["rank"] is None
    assert found[-1]["query"] == "q3"
    assert found[-1]["shown"] == []


def test_an_offer_out_of_scope_is_a_miss(labelled: Path, setup: Setup) -> None:
    write_lines(labelled / "oos.jsonl", [{"id": "o1", "text": "forgot my password", "lang": "en"}])
    found = report(labelled, setup)["misses"]
    assert [miss["kind"] for miss in found if miss["query"] == "o1"] == ["should be silent"]


def test_hostile_questions_are_shown_as_they_are(labelled: Path, setup: Setup) -> None:
    write_lines(
        labelled / "queries.jsonl",
        [{"id": f"q{i}", "text": "[bold red]xyzzy[/]", "lang": "[/]"} for i in (1, 2, 3)],
    )
    console = Console(file=io.StringIO(), width=200)
    show([report(labelled, setup)], console)
    assert isinstance(console.file, io.StringIO)
    assert "[bold red]xyzzy[/]" in console.file.getvalue()
