"""Published systems: what their files may hold, and that they are measured as we are."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from eval.baselines import read_baselines, read_run
from eval.errors import BadLabels
from eval.evaluation import evaluate
from eval.folder import read_folder
from eval.index import Setup
from eval.records import Answer


@pytest.fixture
def bert(labelled: Path) -> Path:
    file = labelled / "baselines" / "bert.tsv"
    file.parent.mkdir()
    return file


def test_answers_come_best_first_and_ties_stay(bert: Path) -> None:
    bert.write_text("q1\tupload\t0.2\nq1\tpassword\t0.9\nq1\tinvoice\t0.2\n")
    found = read_run(bert, {"q1"})["q1"]
    assert [answer.article for answer in found] == ["password", "upload", "invoice"]
    assert found[0] == Answer("password", 0.9, 0.9)


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("q1\tupload\n", 1, "2 columns; expected query, document, score between tabs"),
        ("q1\tupload\t0.5\nq9\tupload\t0.5\n", 2, "the query 'q9' is not in this folder"),
        ("q1\tupload\thigh\n", 1, "the score 'high' is not a number"),
        ("q1\tupload\tnan\n", 1, "the score 'nan' is not a number"),
        ("q1\t\t0.5\n", 1, "the query or the document is empty"),
        ("q1\tupload\t0.5\n\nq1\tupload\t0.4\n", 3, "'q1' and 'upload' occurred before"),
    ],
    ids=["columns", "query", "words", "nan", "empty", "twice"],
)
def test_what_is_not_understood_is_named(bert: Path, text: str, line: int, reason: str) -> None:
    bert.write_text(text)
    with pytest.raises(BadLabels) as raised:
        read_folder(bert.parents[1])
    assert str(raised.value) == f"{bert}:{line}: {reason}"


def test_a_word_for_not_knowing_is_no_answer(bert: Path) -> None:
    bert.write_text("q1\tNONE\t1.0\nq2\tupload\t0.5\n")
    found = read_baselines(bert.parents[1], ["q1", "q2"], ["upload"])
    assert found == {"bert": {"q1": (), "q2": (Answer("upload", 0.5, 0.5),)}}


def test_without_files_there_is_none(labelled: Path) -> None:
    assert read_folder(labelled).baselines == {}


def test_a_system_is_measured_as_we_are(bert: Path, setup: Setup) -> None:
    bert.write_text("q1\tpassword\t0.9\nq2\tinvoice\t0.6\nq3\tinvoice\t0.8\no1\tupload\t0.7\n")
    found = evaluate(read_folder(bert.parents[1]), setup).report["baselines"]["bert"]
    assert found["hit@1"] == found["hit@3"] == found["solved@p80"] == pytest.approx(2 / 3, abs=1e-4)
    assert found["auroc"] == pytest.approx(5 / 6, abs=1e-4)
    assert found["precision"] is found["coverage"] is found["oos_recall"] is None


def test_the_published_systems_of_the_shared_data(shared_data: Callable[[str], Path]) -> None:
    folder = read_folder(shared_data("dev/hint3_sofmattress"))
    assert set(folder.baselines) == {"bert", "dialogflow", "haptik", "luis", "rasa"}
    asked = {query.id for query in (*folder.queries, *folder.oos)}
    assert all(set(run) == asked for run in folder.baselines.values())
