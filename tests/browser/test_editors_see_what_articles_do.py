"""Editors see which article to mend next and what is wrong with it, and mend it."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from answerbot.asking import Question, new_enquiry
from answerbot.enquiries import Event, Kind
from tests.browser.conftest import ANSWER, ARTICLE_TITLE, QUESTION, Site, Windows


def cells(page: Page, title: str) -> list[str]:
    row = page.get_by_role("row").filter(has=page.get_by_role("link", name=title, exact=True))
    return row.locator("td.figure").all_inner_texts()


def record(site: Site, *, enquiries: int, kinds: tuple[Kind, ...]) -> None:
    """Enquiries in which the same things happened to one article."""
    for _ in range(enquiries):
        enquiry = new_enquiry(site.services, Question(QUESTION, locale="en"))
        events = [
            Event(
                id=site.services.random(),
                enquiry=enquiry.id,
                kind=kind,
                at=site.services.clock(),
                article="" if kind in (Kind.ASKED, Kind.OFFERED) else ANSWER,
                locale="en",
                detail={"articles": [ANSWER], "query": QUESTION} if kind is Kind.OFFERED else {},
            )
            for kind in (Kind.ASKED, Kind.OFFERED, *kinds)
        ]
        site.services.ledger.open(enquiry, events)


def test_an_article_is_found_looked_into_and_mended(empty_site: Site, window: Windows) -> None:
    record(empty_site, enquiries=3, kinds=(Kind.OPENED, Kind.OPENED, Kind.ACCEPTED))
    record(empty_site, enquiries=25, kinds=(Kind.OPENED, Kind.REJECTED))
    record(empty_site, enquiries=1, kinds=())
    visitor = window(empty_site.origin)
    page = visitor.sign_in("/editor/articles")
    assert cells(page, ARTICLE_TITLE) == ["25", "29", "28", "3", "–", "25", "–", "–", "–"]
    row = page.get_by_role("row").filter(has_text=ARTICLE_TITLE)
    expect(row).to_contain_text(re.compile(r"11 % *4 to 27 %"))
    page.get_by_role("link", name=ARTICLE_TITLE, exact=True).click()
    expect(page.get_by_role("img", name=re.compile("Solved of opened over time"))).to_be_visible()
    said_no = page.get_by_role("listitem").filter(has_text=QUESTION).first
    expect(said_no).to_contain_text("25 of 29 times")
    said_no.get_by_role("button", name="Add as phrasing").click()
    expect(page.get_by_role("status")).to_contain_text(f"Added: “{QUESTION}”")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("status")).to_contain_text("Taken back")
    page.get_by_text("Exclude from the bot").click()
    page.get_by_role("button", name="Exclude it").click()
    expect(page.get_by_role("note")).to_contain_text("nobody is offered it")
    page.get_by_role("status").get_by_role("button", name="Undo").click()
    expect(page.get_by_role("status")).to_contain_text("offers this article again")
    assert visitor.complaints == []


def test_an_editor_finds_and_sorts(site: Site, window: Windows) -> None:
    page = window().sign_in("/editor/articles")
    head = page.get_by_role("columnheader", name="Article")
    failed = page.get_by_role("columnheader", name="Failed")
    expect(failed).to_have_attribute("aria-sort", "descending")
    head.get_by_role("link").click()
    expect(head).to_have_attribute("aria-sort", "ascending")
    titles = page.locator("tbody th > a").all_inner_texts()
    assert titles == sorted(titles, key=str.casefold)
    page.get_by_role("searchbox").fill("password")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("link", name="Reset your password")).to_be_visible()
    page.get_by_role("searchbox").fill("payouts")
    page.get_by_label("Audience").select_option("partners")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("row").filter(has_text="Revenue share")).to_contain_text("for partners")
    page.get_by_label("Audience").select_option("")
    page.get_by_role("searchbox").fill("password")
    page.get_by_role("button", name="Show").click()
    expect(head).to_have_attribute("aria-sort", "ascending")
    page.get_by_role("searchbox").fill("zzzz")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("heading", name="No article fits")).to_be_visible()


def test_an_empty_desk_says_what_will_come(empty_site: Site, window: Windows) -> None:
    page = window(empty_site.origin).sign_in()
    expect(page.get_by_role("heading", name="Nobody is waiting")).to_be_visible()
    page.get_by_role("link", name="Solved 0").click()
    expect(page.get_by_role("heading", name="Nothing is solved yet")).to_be_visible()
