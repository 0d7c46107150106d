"""Slow, failing, busy and absent networks; pages that are left; hundreds of questions."""

from __future__ import annotations

import threading

from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import ANSWER, ARTICLE_TITLE, QUESTION, Site, Visitor, Windows
from tests.browser.elsewhere import ATTACH, FORM, Elsewhere, guest, hints, shop, type_into

__all__ = ["guest", "shop"]

FLOATING = 'data-mode="floating"'
QUERIES = 500
MOST_GROWTH = 1_500_000


def open_panel(shop: Elsewhere, guest: Visitor, head: str = "") -> Page:
    page = guest.go(shop.page("<h1>Shop</h1>", attributes=FLOATING, head=head))
    page.get_by_role("button", name="Help").click()
    expect(page.locator(".suggestion").first).to_be_visible()
    return page


DEAF = """<script>const real = window.fetch;
window.fetch = (url, options) => real(url, { ...options, signal: undefined });</script>"""


def test_a_late_answer_never_replaces_a_newer_one(shop: Elsewhere, guest: Visitor) -> None:
    page = open_panel(shop, guest, head=DEAF)
    field = page.get_by_role("textbox")
    field.fill("how do I get an invoice")
    expect(page.locator(".suggestion").filter(has_text="Invoices").first).to_be_visible()
    held: list[Route] = []
    arrived = threading.Event()

    def hold(route: Route) -> None:
        held.append(route)
        arrived.set()

    page.route("**/v1/suggest", hold, times=1)
    with page.expect_request("**/v1/suggest"):
        field.fill("how do I embed a video")
    field.fill(QUESTION)
    expect(page.locator(".suggestion").filter(has_text=ARTICLE_TITLE)).to_be_visible()
    newer = page.locator(".suggestion").all_text_contents()
    with page.expect_response("**/v1/suggest") as late:
        held[0].continue_()
    articles = [found["title"] for found in late.value.json()["suggestions"]]
    assert articles
    assert ARTICLE_TITLE not in articles
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50)))")
    assert page.locator(".suggestion").all_text_contents() == newer


def test_a_busy_server_is_asked_again_when_it_says(shop: Elsewhere, window: Windows) -> None:
    guest = window(shop.origin)
    page = open_panel(shop, guest)
    headers = {
        "Retry-After": "1",
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Expose-Headers": "Retry-After",
    }
    page.route(
        "**/v1/suggest",
        lambda route: route.fulfill(status=429, headers=headers, body="{}"),
        times=1,
    )
    page.get_by_role("textbox").fill(QUESTION)
    expect(page.locator(".suggestion").filter(has_text=ARTICLE_TITLE)).to_be_visible()


def test_a_server_out_of_reach_leaves_the_way_to_a_human(shop: Elsewhere, window: Windows) -> None:
    guest = window(shop.origin)
    page = open_panel(shop, guest)
    page.route("**/v1/suggest", lambda route: route.abort())
    page.get_by_role("textbox").fill(QUESTION)
    expect(page.get_by_text("Articles cannot be suggested right now")).to_be_visible()
    page.unroute("**/v1/suggest")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".suggestion").filter(has_text=ARTICLE_TITLE)).to_be_visible()


def test_offline_says_so_and_asks_again_once_it_is_over(shop: Elsewhere, window: Windows) -> None:
    guest = window(shop.origin)
    page = open_panel(shop, guest)
    page.context.set_offline(True)
    page.get_by_role("textbox").fill(QUESTION)
    expect(page.locator(".message")).to_contain_text("offline", ignore_case=True)
    page.context.set_offline(False)
    expect(page.locator(".suggestion").filter(has_text=ARTICLE_TITLE)).to_be_visible()
    expect(page.locator(".message")).to_be_hidden()


def test_a_form_works_while_the_bot_does_not(shop: Elsewhere, window: Windows) -> None:
    guest = window(shop.origin)
    guest.page.route("**/v1/**", lambda route: route.abort())
    page = guest.go(shop.page(FORM, attributes=ATTACH))
    page.locator("#subject").press_sequentially(QUESTION)
    page.get_by_role("button", name="Send it").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    assert shop.sent[-1]["subject"] == [QUESTION]


def test_a_form_works_without_the_widget(shop: Elsewhere, window: Windows) -> None:
    guest = window(shop.origin)
    guest.page.route("**/widget/answerbot.js*", lambda route: route.abort())
    page = guest.go(shop.page(FORM, attributes=ATTACH))
    page.locator("#subject").press_sequentially(QUESTION)
    page.get_by_role("button", name="Send it").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()


def test_what_was_done_last_arrives_when_the_page_is_left(
    site: Site, shop: Elsewhere, guest: Visitor
) -> None:
    page = guest.go(shop.page(FORM, attributes=ATTACH))
    type_into(page, "#subject", QUESTION)
    enquiry = page.evaluate("document.querySelector('help-widget').enquiry")
    page.route("**/events", lambda _: None)
    hints(page).filter(has_text=ARTICLE_TITLE).click()
    expect(page.get_by_role("button", name="Yes", exact=True)).to_be_visible()
    with page.expect_response("**/v1/beacon") as taken:
        page.evaluate("dispatchEvent(new Event('pagehide'))")
    assert taken.value.status == 204
    opened = [e.article for e in site.events(enquiry) if e.kind.value == "opened"]
    assert opened == [ANSWER]


def test_memory_does_not_grow_with_questions(shop: Elsewhere, guest: Visitor) -> None:
    page = open_panel(shop, guest)
    session = page.context.new_cdp_session(page)

    def ask(count: int) -> int:
        page.evaluate(
            "async ([question, count]) => { for (let i = 0; i < count; i++)"
            " await AnswerBot('search', `${question} ${i}`) }",
            [QUESTION, count],
        )
        session.send("HeapProfiler.collectGarbage")
        used: int = session.send("Runtime.getHeapUsage")["usedSize"]
        return used

    before = ask(50)
    assert ask(QUERIES) - before < MOST_GROWTH
