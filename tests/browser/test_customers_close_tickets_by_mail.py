"""The whole way in a real browser: a message comes in, is answered, and its link closes it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from answerbot.answering import AutoReply
from answerbot.outgoing import Posted, Sort
from answerbot.tickets import Status
from tests.answerbot.mail.clients import plain
from tests.browser.axe import violations_light_and_dark
from tests.browser.conftest import ANSWER, Site, Windows

QUESTION = "How do I reset my password? I forgot it."


@pytest.fixture(scope="module")
def mailed(home: Callable[[], Path]) -> Iterator[Site]:
    environ = {"ANSWERBOT_EMAIL_PRECISION": "0.5", "ANSWERBOT_MACHINE_SECONDS": "1"}
    with Site(home(), **environ) as running:
        yield running


def mail(site: Site, sort: Sort, ticket: int) -> Posted:
    """The message of a kind on a ticket, from the outbox."""
    AutoReply(site.services).turn()
    return next(one for one in site.services.outbox.of_ticket(ticket) if one.outgoing.sort is sort)


def link(posted: Posted) -> str:
    found = re.search(r"http://\S+/a/\S+", posted.outgoing.text)
    assert found, posted.outgoing.text
    return found[0]


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_person_closes_a_ticket_by_its_link_and_takes_it_back(
    mailed: Site, window: Windows, script: bool
) -> None:
    taken = mailed.services.inbox.take(
        plain(QUESTION, subject="Locked out", message_id=f"<{script}@c.example>")
    )
    opened = window(mailed.origin, java_script_enabled=script)
    page = opened.page
    page.goto(link(mail(mailed, Sort.AUTO_REPLY, taken.ticket)))
    expect(page.get_by_text("Nothing happens until you press a button")).to_be_visible()
    assert mailed.services.tickets.numbered(taken.ticket).status is Status.OPEN
    page.wait_for_timeout(1_100)  # as long as a person needs at the very least
    page.get_by_role("button", name="Yes, this solved it").click()
    expect(page.get_by_role("heading", name="is closed")).to_be_visible()
    solved = mailed.services.tickets.numbered(taken.ticket)
    assert (solved.status, solved.bot_resolved) == (Status.SOLVED, True)
    page.goto(link(mail(mailed, Sort.CONFIRMATION, taken.ticket)))
    page.wait_for_timeout(1_100)
    page.get_by_role("button", name="Undo: it is not solved").click()
    expect(page.get_by_role("button", name="Yes, this solved it")).to_be_visible()
    assert mailed.services.tickets.numbered(taken.ticket).status is Status.OPEN
    assert opened.complaints == []


def test_two_articles_opened_from_webmail_are_both_a_person_s(
    mailed: Site, window: Windows
) -> None:
    taken = mailed.services.inbox.take(
        plain(QUESTION, message_id="<tabs@c.example>", **{"from": "tabs@c.example"})
    )
    links = mailed.services.article_links
    pages = [links.address(taken.ticket, name, "en") for name in (ANSWER, "account-locked")]
    first = window(mailed.origin).page
    webmail = "".join(f'<p><a href="{page}" target="_blank">Read</a></p>' for page in pages)
    first.context.route(
        "http://webmail.example/",
        lambda route: route.fulfill(content_type="text/html", body=webmail),
    )
    first.goto("http://webmail.example/")
    tabs = []
    for number in range(2):
        with first.expect_popup() as opened:
            first.get_by_role("link", name="Read").nth(number).click()
        tabs.append(opened.value)
        expect(tabs[-1].get_by_role("button", name="Yes, this solved it")).to_be_visible()
    tabs[0].wait_for_timeout(1_100)
    tabs[0].get_by_role("button", name="Yes, this solved it").click()
    expect(tabs[0].get_by_role("heading", name="is closed")).to_be_visible()
    assert mailed.services.tickets.numbered(taken.ticket).resolved_by == ANSWER


def test_a_sandbox_with_scripts_that_sends_every_form_closes_nothing(
    mailed: Site, window: Windows
) -> None:
    taken = mailed.services.inbox.take(plain(QUESTION, message_id="<sandbox@c.example>"))
    page = window(mailed.origin).page
    # By a script of the page's, and untouched until it is done: to the browser, whatever
    # Playwright asks of a page is a hand on the keyboard.
    page.add_init_script(
        "addEventListener('load', () => setTimeout(() => {"
        " if (!location.search) document.querySelector('form').submit() }, 1500))"
    )
    page.goto(link(mail(mailed, Sort.AUTO_REPLY, taken.ticket)))
    page.wait_for_url("**/a/*?again=true")
    expect(page.get_by_role("heading", name="Please press once more")).to_be_visible()
    ticket = mailed.services.tickets.numbered(taken.ticket)
    assert ticket.status is Status.OPEN
    told = [e.detail["sign"] for e in mailed.events(ticket.enquiry) if e.kind == "excluded"]
    assert told == ["gesture"]


def test_the_pages_are_usable_by_everyone(mailed: Site, window: Windows) -> None:
    taken = mailed.services.inbox.take(plain(QUESTION, message_id="<axe@c.example>"))
    posted = mail(mailed, Sort.AUTO_REPLY, taken.ticket)
    opened = window(mailed.origin)
    opened.sign_in()
    for address in (
        link(posted),
        f"{mailed.origin}/a/broken",
        f"{mailed.origin}/desk/outbox",
        f"{mailed.origin}/desk/outbox/{posted.number}",
        f"{mailed.origin}/editor/mail?locale=fr",
    ):
        opened.page.goto(address)
        assert faults(opened.page) == [], address


def faults(page: Page) -> list[str]:
    """What axe finds, and whether the page scrolls sideways."""
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return [*violations_light_and_dark(page), *(["it scrolls sideways"] if wide else [])]
