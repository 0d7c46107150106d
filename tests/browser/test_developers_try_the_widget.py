"""/playground: options change the widget and the snippet; the snippet works as it is copied."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import QUESTION, Site, Visitor
from tests.browser.elsewhere import Elsewhere, guest, hints, shop, type_into

__all__ = ["guest", "shop"]


@pytest.fixture
def page(visitor: Visitor) -> Page:
    page = visitor.go("/playground")
    expect(page.locator("help-widget .widget")).to_be_visible()
    return page


def test_each_way_in_is_shown_live(page: Page) -> None:
    snippet = page.locator("#_snippet")
    expect(snippet).to_contain_text("<help-widget></help-widget>")
    page.get_by_label("A button with a panel").check()
    expect(snippet).to_contain_text('data-mode="floating"')
    page.get_by_role("button", name="Help", exact=True).click()
    expect(page.get_by_role("dialog").get_by_role("textbox")).to_be_focused()
    page.get_by_label("Beside a form").check()
    expect(snippet).to_contain_text('data-attach="#subject,#description"')
    type_into(page, "#subject", QUESTION)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator("#_sent")).to_contain_text("answerbot_enquiry: enq_")


def test_options_change_the_widget(page: Page) -> None:
    page.get_by_label("Language").select_option("it")
    page.get_by_label("Heading").fill('What "now"?')
    expect(page.locator("#_snippet")).to_contain_text('data-heading="What &quot;now&quot;?"')
    expect(page.locator("help-widget").get_by_label('What "now"?')).to_be_visible()
    expect(page.locator("help-widget section.widget")).to_have_attribute("aria-label", "Assistenza")
    page.get_by_label("Accent", exact=True).fill("#ffee00")
    expect(page.locator("#_rules")).to_contain_text("--help-widget-accent: #ffee00;")
    expect(page.get_by_text("Too little contrast")).to_be_visible()
    page.get_by_role("button", name="Back to the start").click()
    expect(page.locator("#_css")).to_be_hidden()
    expect(page.locator("#_snippet")).not_to_contain_text("data-heading")


def test_the_pinned_snippet_works_where_it_is_pasted(
    page: Page, shop: Elsewhere, guest: Visitor
) -> None:
    page.get_by_label("Beside a form").check()
    page.get_by_label("pin the tag").check()
    snippet = page.locator("#_snippet")
    expect(snippet).to_contain_text('integrity="sha256-')
    key = snippet.get_attribute("data-key") or ""
    tag = snippet.inner_text().replace(key, shop.key)
    form = '<form><input id="subject" aria-label="Subject" name="subject"></form>'
    policy = page.locator("#_policy").inner_text()
    there = guest.go(shop.page(form, tag=tag, policy=f"default-src 'none'; {policy}"))
    type_into(there, "#subject", QUESTION)
    expect(hints(there).first).to_be_visible()


def test_who_is_signed_in_tries_it_out_and_counts_apart(
    agent: Visitor, visitor: Visitor, site: Site
) -> None:
    for who, channel in ((agent, "staff"), (visitor, "widget")):
        who.ask()
        assert site.services.ledger.enquiry(who.enquiry()).channel == channel
