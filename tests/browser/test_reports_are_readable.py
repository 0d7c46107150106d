"""The reports of evaluation and replay, light and dark, wide and narrow: axe says nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from answerbot.settings import read
from eval.evaluation import Wanted, evaluate
from eval.folder import Folder, read_folder
from eval.index import Setup
from eval.page import NAME, page
from eval.replay import page as replay_page
from eval.replay.asking import Past
from eval.replay.report import Wanted as Wished
from eval.replay.report import replay
from eval.replay.ticket import PastTicket
from eval.replay.tickets import Tickets
from indexer.searcher import open_current
from tests.browser.axe import violations_light_and_dark
from tests.conftest import REPOSITORY

SAMPLE = REPOSITORY / "corpora" / "samples" / "farview"


@pytest.fixture(scope="module")
def evaluated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report with every part, of the sample's questions, by words alone."""
    home = tmp_path_factory.mktemp("report")
    setup = Setup(home=home, now=datetime(2026, 11, 1, tzinfo=UTC), model="")
    folder: Folder = read_folder(SAMPLE)
    wanted = Wanted(limit=40, typing=3, noise=True, slices=True, misses=3)
    (home / NAME).write_text(page([evaluate(folder, setup, wanted)], now=setup.now))
    return home / NAME


@pytest.fixture(scope="module")
def replayed(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A replay of the sample's questions, as tickets of six weeks, with every part."""
    folder = read_folder(SAMPLE)
    first = datetime(2026, 9, 1, tzinfo=UTC)
    tickets = tuple(
        PastTicket(query.id, query.text, "", first + timedelta(hours=number * 5), query.form,
                   query.language or "", tuple(folder.qrels.get(query.id, {})))
        for number, query in enumerate([*folder.queries[:80], *folder.oos[:20], *folder.oos[:20]])
    )  # fmt: skip
    settings = read(sample_home, {})
    past = Past(open_current(settings.index).searcher, settings, first)
    file = tmp_path_factory.mktemp("replay") / replay_page.NAME
    found = replay(Tickets(tickets, {"repeated": 2}), past, Wished(most=3))
    file.write_text(replay_page.page(found, now=first))
    return file


@pytest.mark.parametrize("name", ["evaluated", "replayed"])
def test_the_report_is_readable(
    chromium: Browser, name: str, request: pytest.FixtureRequest
) -> None:
    report: Path = request.getfixturevalue(name)
    context = chromium.new_context(bypass_csp=True, reduced_motion="reduce")
    opened = context.new_page()
    opened.goto(report.as_uri())
    for summary in opened.locator("summary").all():
        summary.click()
    for width in (1200, 360):
        opened.set_viewport_size({"width": width, "height": 800})
        assert opened.evaluate("document.documentElement.scrollWidth") <= width
    assert violations_light_and_dark(opened) == []
    context.close()
