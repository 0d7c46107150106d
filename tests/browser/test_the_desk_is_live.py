"""What happens while an agent looks comes to the page, and moves nothing under their hands."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import ARTICLE_TITLE, Site, Visitor, Windows


def test_the_queue_says_what_is_new_and_waits(empty_site: Site, window: Windows) -> None:
    agent: Visitor = window(empty_site.origin)
    desk = agent.sign_in()
    customer = window(empty_site.origin)
    customer.go("/")
    customer.send_form("Something new")
    expect(desk.get_by_text("1 new or changed ticket.")).to_be_visible()
    expect(desk.get_by_role("link", name="Something new")).to_have_count(0)
    desk.get_by_role("link", name="Show").click()
    expect(desk.get_by_role("link", name="Something new")).to_be_visible()
    assert agent.complaints == []


def test_a_ticket_shows_what_its_customer_writes_and_suggests_anew(
    empty_site: Site, window: Windows
) -> None:
    customer, agent = window(empty_site.origin), window(empty_site.origin)
    customer.go("/")
    customer.send_form("A thing of its own", "Nothing else to say here")
    desk = agent.sign_in("/desk/1")
    desk.get_by_label("Reply").fill("Half a reply")
    customer.page.locator("#_reply").fill(
        "After I changed my password I can not log in on the phone"
    )
    customer.page.locator("form.answer button").click()
    said = desk.get_by_role("region", name="Conversation")
    expect(said).to_contain_text("I can not log in on the phone")
    expect(desk.get_by_text("The customer wrote again")).to_be_visible()
    offers = desk.get_by_role("region", name="Suggested articles").get_by_role("listitem")
    offer = offers.filter(has=desk.get_by_role("link", name=ARTICLE_TITLE))
    offer.get_by_role("button", name="Insert link").click()
    expect(desk.get_by_label("Reply")).to_have_value("Half a reply")
    desk.get_by_role("button", name="Send", exact=True).click()
    expect(said).to_contain_text("Half a reply")
    assert agent.complaints == []
