"""The published figures on real labelled questions: what must not fall."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from eval.folder import Folder, read_folder
from eval.index import Setup, open_index
from eval.runner import ask, judged, measured
from indexer.export import Precision

SET, BAR = "hint3_sofmattress", 0.93
"""hit@3 of words and vectors without any phrasings. `make quality` holds all sets, and
every figure; this one is embedded in seconds."""

PRECISION_LOSS = 0.005

Hit3 = Callable[[Folder, Precision], float]


@pytest.fixture(scope="module")
def hit3(tmp_path_factory: pytest.TempPathFactory) -> Hit3:
    """hit@3 of a folder's queries in scope, at a precision."""
    home = tmp_path_factory.mktemp("figures")

    def of(folder: Folder, precision: Precision) -> float:
        setup = Setup(home=home, now=datetime(2026, 11, 1, tzinfo=UTC), precision=precision)
        searcher = open_index(folder.name, folder.articles, setup)
        assert searcher.manifest.encoder, searcher.manifest.warning
        found = measured(judged(folder, ask(searcher, folder.queries, setup).run), ["hit@3"])
        value = found["hit@3"]
        assert value is not None
        return value

    return of


def test_what_is_published_is_found_and_int8_loses_nothing(
    hit3: Hit3, shared_data: Callable[[str], Path]
) -> None:
    folder = read_folder(shared_data(f"dev/{SET}"))
    int8 = hit3(folder, "int8")
    assert int8 >= BAR
    assert int8 >= hit3(folder, "fp32") - PRECISION_LOSS
