"""Fitting: what it learns from made-up signals, and what it writes."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from eval.errors import EvalError
from eval.fit import FEATURES, Trial, calibration_error, figures, fit, left_out, main
from eval.measures import Judged
from eval.records import Answer
from indexer import data
from indexer.rank import Signals, features


def trial(folder: str, *, shift: float = 0.0) -> Trial:
    """Ten queries: those with a high cosine are right, the rest out of scope."""
    inside = tuple(f"q{i}" for i in range(5))
    outside = tuple(f"o{i}" for i in range(5))
    run = {query: (Answer("a", 0.0),) for query in inside + outside}
    signals = {query: {"cosine": shift + (0.8 if query in inside else 0.2)} for query in run}
    return Trial(
        folder, "oos", Judged(inside, outside, {q: {"a": 1} for q in inside}, run), dict(signals)
    )


def test_it_learns_what_is_right() -> None:
    model = fit([trial("x")], ("cosine",))
    assert model.weights["cosine"] > 0
    assert model.of({"cosine": 0.8}) > 0.5 > model.of({"cosine": 0.2})
    assert figures(trial("x"), model)["auroc"] == 1


def test_a_folder_is_judged_by_the_others_only() -> None:
    """`odd` has its signals turned round: its own fit would flatter it, the others' cannot."""
    odd = trial("odd")
    odd = odd._replace(
        signals={q: {"cosine": 1 - s["cosine"]} for q, s in odd.signals.items() if s}
    )
    found = {t.folder: f for t, f in left_out([trial("x"), trial("y"), odd], ("cosine",))}
    assert found["odd"]["auroc"] == 0
    assert found["x"]["auroc"] != 0


def test_folders_weigh_the_same_however_many_questions_they_have() -> None:
    few, many = trial("few"), trial("many", shift=0.1)
    again = trial("many", shift=0.1)._replace(scope="silver")
    once, twice = fit([few, many], ("cosine",)), fit([few, many, again], ("cosine",))
    assert once.weights["cosine"] == pytest.approx(twice.weights["cosine"], rel=0.2)


def test_a_query_without_an_answer_counts_as_not_right() -> None:
    silent = trial("x")
    silent = silent._replace(signals={**silent.signals, "o0": None})
    assert silent.matrix(("cosine",))[5] == 0
    assert figures(silent, fit([silent], ("cosine",)))["auroc"] == 1


def test_nothing_to_tell_apart_is_refused() -> None:
    known = trial("x")
    with pytest.raises(EvalError, match="all right, or all wrong"):
        fit([known._replace(judged=known.judged._replace(qrels={}))], ("cosine",))


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=50))
def test_calibration_error_lies_between_0_and_1(pairs: list[tuple[float, bool]]) -> None:
    confidence = np.array([c for c, _ in pairs], dtype=float)
    right = np.array([float(r) for _, r in pairs])
    assert 0 <= calibration_error(confidence, right) <= 1 + 1e-9


def test_calibration_error_of_known_cases() -> None:
    ones, zeros = np.ones(10), np.zeros(10)
    assert calibration_error(ones, ones) == 0
    assert calibration_error(ones, zeros) == 1
    assert calibration_error(np.full(10, 0.8), np.repeat([1.0, 0.0], [8, 2])) == pytest.approx(0)


def test_what_ships_uses_features_that_exist() -> None:
    known = features(Signals(*(np.ones(1, dtype=np.float32),) * 5), 0, 1.0, 0.0)
    shipped = data.confidence()
    assert set(shipped) == {"hybrid", "words"}
    for kind, names in FEATURES.items():
        assert set(names) <= set(known)
        assert set(shipped[kind]["weights"]) == set(names)


def test_the_command_writes_coefficients_and_what_made_them(labelled: Path, tmp_path: Path) -> None:
    """With a model that is not installed both fits are on words, where vectors are missing."""
    out, home = tmp_path / "confidence.json", tmp_path / "home"
    home.mkdir()
    (home / "answerbot.toml").write_text('model = ""\n')
    result = CliRunner().invoke(main, [str(labelled), "--out", str(out), "--home", str(home)])
    assert result.exit_code == 0, result.output
    written = json.loads(out.read_text())
    assert set(written) == {"hybrid", "words", "made_by"}
    assert written["made_by"]["folders"] == ["tiny"]
    assert all(round(w, 4) == w for w in written["words"]["weights"].values())


def test_folders_without_questions_out_of_scope_cannot_be_fitted(
    labelled: Path, tmp_path: Path
) -> None:
    (labelled / "oos.jsonl").unlink()
    (labelled / "silver_oos.json").unlink()
    (tmp_path / "answerbot.toml").write_text('model = ""\n')
    result = CliRunner().invoke(main, [str(labelled), "--home", str(tmp_path)])
    assert result.exit_code == 1
    assert "no folder has questions out of scope" in result.output
