"""What comes twice counts once, and nothing is lost, although the server is killed."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.idempotency import run


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # killed servers
def test_nothing_is_lost_or_there_twice(tmp_path: Path) -> None:
    found = run(tmp_path, sends=200, repeats=0.3, kills=2, seed=7)
    assert (found["acknowledged"], found["repeats"], found["kills"]) == (200, 60, 2)
    assert (found["duplicates"], found["lost"]) == (0, 0), found["detail"]
