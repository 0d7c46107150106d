"""The report page: what it holds, that hostile text stays text, and what the plots say."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from markupsafe import Markup
from selectolax.lexbor import LexborHTMLParser

from answerbot.plots.svg import HEIGHT, WIDTH, Axis, Chart, across, down, percent, shares
from eval.cli import evaluate as command
from eval.evaluation import Evaluation, Wanted, evaluate
from eval.folder import read_folder
from eval.index import Setup
from eval.measures import MEASURES, Judged
from eval.page import page
from eval.plots.effort import effort_plot
from eval.plots.latency import latency_plot
from eval.plots.learning import learning_plot
from eval.plots.precision import precision_plot, thresholds
from eval.plots.reliability import reliability_plot
from tests.eval.conftest import OOS, write_lines
from tests.eval.test_measures import runs

NOW = datetime(2026, 11, 1, 9, 30, tzinfo=UTC)
HOSTILE = '<script>alert(1)</script><img src=x onerror=alert(1)> "quoted" and then more'
OF = {measure.name: measure.of for measure in MEASURES}


@pytest.fixture
def evaluation(labelled: Path, setup: Setup) -> Evaluation:
    """Everything measured, with a hostile question among the misses."""
    rows = [OOS[0], {"id": "o2", "text": HOSTILE, "lang": "en"}]
    write_lines(labelled / "oos.jsonl", rows)
    wanted = Wanted(typing=2, noise=True, slices=True, misses=3)
    return evaluate(read_folder(labelled), replace(setup, form_precision=0.0), wanted)


def test_hostile_questions_stay_text(evaluation: Evaluation) -> None:
    text = page([evaluation], now=NOW)
    tree = LexborHTMLParser(text)
    assert tree.css("script, img, link, iframe, object") == []
    assert any(HOSTILE in node.text() for node in tree.css(".asked"))
    assert "default-src 'none'" in text
    assert "http" not in text.replace("http-equiv", "")


def test_every_plot_has_words_and_the_figures_behind_it(evaluation: Evaluation) -> None:
    tree = LexborHTMLParser(page([evaluation], now=NOW))
    figures = tree.css("figure")
    assert [head.text() for figure in figures for head in figure.css("h3")] == [
        "Precision and coverage", "Reliability", "While typing", "Latency",
    ]  # fmt: skip
    for figure in figures:
        assert [bool(svg.attributes["aria-label"]) for svg in figure.css("svg")] == [True]
        assert figure.css("details tbody tr")


def test_the_page_has_figures_means_slices_and_misses(evaluation: Evaluation) -> None:
    text = LexborHTMLParser(page([evaluation, evaluation], now=NOW)).text()
    for expected in ("mean of 2", "2026-11-01 09:30 UTC", "solved@p80", "too few to tell", "BM25"):
        assert expected in text
    assert "mean of" not in page([evaluation], now=NOW)


def test_evaluate_writes_it(labelled: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    arguments = [str(labelled), "--model", "", "--home", str(tmp_path / "home"), "--out", str(out)]
    assert CliRunner().invoke(command, arguments).exit_code == 0
    assert (out / "report.html").read_text(encoding="utf-8").startswith("<!doctype html>")


@given(runs())
def test_each_threshold_does_what_the_measures_say(judged: Judged) -> None:
    for step in thresholds(judged):
        at = judged._replace(threshold=step.threshold)
        assert step.coverage == pytest.approx(OF["coverage"](at))
        assert step.precision == pytest.approx(OF["precision"](at))
        assert step.oos_recall == pytest.approx(OF["oos_recall"](at))


def test_nothing_to_draw_is_no_plot() -> None:
    nothing = Judged((), (), {}, {})
    assert precision_plot(nothing) is reliability_plot(nothing) is effort_plot(None) is None
    assert latency_plot([]) is learning_plot(None) is None


def test_the_learning_curve_names_its_steps() -> None:
    steps: list[dict[str, Any]] = [
        {"per_article": 0, "phrasings": 0, "hit@1": 0.5, "hit@3": 0.7},
        {"per_article": None, "phrasings": 30, "hit@1": 0.6, "hit@3": 0.8},
    ]
    plot = learning_plot(steps)
    assert plot is not None
    assert plot.rows == (("0", "0", "50 %", "70 %"), ("all", "30", "60 %", "80 %"))


def test_marks_stay_on_the_picture_and_words_are_escaped() -> None:
    axis = Axis("a", 0, 10, (0, 10), percent)
    assert across(axis, -5) == across(axis, 0) < across(axis, 10) == across(axis, 99) <= WIDTH
    assert 0 <= down(axis, 99) < down(axis, 0) <= HEIGHT
    chart = Chart(axis, shares("<b>")).word(5, 0.5, "<i>").line([(0, 0), (10, 1)], "one")
    drawn = chart.svg("<script>", '"')
    assert isinstance(drawn, Markup)
    assert not any(tag in drawn for tag in ("<b>", "<i>", "<script>"))


def test_one_time_is_a_histogram_too() -> None:
    plot = latency_plot([0.0])
    assert plot is not None
    assert sum(int(count) for _, count in plot.rows) == 1
