"""What the tests here begin with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from answerbot.store.db import Store
from tests.answerbot.post import Recording, smtp_server


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    found = Store(tmp_path / "answerbot.db")
    yield found
    found.close()


@pytest.fixture
def smtp() -> Iterator[tuple[Recording, int]]:
    with smtp_server() as running:
        yield running
