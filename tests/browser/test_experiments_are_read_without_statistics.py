"""An analyst reads what the bot prevents, plans another one, and stops it by keyboard."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations_light_and_dark
from tests.browser.conftest import Site, Windows
from tests.browser.trials import made_up

PAGES = ("", "/new", "/exp_running", "/exp_running/stop", "/exp_planned")


@pytest.fixture(scope="module")
def origin(home: Callable[[], Path]) -> Iterator[str]:
    """A server of its own: nobody else's test is to be held out."""
    with Site(home()) as running:
        made_up(running.services, a_day=60)
        yield running.origin


def test_every_page_is_usable_by_everyone(window: Windows, origin: str) -> None:
    visitor = window(origin, viewport={"width": 390, "height": 800})
    visitor.sign_in("/experiments")
    for path in PAGES:
        page = visitor.go(f"/experiments{path}")
        assert violations_light_and_dark(page) == [], path
        wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        assert not page.evaluate(wide), f"{path} scrolls sideways"


def test_it_is_read_planned_and_stopped(window: Windows, origin: str) -> None:
    page = window(origin).sign_in("/experiments")
    page.get_by_role("link", name="What does the bot prevent?").click()
    expect(page.locator(".says")).to_contain_text("The bot spares")
    expect(page.get_by_role("img", name="What was known day by day")).to_be_visible()

    page.goto(page.url.rpartition("/")[0] + "/new")
    page.get_by_label("Smallest difference").fill("8")
    page.get_by_role("button", name="Work out").press("Enter")
    expect(page.locator(".beside .big")).to_contain_text("days")
    expect(page.get_by_label("Smallest difference")).to_have_value("8")

    page.goto(page.url.rpartition("/")[0] + "/exp_running")
    page.get_by_role("link", name="Stop").press("Enter")
    expect(page.get_by_role("heading", name="Stop")).to_be_visible()
    page.get_by_role("button", name="Stop it").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("It is stopped")
    expect(page.get_by_role("link", name="Stop")).to_have_count(0)
