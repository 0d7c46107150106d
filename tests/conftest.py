"""What all tests share: where the shared data lies, and what happens where it does not."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent


def data_folder(name: str) -> Path:
    """A folder of the shared data, such as `raw/logingov_help`.

    Without it the test is skipped; where everything is required, it fails.
    """
    root = Path(os.environ.get("ANSWERBOT_DATA") or REPOSITORY.parent / "shared" / "data")
    folder = root / name
    if folder.is_dir():
        return folder
    reason = f"no shared data at {folder}; set ANSWERBOT_DATA to the folder that holds {name}"
    if os.environ.get("ANSWERBOT_REQUIRE_ALL"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def shared_data() -> Callable[[str], Path]:
    """`data_folder`, for tests."""
    return data_folder
