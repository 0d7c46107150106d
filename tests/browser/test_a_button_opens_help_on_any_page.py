"""The floating button: a dialog, by mouse and keyboard, that moves nothing of the page."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route, expect

from tests.browser.conftest import ARTICLE_TITLE, QUESTION, Visitor, Windows
from tests.browser.elsewhere import FOCUSED, Elsewhere, guest, shifted, shop

__all__ = ["guest", "shop"]

LONG = "<h1>Shop</h1>" + "<p>Things to buy.</p>" * 60


def test_a_question_is_answered_in_the_panel(shop: Elsewhere, guest: Visitor) -> None:
    page = guest.go(shop.page(LONG, attributes='data-mode="floating"'))
    page.get_by_role("button", name="Help").click()
    panel = page.get_by_role("dialog", name="Help")
    field = panel.get_by_role("textbox")
    expect(field).to_be_focused()
    field.fill(QUESTION)
    panel.get_by_role("button", name=ARTICLE_TITLE).click()
    expect(panel.get_by_role("heading", name=ARTICLE_TITLE)).to_be_focused()
    panel.get_by_role("button", name="Yes", exact=True).click()
    expect(panel.get_by_role("heading", name="Glad that helped")).to_be_visible()
    panel.get_by_role("button", name="Close").click()
    expect(panel).to_be_hidden()
    expect(page.get_by_role("button", name="Help")).to_be_focused()


def test_the_keyboard_alone_opens_and_closes_it(shop: Elsewhere, guest: Visitor) -> None:
    page = guest.go(shop.page("<h1>Shop</h1>", attributes='data-mode="floating"'))
    launcher = page.get_by_role("button", name="Help")
    expect(launcher).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Tab")
    expect(launcher).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog").get_by_role("textbox")).to_be_focused()
    expect(launcher).to_have_attribute("aria-expanded", "true")
    page.keyboard.type(QUESTION)
    expect(page.locator(".suggestion").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Yes", exact=True)).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    assert page.evaluate(FOCUSED) == "field"
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(launcher).to_be_focused()


def test_on_a_phone_the_panel_is_the_screen(shop: Elsewhere, window: Windows) -> None:
    guest = window(shop.origin, viewport={"width": 320, "height": 640})
    page = guest.go(shop.page(LONG, attributes='data-mode="floating"'))
    page.get_by_role("button", name="Help").click()
    panel = page.get_by_role("dialog")
    assert panel.bounding_box() == {"x": 0, "y": 0, "width": 320, "height": 640}
    assert panel.evaluate("dialog => dialog.matches(':modal')")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()


@pytest.mark.parametrize(
    ("attributes", "is_left"),
    [
        ('data-position="end"', False),
        ('data-position="start"', True),
        ('data-locale="ar"', True),
        ('data-locale="ar" data-position="start"', False),
    ],
)
def test_it_stands_where_the_page_wants_it(
    shop: Elsewhere, guest: Visitor, attributes: str, is_left: bool
) -> None:
    page = guest.go(shop.page(LONG, attributes=f'data-mode="floating" {attributes}'))
    launcher = page.locator(".launcher")
    expect(launcher).to_be_visible()
    box = launcher.bounding_box()
    assert box is not None
    assert (box["x"] < 100) == is_left
    launcher.click()
    panel = page.locator(".panel").bounding_box()
    assert panel is not None
    assert (panel["x"] < 100) == is_left


def test_nothing_moves_though_suggestions_come_late(shop: Elsewhere, guest: Visitor) -> None:
    """What moves within 500 ms of a press counts as wanted by who pressed."""
    page = guest.go(shop.page(LONG, attributes='data-mode="floating"'))
    held: list[Route] = []
    page.route("**/v1/suggest", lambda route: held.append(route), times=1)

    def use() -> None:
        page.get_by_role("button", name="Help").click()
        with page.expect_request("**/v1/suggest"):
            page.get_by_role("dialog").get_by_role("textbox").fill(QUESTION)
        asked = page.evaluate("performance.now()")
        page.wait_for_function("asked => performance.now() > asked + 600", arg=asked)
        for route in held:
            route.continue_()
        expect(page.locator(".suggestion").first).to_be_visible()

    assert shifted(page, use) == 0


def test_nothing_is_asked_of_the_server_before_it_is_opened(
    shop: Elsewhere, guest: Visitor
) -> None:
    calls: list[str] = []
    guest.page.on("request", lambda request: calls.append(request.url))
    page = guest.go(shop.page(LONG, attributes='data-mode="floating"'))
    expect(page.get_by_role("button", name="Help")).to_be_visible()
    assert [url for url in calls if "/v1/" in url] == []
    page.get_by_role("button", name="Help").click()
    expect(page.get_by_role("dialog").locator(".suggestion").first).to_be_visible()
    assert len([url for url in calls if "/v1/config" in url]) == 1
