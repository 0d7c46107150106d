"""On the ticket's page an article can still solve it: the bot did, and says so."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from answerbot.enquiries import Kind
from answerbot.tickets import Status
from tests.browser.conftest import QUESTION, Site, Visitor, Windows


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def customer(request: pytest.FixtureRequest, window: Windows) -> Visitor:
    opened = window(java_script_enabled=request.param)
    opened.go("/")
    opened.send_form(QUESTION)
    return opened


def accept_first(page: Page) -> str:
    """Open the first suggestion and say yes; returns its title."""
    title = page.locator(".offers h3").first.inner_text()
    page.get_by_role("button", name="Read").first.click()
    expect(page.get_by_role("heading", name=title)).to_be_visible()
    page.get_by_role("button", name="Yes, this solved it").click()
    expect(page.get_by_role("heading", name="Glad that helped")).to_be_visible()
    return title


def test_an_accepted_article_solves_the_ticket(
    site: Site, customer: Visitor, agent: Visitor
) -> None:
    title = accept_first(customer.page)
    ticket = site.ticket(customer.page)
    assert (ticket.status, ticket.tags) == (Status.SOLVED, ("bot_resolved",))
    assert site.kinds(ticket.enquiry)[-2:] == ["opened", "accepted"]
    page = agent.go("/desk?view=solved")
    row = page.get_by_role("row").filter(has=page.locator(f'a[href="/desk/{ticket.number}"]'))
    expect(row).to_contain_text("bot-resolved")
    row.get_by_role("link").click()
    expect(page.get_by_text("The customer closed this with")).to_contain_text(title)
    expect(page.locator(".badge.bot")).to_have_text("bot_resolved")


def test_a_yes_can_be_undone(site: Site, customer: Visitor) -> None:
    accept_first(customer.page)
    customer.page.get_by_role("button", name="It is not solved after all").click()
    expect(customer.page.get_by_text("With our team", exact=True)).to_be_visible()
    ticket = site.ticket(customer.page)
    assert (ticket.status, ticket.tags, ticket.resolved_by) == (Status.OPEN, (), "")


def test_a_rejected_article_is_not_offered_again(site: Site, customer: Visitor) -> None:
    page = customer.page
    title = page.locator(".offers h3").first.inner_text()
    page.get_by_role("button", name="Read").first.click()
    page.get_by_role("link", name="No", exact=True).click()
    page.get_by_role("button", name="I could not follow it").click()
    expect(page.get_by_role("heading", name=title)).to_have_count(0)
    last = site.events(site.ticket(page).enquiry)[-1]
    assert (last.kind, last.detail) == (Kind.REJECTED, {"reason": "could_not_follow"})


def test_what_a_customer_adds_opens_a_solved_ticket_again(
    site: Site, customer: Visitor, agent: Visitor
) -> None:
    accept_first(customer.page)
    customer.page.get_by_label("Add something").fill("It came back today.")
    customer.page.get_by_role("button", name="Send", exact=True).click()
    expect(customer.page.get_by_text("Open again", exact=True)).to_be_visible()
    number = site.ticket(customer.page).number
    page = agent.go(f"/desk/{number}")
    expect(page.get_by_role("region", name="Conversation")).to_contain_text("It came back today.")


def test_only_a_post_ever_acts(site: Site, customer: Visitor) -> None:
    page = customer.page
    before = site.events(site.ticket(page).enquiry)
    article = page.locator("input[name=article]").first.input_value()
    for path in (f"?article={article}", f"?article={article}&why=true"):
        page.goto(page.url.split("?")[0] + path)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
    answer = page.request.get(f"{page.url.split('?')[0]}/accepted")
    assert answer.status == 405
    assert site.events(site.ticket(page).enquiry) == before
