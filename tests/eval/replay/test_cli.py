"""`answerbot replay`: what it prints and saves, how it ends, and that it records nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from selectolax.lexbor import LexborHTMLParser

from eval.replay.cli import replay
from eval.replay.page import NAME
from tests.eval.replay.test_tickets import EXPORTS

HOSTILE = '<script>alert(1)</script> "quoted" {{ 7 * 7 }} [bold]x[/bold]'
CSV = (str(EXPORTS / "tickets.csv"), "--column", "subject=Betreff")


def run(home: Path, *arguments: str) -> Result:
    return CliRunner(env={"COLUMNS": "160"}).invoke(replay, [*arguments, "--home", str(home)])


def test_json_is_one_object_with_every_part(built: Path) -> None:
    result = run(built, *CSV, "--json")
    assert result.exit_code == 0, result.output
    report: dict[str, Any] = json.loads(result.stdout)
    assert report["tickets"] == 8
    assert report["left_out"] == {"repeated": 1}
    assert (report["from"], report["to"]) == ("2026-10-05", "2026-10-14")
    assert report["right"]["count"] <= report["right"]["n"]
    assert report["forecast"]["low"] <= report["forecast"]["high"]
    assert report["newer"] >= 1


@pytest.mark.parametrize("name", ["tickets.jsonl", "zendesk.json", "zendesk.jsonl"])
def test_every_kind_of_file_is_replayed(built: Path, name: str) -> None:
    result = run(built, str(EXPORTS / name), "--json")
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["right"]["count"] >= 1


def test_it_is_the_same_again_and_nothing_is_recorded(built: Path) -> None:
    before = {file: file.stat().st_mtime_ns for file in built.rglob("*")}
    first, second = run(built, *CSV, "--json"), run(built, *CSV, "--json")
    assert first.stdout == second.stdout
    assert {file: file.stat().st_mtime_ns for file in built.rglob("*")} == before


def test_a_table_says_too_few_where_there_are(built: Path) -> None:
    result = run(built, *CSV)
    assert result.exit_code == 0
    assert "too few to tell" in result.stdout
    assert "Too few tickets for a forecast" in result.stdout
    assert "No ticket here is resolved" in result.stdout


def test_without_texts_nothing_of_what_customers_wrote_is_shown(
    built: Path, tmp_path: Path
) -> None:
    result = run(built, *CSV, "--no-texts", "--out", str(tmp_path / "out"))
    assert result.exit_code == 0
    saved = "".join(file.read_text() for file in (tmp_path / "out").iterdir())
    for private in ("espresso", "anna.meier", "668 18", "remboursé pour", "kitchen"):
        assert private not in saved + result.output


def test_personal_data_in_samples_is_masked(built: Path, tmp_path: Path) -> None:
    file = tmp_path / "x.jsonl"
    text = "parrot ate manual, anna.meier@example.org, +41 44 668 18 00"
    rows = [{"id": n, "subject": text, "solved_by": "black-screen"} for n in range(3)]
    file.write_text("\n".join(map(json.dumps, rows)))
    output = run(built, str(file), "--json").stdout
    assert "parrot ate manual, [e-mail], [number]" in output
    assert "668" not in output
    assert "anna" not in output


def test_hostile_texts_stay_text(built: Path, tmp_path: Path) -> None:
    file = tmp_path / "x.jsonl"
    row = {"description": f"black screen {HOSTILE}", "form": HOSTILE, "solved_by": "refunds"}
    rows = [{**row, "id": f"{HOSTILE}{n}", "form": f"{n} {HOSTILE}"} for n in range(2)]
    file.write_text("\n".join(map(json.dumps, rows)))
    result = run(built, str(file), "--out", str(tmp_path / "out"))
    assert result.exit_code == 0, result.output
    text = (tmp_path / "out" / NAME).read_text()
    tree = LexborHTMLParser(text)
    assert tree.css("script, img, link, iframe, object") == []
    assert any(HOSTILE in node.text() for node in tree.css("td"))
    assert "default-src 'none'" in text
    assert "http" not in text.replace("http-equiv", "")


def test_plots_have_words_and_the_figures_behind_them(built: Path, tmp_path: Path) -> None:
    assert run(built, *CSV, "--out", str(tmp_path)).exit_code == 0
    tree = LexborHTMLParser((tmp_path / NAME).read_text())
    titles = [head.text() for head in tree.css("figure h3")]
    assert titles == ["By week", "How far down", "How sure"]
    assert all(picture.attributes["aria-label"] for picture in tree.css("figure svg"))
    assert all(figure.css("details tbody tr") for figure in tree.css("figure"))


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("nowhere.csv",), 2, "does not exist"),
        ((*CSV, "--acceptance", "2"), 2, "LOW-HIGH"),
        ((*CSV, "--column", "x=y"), 2, "no value of a ticket"),
        ((str(EXPORTS / "tickets.csv"), "--format", "jsonl"), 1, "tickets.csv:1: not JSON"),
        (CSV, 1, "nothing"),
    ],
)
def test_what_is_wrong_is_one_line(
    arguments: tuple[str, ...], status: int, said: str, built: Path, tmp_path: Path
) -> None:
    home = tmp_path if said == "nothing" else built
    result = run(home, *arguments)
    assert result.exit_code == status
    assert "Traceback" not in result.output
    last = result.stderr.strip().splitlines()[-1]
    assert last.startswith("Error: ")
    assert said in last or home == tmp_path
