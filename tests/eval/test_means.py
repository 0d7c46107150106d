"""Figures of several folders: which are averaged, and over which folders."""

from __future__ import annotations

import io
from typing import Any

from rich.console import Console

from eval.means import AVERAGED, means
from eval.tables import show


def report(name: str, **figures: float | None) -> dict[str, Any]:
    return {
        "dataset": name,
        "queries": 4,
        "oos": 0,
        "documents": 2,
        **dict.fromkeys(AVERAGED),
        "latency_ms": None,
        "warnings": [],
        **figures,
    }


def printed(*reports: dict[str, Any], width: int = 200) -> list[str]:
    console = Console(file=io.StringIO(), width=width)
    show(reports, console)
    out = console.file
    assert isinstance(out, io.StringIO)
    return out.getvalue().splitlines()


def test_a_mean_is_over_the_folders_that_have_the_figure() -> None:
    found = means([report("a", **{"hit@1": 0.5, "auroc": 0.9}), report("b", **{"hit@1": 1.0})])
    assert (found["hit@1"], found["auroc"], found["hit@3"]) == (0.75, 0.9, None)


def test_every_folder_weighs_the_same() -> None:
    large = report("large", queries=1000, **{"hit@3": 0.0})
    assert means([large, report("small", **{"hit@3": 1.0})])["hit@3"] == 0.5


def test_the_table_ends_with_the_means_of_several_folders() -> None:
    rows = printed(report("a", **{"hit@1": 0.5}), report("b", **{"hit@1": 0.75}))
    assert any("mean of 2" in row and "0.625" in row for row in rows)
    assert "auroc" not in rows[1]


def test_columns_that_do_not_fit_go_into_another_table() -> None:
    found = report("a", **dict.fromkeys(AVERAGED, 0.5))
    rows = printed(found, width=80)
    assert max(map(len, rows)) <= 80
    assert "…" not in "".join(rows)
    for name in AVERAGED:
        assert sum(name in row.split() for row in rows) == 1


def test_one_folder_has_no_mean() -> None:
    assert not any("mean" in row for row in printed(report("a", **{"hit@1": 0.5})))
