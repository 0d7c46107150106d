"""Saved evaluations and the paired bootstrap: oracles, verdicts, and what is refused."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.cli import evaluate
from eval.compare import compare, compared, paired
from eval.errors import BadLabels, NoAnswers
from eval.measures import MEASURES, Judged
from eval.records import Answer
from eval.resampled import resampled
from eval.saved import Saved, read_saved
from eval.significance import Difference, mean_of, sampled
from tests.eval.test_measures import runs

OF = {measure.name: measure.of for measure in MEASURES}


@given(runs(), st.data())
@settings(max_examples=60)
def test_weights_say_the_same_as_drawing_questions_again(
    judged: Judged, data: st.DataObject
) -> None:
    """Every measure of a resample equals the declared one of a run with questions repeated."""
    n = len(judged.in_scope) + len(judged.out_of_scope)
    drawn = data.draw(st.lists(st.integers(0, 3), min_size=n, max_size=n))
    again = repeated(judged, drawn)
    for name, of in resampled(judged).items():
        value = float(of(np.array([drawn], dtype=float))[0])
        expected = OF[name](again)
        if expected is None:
            assert np.isnan(value), name
        else:
            assert value == pytest.approx(expected, abs=1e-6), name


def repeated(judged: Judged, drawn: list[int]) -> Judged:
    """The run with each question as often as it was drawn, under names of their own."""
    inside: list[str] = []
    outside: list[str] = []
    qrels: dict[str, Mapping[str, int]] = {}
    run: dict[str, Sequence[Answer]] = {}
    queries = (*judged.in_scope, *judged.out_of_scope)
    for place, (query, times) in enumerate(zip(queries, drawn, strict=True)):
        for time in range(times):
            name = f"{query}-{time}"
            (inside if place < len(judged.in_scope) else outside).append(name)
            qrels[name] = judged.qrels.get(query, {})
            run[name] = judged.run.get(query, ())
    return Judged(tuple(inside), tuple(outside), qrels, run, judged.threshold)


def run_of(share: float, n: int = 200) -> Judged:
    """A run in which so many questions are answered right, the first ones."""
    ids = tuple(f"q{i}" for i in range(n))
    answers = {
        query: (Answer("right" if i < share * n else "wrong", 0.5),) for i, query in enumerate(ids)
    }
    return Judged(ids, (), {query: {"right": 1} for query in ids}, answers)


def difference(a: Judged, b: Judged, measure: str = "hit@1", seed: int = 0) -> Difference:
    found = sampled(a, b, rng=np.random.default_rng(seed), resamples=2000)
    return found[measure].difference(measure)


def test_a_plain_gain_is_better_and_a_plain_loss_worse() -> None:
    assert difference(run_of(0.5), run_of(0.7)).verdict == "better"
    assert difference(run_of(0.7), run_of(0.5)).verdict == "worse"


def test_one_question_is_no_telling_and_the_same_run_neither() -> None:
    assert difference(run_of(0.5), run_of(0.505)).verdict == "no telling"
    same = difference(run_of(0.5), run_of(0.5))
    assert (same.low, same.high, same.verdict) == (0, 0, "no telling")


def test_less_calibration_error_is_better() -> None:
    assert Difference("ece", 0.2, 0.1, -0.12, -0.08).verdict == "better"
    assert Difference("ece", 0.1, 0.2, 0.08, 0.12).verdict == "worse"
    assert Difference("hit@3", 0.2, 0.1, -0.12, -0.08).verdict == "worse"


def test_the_interval_is_that_of_the_normal_approximation() -> None:
    """40 of 200 questions won, none lost: 0.2 with a standard error of sqrt(0.2 * 0.8 / 200)."""
    found = difference(run_of(0.5), run_of(0.7))
    error = 1.96 * (0.2 * 0.8 / 200) ** 0.5
    assert found.b - found.a == pytest.approx(0.2)
    assert found.low == pytest.approx(0.2 - error, abs=0.01)
    assert found.high == pytest.approx(0.2 + error, abs=0.01)


def test_the_same_seed_gives_the_same_interval() -> None:
    a, b = run_of(0.5), run_of(0.52)
    assert difference(a, b, seed=3) == difference(a, b, seed=3)
    drawn = [
        sampled(a, b, rng=np.random.default_rng(seed), resamples=100)["hit@1"] for seed in (3, 5)
    ]
    assert not np.array_equal(drawn[0].differences, drawn[1].differences)


def test_the_mean_over_datasets_has_an_interval_of_its_own() -> None:
    rng = np.random.default_rng(0)
    parts = [sampled(run_of(0.5), run_of(b), rng=rng, resamples=500) for b in (0.6, 0.8)]
    found = mean_of(parts)["hit@1"].difference("hit@1")
    assert [found.a, found.b] == pytest.approx([0.5, 0.7])
    assert found.verdict == "better"


def test_only_questions_of_both_are_compared() -> None:
    a, b = run_of(0.5, 10), run_of(0.5, 8)
    pair = paired("set", a, b)
    assert (pair.queries, pair.left_out) == (8, 2)
    with pytest.raises(NoAnswers, match="set: no question is in both"):
        paired("set", a, Judged(("x",), (), {"x": {}}, {}))
    with pytest.raises(NoAnswers, match="'q0' was judged differently"):
        paired("set", a, b._replace(qrels={**b.qrels, "q0": {"wrong": 1}}))


def test_datasets_of_one_side_are_named() -> None:
    one = Saved({}, run_of(0.5, 10))
    found = compared({"a": one, "b": one}, {"b": one, "c": one}, seed=0, resamples=100)
    assert [dataset["dataset"] for dataset in found["datasets"]] == ["b"]
    assert found["warnings"][0] == "a is in one of them only, and is not compared"
    with pytest.raises(NoAnswers, match="no dataset is in both: a; c"):
        compared({"a": one}, {"c": one}, seed=0)


@pytest.fixture
def saved(labelled: Path, tmp_path: Path) -> Path:
    """What `evaluate --out` wrote."""
    out = tmp_path / "out"
    arguments = [str(labelled), "--model", "", "--home", str(tmp_path / "home"), "--out", str(out)]
    assert CliRunner().invoke(evaluate, arguments).exit_code == 0
    return out


def test_what_was_saved_gives_the_figures_of_its_report(saved: Path) -> None:
    found = read_saved(saved)["tiny"]
    assert found.judged.in_scope == ("q1", "q2", "q3")
    assert found.judged.out_of_scope == ("o1", "o2")
    for name, of in OF.items():
        value = of(found.judged)
        assert value is not None
        assert value == pytest.approx(found.report[name], abs=1e-4), name
    assert read_saved(saved / "tiny")["tiny"].judged == found.judged


def test_compare_says_no_telling_of_the_same(saved: Path) -> None:
    arguments = [str(saved), str(saved), "--json", "--resamples", "200"]
    result = CliRunner().invoke(compare, arguments)
    found: dict[str, Any] = json.loads(result.stdout)
    assert {one["verdict"] for one in found["datasets"][0]["measures"]} == {"no telling"}
    table = CliRunner(env={"COLUMNS": "120"}).invoke(compare, [*arguments[:2]])
    assert "tiny (5)" in table.stdout
    assert "no telling" in table.stdout


def test_a_folder_without_a_run_is_one_line(tmp_path: Path) -> None:
    result = CliRunner().invoke(compare, [str(tmp_path), str(tmp_path)])
    assert result.exit_code == 1
    assert "holds no run.jsonl; make one: answerbot evaluate ... --out DIR" in result.stderr


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (lambda row: {**row, "answers": [{"article": 5}]}, "answers.0.article: "),
        (lambda row: {**row, "colour": 1}, "colour: "),
        (lambda row: {k: v for k, v in row.items() if k != "grades"}, "grades: Field required"),
        (lambda row: {**row, "query": "q1"}, "the query 'q1' occurred before"),
    ],
    ids=["type", "unknown", "missing", "twice"],
)
def test_a_damaged_line_is_named(saved: Path, damage: Any, reason: str) -> None:
    file = saved / "tiny" / "run.jsonl"
    lines = file.read_text().splitlines()
    lines[1] = json.dumps(damage(json.loads(lines[1])))
    file.write_text("\n".join(lines))
    with pytest.raises(BadLabels, match=r"run\.jsonl:2: ") as raised:
        read_saved(saved)
    assert reason in str(raised.value)


def test_folders_of_one_name_cannot_be_saved_together(labelled: Path, tmp_path: Path) -> None:
    arguments = [str(labelled), str(labelled), "--out", str(tmp_path / "out")]
    assert CliRunner().invoke(evaluate, arguments).exit_code == 2
