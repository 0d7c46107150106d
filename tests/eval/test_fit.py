"""Fitting: what it learns from made-up signals, and what it writes."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from eval.errors import EvalError
from eval.fit import main
from eval.fitting import confidence, ranker
from eval.fitting.confidence import FEATURES, fit, solved, table
from eval.fitting.trials import Question, Trial
from indexer import data
from indexer.calibrate import Confidence, features
from indexer.rank import Ranker
from indexer.signals import Signals

NAMES = ("likeness",)


def signals(**arrays: list[float]) -> Signals:
    """Two candidates that differ in what is given only."""
    fields: dict[str, Any] = {n: np.zeros(2, np.float32) for n in Signals.__dataclass_fields__}
    fields |= {name: np.array(values, np.float32) for name, values in arrays.items()}
    fields |= {"words_ceiling": 1.0, "pieces_ceiling": 1.0, "words_mean": 0.0}
    return Signals(**{**fields, "words_deviation": 0.0, "terms": 3, "trust": 0.0})


def question(right: bool, **arrays: list[float]) -> Question:
    return Question(signals(**arrays), np.array([right, False]), np.ones(2, np.float32), right)


def trial(folder: str, *, near: float = 0.8, far: float = 0.2) -> Trial:
    """Ten questions: those with a near sentence are right, the rest out of scope."""
    inside = [question(True, cosine=[1, 0.5], sentence_cosine=[near, 0.1])] * 5
    outside = [question(False, cosine=[1, 0.5], sentence_cosine=[far, 0.1])] * 5
    return Trial(folder, "plain", (*inside, *outside), 0)


def mixed(folder: str, *, near: float, right: int) -> Trial:
    """A hundred questions, so many of them answered rightly, the rest out of scope; in nine of
    ten the words say which."""

    def one(i: int) -> Question:
        says = (i < right) != (i % 10 == 0)
        return question(i < right, words=[0.6 if says else 0.3, 0], sentence_cosine=[near, 0])

    return Trial(folder, "plain", tuple(map(one, range(100))), 0)


def fitted(*trials: Trial) -> Confidence:
    return fit([table(t, ranker.START, NAMES) for t in trials], NAMES)


def figures(t: Trial, model: Confidence) -> dict[str, float | None]:
    return confidence.figures(table(t, ranker.START, NAMES), model, NAMES)


def undecided(model: Confidence) -> float:
    """The signal at which right and wrong are equally likely."""
    return -model.bias / model.weights["likeness"]


def test_confidence_learns_what_is_right() -> None:
    model = fitted(trial("x"))
    assert model.weights["likeness"] > 0
    assert figures(trial("x"), model)["auroc"] == 1


def test_a_folder_turned_round_is_judged_by_the_others() -> None:
    odd = trial("odd", near=0.2, far=0.8)
    assert figures(odd, fitted(trial("x"), trial("y")))["auroc"] == 0


def test_folders_weigh_the_same_however_many_questions_they_have() -> None:
    few, many = trial("few"), trial("many", near=0.9)
    more = replace(many, questions=many.questions * 9)
    once, again = fitted(few, many), fitted(few, more)
    assert undecided(once) == pytest.approx(undecided(again), rel=0.05)


def test_what_is_high_in_an_easy_folder_is_not_believed_for_that() -> None:
    """Words tell within both folders, likeness only which of them it is."""
    names = ("likeness", "words_share")
    both = (mixed("easy", near=0.9, right=80), mixed("hard", near=0.1, right=20))
    model = fit([table(t, ranker.START, names) for t in both], names)
    by_likeness, by_words = 0.8 * model.weights["likeness"], 0.3 * model.weights["words_share"]
    assert abs(by_likeness) < 0.3 * by_words


def test_what_says_that_a_question_belongs_here_counts_more_than_what_is_right_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Likeness tells what is in scope, words which of it is right."""
    names = ("likeness", "words_share")
    kinds = [(True, True, 0.8, 0.6), (False, True, 0.8, 0.3), (False, False, 0.5, 0.3)]
    asked = [
        question(right, words=[words, 0], sentence_cosine=[near, 0])._replace(in_scope=inside)
        for right, inside, near, words in kinds * 10
    ]
    part = table(Trial("x", "plain", tuple(asked), 0), ranker.START, names)

    def share() -> float:
        weights = fit([part], names).weights
        return weights["likeness"] / weights["words_share"]

    by_scope_too = share()
    monkeypatch.setattr(confidence, "NEAR", 0.0)
    assert by_scope_too > 2 * share()


