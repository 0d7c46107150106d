"""`answerbot evaluate`: what it prints, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from eval.cli import evaluate


@pytest.fixture
def home(tmp_path: Path) -> str:
    return str(tmp_path / "home")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(evaluate, arguments)


def test_json_is_one_object_a_folder(labelled: Path, home: str) -> None:
    result = run(str(labelled), str(labelled), "--json", "--model", "", "--home", home)
    assert result.exit_code == 0
    reports = [json.loads(line) for line in result.stdout.splitlines()]
    assert [report["dataset"] for report in reports] == ["tiny", "tiny"]


def test_a_summary_is_one_more_line(labelled: Path, home: str) -> None:
    result = run(str(labelled), "--json", "--summary", "--model", "", "--home", home)
    report, summary = map(json.loads, result.stdout.splitlines())
    assert summary["summary"] == 1
    assert summary["hit@3"] == report["hit@3"]


def test_a_table_has_a_row_a_folder(labelled: Path, home: str) -> None:
    result = CliRunner(env={"COLUMNS": "200"}).invoke(
        evaluate, [str(labelled), "--model", "", "--home", home]
    )
    assert result.exit_code == 0
    assert "tiny" in result.stdout
    assert "0.667" in result.stdout
    assert "their words only" in result.stdout


def test_limit_and_what_was_set_are_reported(labelled: Path, home: str) -> None:
    result = run(str(labelled), "--json", "--model", "", "--limit", "1", "--home", home)
    report = json.loads(result.stdout)
    assert (report["queries"], report["oos"], report["settings"]["limit"]) == (1, 1, 1)


def test_a_bad_folder_is_one_line_and_the_others_are_measured(
    labelled: Path, home: str, tmp_path: Path
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    result = run(str(empty), str(labelled), "--json", "--model", "", "--home", home)
    assert result.exit_code == 1
    assert [line for line in result.stderr.splitlines() if line.startswith("Error: ")] == [
        f"Error: {empty} has no article; it needs corpus.jsonl or a folder articles/"
    ]
    assert json.loads(result.stdout)["dataset"] == "tiny"


@pytest.mark.parametrize(
    "arguments",
    [(), ("nowhere",), (".", "--limit", "0"), (".", "--precision", "int4")],
    ids=["no folder", "no such folder", "no query", "no such precision"],
)
def test_wrong_usage_ends_with_2(arguments: tuple[str, ...]) -> None:
    assert run(*arguments).exit_code == 2


def test_wrong_settings_are_one_line(labelled: Path, tmp_path: Path) -> None:
    (tmp_path / "answerbot.toml").write_text("colour = 1\n")
    result = run(str(labelled), "--home", str(tmp_path))
    assert result.exit_code == 1
    assert "unknown setting 'colour'" in result.stderr
