"""Editors see what customers ask and no article answers, and what is wrong with articles."""

from __future__ import annotations

from datetime import timedelta

from playwright.sync_api import expect

from answerbot.gaps.looking import Search
from answerbot.health.looking import look
from answerbot.store.articles import Articles
from tests.answerbot.gaps.asked import INVOICE, REFUND, ask
from tests.answerbot.health.test_health import STEPS, article
from tests.browser.axe import violations_light_and_dark
from tests.browser.conftest import Site, Windows


def test_a_gap_is_found_decided_and_undone(empty_site: Site, window: Windows) -> None:
    services = empty_site.services
    begin = services.clock() - timedelta(days=9)
    ask(services.store, REFUND * 4, begin, name="r")
    ask(services.store, INVOICE[:5], begin, name="i", ticket=True)
    Search(services.store, "en", services.clock, services.random).look(8)
    visitor = window(empty_site.origin)
    page = visitor.sign_in("/editor/gaps")
    expect(page.locator("tbody tr").first).to_contain_text("oney back")
    assert violations_light_and_dark(page) == []
    page.locator("tbody tr").first.get_by_role("link").first.click()
    assert violations_light_and_dark(page) == []
    page.get_by_label("Why no article is wanted").fill("We say it on the order page")
    page.get_by_role("button", name="Dismiss").click()
    expect(page.get_by_role("status").first).to_contain_text("is dismissed")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("status").first).to_contain_text("Undone")
    assert visitor.complaints == []


def test_two_articles_that_say_the_same_are_compared(empty_site: Site, window: Windows) -> None:
    services = empty_site.services
    twin = STEPS.replace("an hour", "two hours")
    held = [article("reset", STEPS), article("reset-again", twin)]
    Articles(services.store).replace("twins", held, now=services.clock())
    look(services.store, services.clock)
    visitor = window(empty_site.origin)
    page = visitor.sign_in("/editor/health")
    assert violations_light_and_dark(page) == []
    page.get_by_role("row", name="Reset-Again").get_by_role("link", name="Side by side").click()
    expect(page.locator("mark").first).to_have_text("an")
    assert violations_light_and_dark(page) == []
    page.get_by_role("button", name="Both are wanted").click()
    expect(page.get_by_text("Dismissed: it is not shown again")).to_be_visible()
    assert visitor.complaints == []
