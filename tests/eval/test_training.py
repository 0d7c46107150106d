"""Known phrasings: which are used, how few are chosen, and what the curve holds."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from corpora.curation import Phrasing
from eval.cli import evaluate as command
from eval.errors import BadLabels
from eval.evaluation import Wanted, evaluate
from eval.folder import read_folder
from eval.index import Setup, open_index
from eval.training import at_most, curation_of, most_of_one, read_training
from tests.eval.conftest import write_lines

ROWS = (
    {"text": "locked out", "doc_id": "password"},
    {"text": "cannot sign in", "doc_id": "password"},
    {"text": "bill", "doc_id": "invoice"},
    {"text": " Forgot MY  password", "doc_id": "password"},
    {"text": "zzzz qqqq", "doc_id": "upload"},
    {"text": "something else", "doc_id": "gone"},
)


@pytest.fixture
def trained(labelled: Path) -> Path:
    write_lines(labelled / "train.jsonl", ROWS)
    return labelled


def test_questions_of_the_folder_are_left_out_and_counted(trained: Path) -> None:
    found = read_training(read_folder(trained), "train.jsonl")
    assert [phrasing.text for phrasing in found.phrasings] == [
        "locked out", "cannot sign in", "bill",
    ]  # fmt: skip
    assert found.warnings == (
        "2 phrasings of train.jsonl are questions of the folder and are left out",
        "1 phrasings of train.jsonl belong to no article of the folder and are left out",
    )


def test_a_path_will_do_and_a_missing_file_is_named(trained: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.jsonl"
    write_lines(elsewhere, ROWS[:1])
    folder = read_folder(trained)
    assert len(read_training(folder, str(elsewhere)).phrasings) == 1
    with pytest.raises(BadLabels, match="there is no file 'none"):
        read_training(folder, "none.jsonl")


phrasings = st.lists(
    st.builds(Phrasing, text=st.text(max_size=3), article=st.sampled_from("abc")), max_size=20
)


@given(phrasings, st.integers(0, 6), st.integers(0, 3), st.integers())
def test_more_always_hold_the_fewer(known: list[Phrasing], few: int, more: int, seed: int) -> None:
    fewer, all_ = at_most(known, few, seed), at_most(known, few + more, seed)
    for article in "abc":
        of = [p for p in known if p.article == article]
        assert sum(p.article == article for p in fewer) == min(few, len(of))
    rest = list(all_)
    for phrasing in fewer:
        rest.remove(phrasing)
    assert at_most(known, most_of_one(known), seed) == tuple(known)


def test_phrasings_reach_the_index(trained: Path, setup: Setup) -> None:
    folder = read_folder(trained)
    known = read_training(folder, "train.jsonl").phrasings
    searcher = open_index(folder.name, folder.articles, setup, curation=curation_of(known, folder))
    assert searcher.curation.phrasings == known
    assert open_index(folder.name, folder.articles, setup).curation.phrasings == ()


def test_the_report_says_what_was_known_and_has_the_curve(trained: Path, setup: Setup) -> None:
    wanted = Wanted(train="train.jsonl", learning_curve=True, slices=True)
    report = evaluate(read_folder(trained), setup, wanted).report
    assert report["settings"]["train"] == "train.jsonl"
    assert report["settings"]["phrasings"] == 3
    steps = report["learning_curve"]
    assert [(step["per_article"], step["phrasings"]) for step in steps] == [
        (0, 0), (1, 2), (None, 3),
    ]  # fmt: skip
    assert steps[-1]["hit@3"] == report["hit@3"]
    assert any("left out" in warning for warning in report["warnings"])
    seen = {s["value"]: s["n"] for s in report["slices"] if s["slice"] == "article"}
    assert seen == {"seen": 2, "unseen": 1}


def test_a_curve_needs_phrasings(labelled: Path) -> None:
    result = CliRunner().invoke(command, [str(labelled), "--learning-curve"])
    assert result.exit_code == 2
    assert "--learning-curve needs --train FILE" in result.stderr
