"""An agent goes through the queue by keyboard, and no key acts while they type."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from answerbot.tickets import Status
from tests.browser.conftest import Site, Visitor, Windows

SUBJECTS = ("First in line", "Second in line", "Third in line")


@pytest.fixture
def desk(empty_site: Site, window: Windows) -> Iterator[Page]:
    for subject in SUBJECTS:
        customer = window(empty_site.origin)
        customer.go("/")
        customer.send_form(subject)
    agent: Visitor = window(empty_site.origin)
    yield agent.sign_in()
    assert agent.complaints == []


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_tickets_are_walked_selected_and_solved(desk: Page, empty_site: Site) -> None:
    press(desk, "j", "j")
    expect(desk.get_by_role("link", name=SUBJECTS[1])).to_be_focused()
    press(desk, "k", "x", "j", "x")
    expect(desk.get_by_text("2 selected")).to_be_visible()
    press(desk, "e")
    expect(desk.get_by_role("status")).to_contain_text("2 tickets solved.")
    expect(desk.get_by_role("link", name=SUBJECTS[0])).to_have_count(0)
    desk.get_by_role("button", name="Undo").click()
    expect(desk.get_by_role("link", name=SUBJECTS[0])).to_be_visible()
    press(desk, "j", "a")
    expect(desk.get_by_role("status")).to_contain_text("1 ticket given to printed link.")
    press(desk, "j", "o")
    desk.wait_for_url("**/desk/1")
    press(desk, "e")
    expect(desk.get_by_role("status").first).to_contain_text("closed it")
    press(desk, "g", "q")
    desk.wait_for_url("**/desk")
    assert empty_site.services.tickets.numbered(1).status is Status.SOLVED


def test_keys_do_nothing_while_somebody_types_or_wants_something_else(desk: Page) -> None:
    press(desk, "/")
    expect(desk.get_by_label("Find")).to_be_focused()
    desk.keyboard.type("jxe?")
    expect(desk.get_by_label("Find")).to_have_value("jxe?")
    desk.get_by_label("Find").fill("")
    desk.get_by_role("heading", name="Desk").click()
    press(desk, "Control+j", "Alt+j")
    expect(desk.get_by_role("link", name=SUBJECTS[0])).not_to_be_focused()
    press(desk, "j")
    expect(desk.get_by_role("link", name=SUBJECTS[0])).to_be_focused()


def test_keys_are_listed_and_switched_off_for_good(desk: Page) -> None:
    press(desk, "?")
    shown = desk.get_by_role("dialog", name="Keyboard shortcuts")
    expect(shown).to_contain_text("Assign what is selected")
    shown.get_by_label("Shortcuts of single keys work").uncheck()
    shown.get_by_role("button", name="Close").click()
    for _ in range(2):
        press(desk, "j", "?")
        expect(desk.get_by_role("link", name=SUBJECTS[0])).not_to_be_focused()
        expect(shown).to_be_hidden()
        desk.reload()
    desk.get_by_role("button", name="Keyboard shortcuts").click()
    expect(shown).to_be_visible()
