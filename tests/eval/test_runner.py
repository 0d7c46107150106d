"""From a folder to figures, with a real index of words."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.errors import NoAnswers
from eval.evaluation import evaluate
from eval.folder import read_folder
from eval.index import Setup, open_index
from eval.records import LabelledQuery
from eval.runner import ask, percentiles, query_of

CONTRACT = (
    "dataset", "queries", "oos", "documents", "passages", "hit@1", "hit@3", "mrr@10", "ndcg@10",
    "auroc", "solved@p80", "typing", "latency_ms", "generation", "settings",
)  # fmt: skip


def test_the_report_has_the_contract_s_keys(labelled: Path, setup: Setup) -> None:
    report = evaluate(read_folder(labelled), setup).report
    assert set(CONTRACT) <= set(report)
    assert set(report["latency_ms"]) == {"p50", "p95", "p99"}
    assert report["settings"]["model"] == ""


def test_the_figures_are_those_that_can_be_told_by_hand(labelled: Path, setup: Setup) -> None:
    """q1 and q2 are found, q3 means nothing; of two out of scope one is met by no word."""
    report = evaluate(read_folder(labelled), setup).report
    assert (report["queries"], report["oos"], report["documents"]) == (3, 2, 3)
    assert report["hit@1"] == report["hit@3"] == report["mrr@10"] == pytest.approx(2 / 3, abs=1e-4)
    assert report["auroc"] > 0.7
    assert report["solved@p80"] == pytest.approx(2 / 3, abs=1e-4)
    assert report["auroc_silver"] == 1
    assert report["solved@p80_silver"] == 1


def test_without_silver_its_figures_are_null(labelled: Path, setup: Setup) -> None:
    (labelled / "silver_oos.json").unlink()
    report = evaluate(read_folder(labelled), setup).report
    assert report["auroc_silver"] is None
    assert report["solved@p80_silver"] is None


def test_without_queries_nothing_is_invented(labelled: Path, setup: Setup) -> None:
    folder = read_folder(labelled)._replace(queries=(), oos=(), silver=None)
    report = evaluate(folder, setup).report
    assert report["hit@3"] is report["auroc"] is report["latency_ms"] is None


def test_unchanged_folders_reuse_their_generation(labelled: Path, setup: Setup) -> None:
    first, again = (evaluate(read_folder(labelled), setup).report for _ in range(2))
    assert first["generation"] == again["generation"]
    part = setup.home / "evaluate" / "tiny" / "words-part"
    assert (part / "CURRENT").read_text().strip() == "gen-000001"


def test_the_same_folder_gives_the_same_figures(labelled: Path, setup: Setup) -> None:
    first, again = (evaluate(read_folder(labelled), setup).report for _ in range(2))
    for report in (first, again):
        del report["latency_ms"]
    assert first == again


def test_queries_are_asked_in_their_order_and_none_is_dropped(labelled: Path, setup: Setup) -> None:
    folder = read_folder(labelled)
    searcher = open_index(folder.name, folder.articles, setup)
    asked = ask(searcher, folder.queries, setup)
    assert list(asked.run) == ["q1", "q2", "q3"]
    assert asked.run["q3"] == ()
    assert len(asked.took_ms) == 3


def test_a_query_carries_language_and_audience(setup: Setup) -> None:
    query = query_of(LabelledQuery("q", "ciao", "it-IT", "account", "partners"), setup)
    assert query.language == "it"
    assert query.may_see == {"everyone", "partners"}
    assert query_of(LabelledQuery("q", "ciao"), setup).language is None


def test_an_index_that_cannot_be_built_is_named(setup: Setup) -> None:
    with pytest.raises(NoAnswers, match="tiny: there is no published article"):
        open_index("tiny", (), setup)


def test_percentiles() -> None:
    assert percentiles([]) is None
    assert percentiles([1.0] * 98 + [100.0] * 2) == {"p50": 1, "p95": 1, "p99": 100}