def test_a_question_without_an_answer_counts_as_not_right() -> None:
    silent = replace(trial("x"), questions=(None, *trial("x").questions))
    found = table(silent, ranker.START, NAMES)
    assert found.x[0] == 0
    assert not found.right[0]
    assert found.in_scope[0]


def test_nothing_to_tell_apart_is_refused() -> None:
    wrong = Trial("x", "plain", (question(False, cosine=[1, 0]),) * 3, 0)
    with pytest.raises(EvalError, match="all right, or all wrong"):
        fitted(wrong)


def test_ascent_finds_the_arm_that_is_right() -> None:
    """Words point to the wrong article, vectors to the right one."""
    asked = question(True, cosine=[1, 0.1], words=[0.1, 1], pieces=[0.1, 1])
    t = Trial("x", "plain", (asked,) * 4, 0)
    worst = replace(ranker.START, share=0.1)
    assert ranker.figures(worst, t)["hit@1"] == 0
    best = ranker.ascended(worst, {"share": (0.1, 0.5, 0.9)}, [t], 1)
    assert best.share == 0.9
    assert ranker.figures(best, t)["hit@1"] == 1


def test_a_right_article_that_is_no_candidate_is_a_miss() -> None:
    t = Trial("x", "plain", (None, question(True, cosine=[1, 0])), 0)
    assert ranker.figures(ranker.START, t)["hit@3"] == 0.5


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=30))
def test_solved_is_what_trying_every_threshold_finds(pairs: list[tuple[float, bool]]) -> None:
    said = np.array([s for s, _ in pairs])
    right = np.array([float(r) for _, r in pairs])
    inside = len(pairs)
    order = np.argsort(-said, kind="stable")
    slow = 0.0
    for n in range(1, len(pairs) + 1):
        chosen = right[order[:n]]
        if chosen.mean() >= 0.8:
            slow = max(slow, chosen.sum() / inside)
    assert solved(said, right, inside) == pytest.approx(slow)


def test_what_ships_uses_features_that_exist() -> None:
    scores = np.ones(2, np.float32)
    known = features(signals(), 0, scores, 0.5, 0.1)
    shipped = data.confidence()
    assert set(shipped) == set(FEATURES)
    for kind, names in FEATURES.items():
        assert set(names) <= set(known)
        assert set(shipped[kind]["weights"]) == set(names)
    assert Ranker.from_json(data.ranker()).to_json() == data.ranker()


def test_the_command_writes_coefficients_and_what_made_them(labelled: Path, tmp_path: Path) -> None:
    """With a model that is not installed both fits are on words, where vectors are missing."""
    out, home = tmp_path / "out", tmp_path / "home"
    home.mkdir()
    (home / "answerbot.toml").write_text('model = ""\n')
    result = CliRunner().invoke(main, [str(labelled), "--out", str(out), "--home", str(home)])
    assert result.exit_code == 0, result.output
    written = json.loads((out / "confidence.json").read_text())
    assert {"hybrid", "words", "made_by"} <= set(written)
    assert written["made_by"]["folders"] == ["tiny"]
    assert all(round(w, 4) == w for w in written["words"]["weights"].values())
    assert set(json.loads((out / "ranker.json").read_text())["weights"]) == set(data.ranker())


def test_folders_without_questions_out_of_scope_cannot_be_fitted(
    labelled: Path, tmp_path: Path
) -> None:
    (labelled / "oos.jsonl").unlink()
    (labelled / "silver_oos.json").unlink()
    (tmp_path / "answerbot.toml").write_text('model = ""\n')
    result = CliRunner().invoke(main, [str(labelled), "--home", str(tmp_path)])
    assert result.exit_code == 1
    assert "no folder has questions out of scope" in result.output
