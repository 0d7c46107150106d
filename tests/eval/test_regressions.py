"""Figures that must not fall: what is a fall, what is written, and that the sample holds."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.cli import evaluate as command
from eval.errors import BadLabels
from eval.evaluation import evaluate
from eval.folder import read_folder
from eval.index import Setup
from eval.means import AVERAGED
from eval.regressions import (
    Floor,
    Floors,
    falls,
    read_floors,
    unknown,
    updated,
    way_of,
    write_floors,
)
from tests.conftest import REPOSITORY

SAMPLE = REPOSITORY / "corpora" / "samples" / "farview"
FILE = REPOSITORY / "eval" / "regressions.toml"


def report(**figures: float | None) -> dict[str, Any]:
    settings = {"model": "", "precision": None, "train": None}
    return {"dataset": "set", "settings": settings, **dict.fromkeys(AVERAGED), **figures}


def floors(**figures: Floor) -> Floors:
    return Floors(0.01, {"set": {"words": figures}})


@pytest.mark.parametrize(
    ("name", "floor", "value", "fell"),
    [
        ("hit@3", Floor(0.9), 0.95, False),
        ("hit@3", Floor(0.9), 0.89, False),
        ("hit@3", Floor(0.9), 0.889, True),
        ("hit@3", Floor(0.9, 0.05), 0.86, False),
        ("hit@3", Floor(0.9, 0.0), 0.899, True),
        ("hit@3", Floor(0.9), None, True),
        ("ece", Floor(0.1), 0.05, False),
        ("ece", Floor(0.1), 0.11, False),
        ("ece", Floor(0.1), 0.12, True),
    ],
)
def test_what_is_a_fall(name: str, floor: Floor, value: float | None, fell: bool) -> None:
    lines = list(falls([report(**{name: value})], floors(**{name: floor})))
    assert bool(lines) == fell
    if fell:
        assert lines[0].startswith(f"set, words: {name} is {value}, was ")


def test_another_way_of_measuring_has_figures_of_its_own() -> None:
    other = report(**{"hit@3": 0.1})
    other["settings"] = {"model": "mini", "precision": "int8", "train": "train.jsonl"}
    assert way_of(other) == "mini-int8 train.jsonl"
    known = floors(**{"hit@3": Floor(0.9)})
    assert list(falls([other], known)) == []
    assert list(unknown([other], known)) == [
        "set, mini-int8 train.jsonl: no figures to check; add --update"
    ]


names = st.text(min_size=1, max_size=8).filter(lambda name: name != "tolerance")
shares = st.integers(0, 10_000).map(lambda n: n / 10_000)
figures = st.dictionaries(
    st.sampled_from(AVERAGED),
    st.builds(Floor, shares, st.none() | st.sampled_from([0.0, 0.01, 0.25])),
    min_size=1,
    max_size=3,
)
tables = st.dictionaries(names, st.dictionaries(names, figures, min_size=1, max_size=2), max_size=2)


@settings(max_examples=60)
@given(tables, st.sampled_from([0.0, 0.01, 0.5]))
def test_what_is_written_is_read_again(
    tmp_path_factory: pytest.TempPathFactory, found: Any, tolerance: float
) -> None:
    file = tmp_path_factory.getbasetemp() / "floors.toml"
    write_floors(file, Floors(tolerance, found))
    assert read_floors(file) == Floors(tolerance, found)


def test_an_update_keeps_tolerances_and_other_tables() -> None:
    before = Floors(0.02, {"set": {"words": {"hit@3": Floor(0.9, 0.5)}}, "other": {"words": {}}})
    after = updated([report(**{"hit@3": 0.8, "solved@p80": 0.5, "auroc": 0.7})], before)
    assert after.tables["set"]["words"] == {
        "hit@3": Floor(0.8, 0.5),
        "auroc": Floor(0.7),
        "solved@p80": Floor(0.5, 0.03),
    }
    assert after.tables["other"] == {"words": {}}
    assert after.tolerance == 0.02


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("= 1", "not TOML: "),
        ('tolerance = "much"', "the tolerance 'much' is not a number"),
        ("set = 1", "'set' must be a table, not 1"),
        ("[set]\nwords = 1", "'set, words' must be a table, not 1"),
        ('[set.words]\n"hit@4" = 1', "set, words: there is no measure 'hit@4'"),
        ('[set.words]\n"hit@3" = true', "set, words, hit@3: True is neither a number"),
        ('[set.words]\n"hit@3" = {floor = 1}', "set, words, hit@3: {'floor': 1} is neither"),
    ],
)
def test_a_file_that_is_not_understood_is_named(tmp_path: Path, text: str, reason: str) -> None:
    file = tmp_path / "floors.toml"
    file.write_text(text)
    with pytest.raises(BadLabels) as raised:
        read_floors(file)
    assert reason in str(raised.value)
    assert str(file) in str(raised.value)


def run(folder: Path, home: Path, *arguments: str) -> Result:
    return CliRunner().invoke(
        command, [str(folder), "--model", "", "--home", str(home), *arguments]
    )


def test_update_then_check_then_a_fall(labelled: Path, tmp_path: Path) -> None:
    file = tmp_path / "floors.toml"
    assert run(labelled, tmp_path, "--check", str(file), "--update").exit_code == 0
    assert run(labelled, tmp_path, "--check", str(file)).exit_code == 0
    file.write_text(file.read_text().replace('"hit@3" = 0.6667', '"hit@3" = 0.9'))
    result = run(labelled, tmp_path, "--check", str(file))
    assert result.exit_code == 1
    fallen = [line for line in result.stderr.splitlines() if line.startswith("Fell: ")]
    assert fallen == ["Fell: tiny, words: hit@3 is 0.6667, was 0.9 (tolerance 0.01)"]


@pytest.mark.parametrize("wrong", [("--update",), ("--check", "f", "--limit", "1")])
def test_wrong_usage(labelled: Path, tmp_path: Path, wrong: tuple[str, ...]) -> None:
    assert run(labelled, tmp_path, *wrong).exit_code == 2


def test_a_missing_file_is_one_line(labelled: Path, tmp_path: Path) -> None:
    result = run(labelled, tmp_path, "--check", str(tmp_path / "none.toml"))
    assert result.exit_code == 1
    assert "none.toml: cannot be read: No such file or directory" in result.stderr


def test_the_sample_is_found_by_words_as_well_as_before(tmp_path: Path) -> None:
    result = run(SAMPLE, tmp_path, "--check", str(FILE))
    assert result.exit_code == 0, result.stderr


def test_the_sample_is_found_with_the_model_as_well_as_before(
    sample_home: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """Starts from the index that other tests have made, so that little is embedded anew."""
    setup = Setup(home=tmp_path, now=datetime(2026, 11, 1, tzinfo=UTC))
    root = tmp_path / "evaluate" / SAMPLE.name / setup.variant
    shutil.copytree(sample_home / "index", root)
    if request.config.cache:
        (tmp_path / "index").mkdir()
        kept = request.config.cache.mkdir("sample_index") / "models"
        (tmp_path / "index" / "models").symlink_to(kept)
    found = evaluate(read_folder(SAMPLE), setup).report
    assert found["settings"]["encoder"], found["warnings"]
    assert list(unknown([found], read_floors(FILE))) == []
    assert list(falls([found], read_floors(FILE))) == []
