"""The report of an evaluation, light and dark, wide and narrow: axe finds nothing to say."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser

from eval.evaluation import Wanted, evaluate
from eval.folder import Folder, read_folder
from eval.index import Setup
from eval.page import NAME, page
from tests.browser.test_pages_are_usable_by_everyone import violations
from tests.conftest import REPOSITORY

Scheme = Literal["light", "dark"]

SAMPLE = REPOSITORY / "corpora" / "samples" / "farview"


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report with every part, of the sample's questions, by words alone."""
    home = tmp_path_factory.mktemp("report")
    setup = Setup(home=home, now=datetime(2026, 11, 1, tzinfo=UTC), model="")
    folder: Folder = read_folder(SAMPLE)
    wanted = Wanted(limit=40, typing=3, noise=True, slices=True, misses=3)
    (home / NAME).write_text(page([evaluate(folder, setup, wanted)], now=setup.now))
    return home / NAME


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1200])
def test_the_report_is_readable(
    chromium: Browser, report: Path, scheme: Scheme, width: int
) -> None:
    context = chromium.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True
    )
    opened = context.new_page()
    opened.goto(report.as_uri())
    for summary in opened.locator("summary").all():
        summary.click()
    assert violations(opened) == []
    assert opened.evaluate("document.documentElement.scrollWidth") <= width
    context.close()
