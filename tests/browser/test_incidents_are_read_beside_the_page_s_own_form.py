"""Whoever writes in the company's own form reads of an incident, and may ask to be told."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from answerbot.store.topics import Topics
from answerbot.topics import Kind, Said, Topic
from tests.browser.conftest import Site, Visitor
from tests.browser.elsewhere import ATTACH, FOCUSED, FORM, Elsewhere, guest, hints, shop

__all__ = ["guest", "shop"]


@pytest.fixture(scope="module")
def topics(site: Site) -> Iterator[Topics]:
    held, now = Topics(site.services.store), site.services.clock()
    said = {"en": Said(title="Ibexes are stuck", text="Help is on its way.", words=("ibex",))}
    topic = Topic(id="top_ibex", kind=Kind.INCIDENT, texts=said, starts=now)
    held.add(topic, author="ada", now=now)
    yield held
    held.change(topic.model_copy(update={"open": False}), author="ada", now=now)


@pytest.fixture
def form(topics: Topics, shop: Elsewhere, guest: Visitor) -> Page:
    return guest.go(shop.page(FORM, attributes=ATTACH))


def test_an_incident_stands_above_the_hints(form: Page, topics: Topics) -> None:
    form.locator("#subject").press_sequentially("reset my password ibex ")
    banner = form.get_by_role("region", name="Ibexes are stuck")
    expect(banner).to_contain_text("Help is on its way.")
    expect(hints(form).first).to_be_visible()
    banner.get_by_role("button", name="Tell me when it is fixed").click()
    banner.get_by_label("Your e-mail address").fill("ada@ibex.example")
    banner.get_by_role("button", name="Tell me").click()
    expect(banner.get_by_text("We will write to ada@ibex.example.")).to_be_visible()
    expect(form.locator("#subject")).to_have_value("reset my password ibex ")
    assert [one.email for one in topics.followers("top_ibex")] == ["ada@ibex.example"]
    form.keyboard.press("Escape")
    expect(form.locator("#subject")).to_be_focused()


def test_an_incident_is_read_where_no_article_fits(form: Page) -> None:
    form.locator("#description").press_sequentially("ibex qqxz ")
    expect(form.get_by_role("region", name="Ibexes are stuck")).to_be_visible()
    expect(hints(form)).to_have_count(0)
    form.locator("#description").fill("something else")
    expect(form.get_by_role("region", name="Ibexes are stuck")).to_be_hidden()


def test_the_keyboard_reaches_an_incident_and_comes_back(form: Page, topics: Topics) -> None:
    form.locator("#subject").press_sequentially("reset my password ibex ")
    expect(hints(form).first).to_be_visible()
    expect(form.get_by_role("button", name="Tell me when it is fixed")).to_be_visible()
    form.keyboard.press("ArrowDown")
    expect(hints(form).first).to_be_focused()
    form.keyboard.press("Shift+Tab")
    assert form.evaluate(FOCUSED) == "Tell me when it is fixed"
    form.keyboard.press("Enter")
    assert form.evaluate(FOCUSED) == "banner-email"
    form.keyboard.type("key@ibex.example")
    form.keyboard.press("Tab")
    assert form.evaluate(FOCUSED) == "Tell me"
    form.keyboard.press("Enter")
    expect(form.get_by_text("We will write to key@ibex.example.")).to_be_focused()
    form.keyboard.press("Tab")
    expect(hints(form).first).to_be_focused()
    form.keyboard.press("Tab")
    expect(form.locator("#description")).to_be_focused()
    assert topics.followers("top_ibex")[-1].email == "key@ibex.example"
