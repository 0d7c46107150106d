"""The company's own form needs no script, and loses nothing that was typed."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Site, Visitor, Windows


@pytest.fixture
def plain(window: Windows) -> Visitor:
    opened = window(java_script_enabled=False)
    opened.go("/")
    return opened


def test_a_ticket_is_made(site: Site, plain: Visitor) -> None:
    page = plain.send_form("No sound", "Since the update there is no sound.", form="video")
    expect(page.get_by_role("heading", level=1)).to_have_text("No sound")
    ticket = site.ticket(page)
    assert (ticket.form, ticket.channel, ticket.email) == ("video", "form", "ada@example.com")
    assert site.kinds(ticket.enquiry)[:1] == ["submitted"]


def test_articles_by_topic_can_be_read(plain: Visitor) -> None:
    plain.page.get_by_role("link", name="You see a black screen").click()
    expect(plain.page.get_by_role("heading", level=1)).to_have_text("You see a black screen")


@pytest.mark.parametrize(
    ("sent", "field", "message"),
    [
        ({"email": "ada@example.com"}, "What happened", "Say in a few words"),
        ({"subject": "Hello", "email": "ada at example"}, "Your e-mail address", "name@example"),
        ({"subject": "Hello", "description": "x" * 20_000, "email": "@"}, "Your e-mail", "name@"),
    ],
)
def test_what_is_wrong_is_said_where_it_is_wrong(
    plain: Visitor, sent: dict[str, str], field: str, message: str
) -> None:
    page = plain.page
    page.locator("form[action='/contact']").evaluate("form => form.noValidate = true")
    for name, value in sent.items():
        page.locator(f"[name={name}]").fill(value)
    page.get_by_role("button", name="Send", exact=True).click()
    broken = page.get_by_label(field)
    expect(broken).to_have_attribute("aria-invalid", "true")
    expect(page.locator(".wrong")).to_contain_text(message)
    for name, value in sent.items():
        expect(page.locator(f"[name={name}]")).to_have_value(value)
