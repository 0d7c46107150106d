"""The editor's figures are those of the ledger, and say when they are too few to mean anything."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from answerbot.asking import Question, new_enquiry
from answerbot.enquiries import Event, Kind
from tests.browser.conftest import ANSWER, ARTICLE_TITLE, Site, Windows


def cells(page: Page, title: str) -> list[str]:
    row = page.get_by_role("row").filter(has=page.get_by_role("link", name=title, exact=True))
    return row.locator("td.figure").all_inner_texts()


def record(site: Site, *, enquiries: int, kinds: tuple[Kind, ...]) -> None:
    """Enquiries in which the same things happened to one article."""
    for _ in range(enquiries):
        enquiry = new_enquiry(site.services, Question("x"))
        events = [
            Event(
                id=site.services.random(),
                enquiry=enquiry.id,
                kind=kind,
                at=site.services.clock(),
                article="" if kind in (Kind.ASKED, Kind.OFFERED) else ANSWER,
                detail={"articles": [ANSWER], "query": "x"} if kind is Kind.OFFERED else {},
            )
            for kind in (Kind.ASKED, Kind.OFFERED, *kinds)
        ]
        site.services.ledger.open(enquiry, events)


def test_counts_are_enquiries_and_add_up(empty_site: Site, window: Windows) -> None:
    record(empty_site, enquiries=3, kinds=(Kind.SEEN, Kind.OPENED, Kind.OPENED, Kind.ACCEPTED))
    record(empty_site, enquiries=2, kinds=(Kind.SEEN, Kind.OPENED, Kind.REJECTED))
    record(empty_site, enquiries=1, kinds=())
    page = window(empty_site.origin).sign_in("/editor")
    assert cells(page, ARTICLE_TITLE) == ["6", "5", "5", "3", "2"]
    expect(page.get_by_text("Too few to tell")).to_be_visible()
    expect(page.get_by_text("3 more accepted, but less than 7 days ago")).to_be_visible()
    states = page.locator("dl.states strong").all_inner_texts()
    assert states == ["0", "3", "0", "2", "0", "0", "1"]
    record(empty_site, enquiries=14, kinds=(Kind.SEEN,))
    page.reload()
    expect(page.locator(".headfigure .big")).to_have_text("Too early to tell")


def test_an_editor_finds_and_sorts(site: Site, window: Windows) -> None:
    page = window().sign_in("/editor")
    expect(page.get_by_role("columnheader", name="Offered")).to_have_attribute(
        "aria-sort", "descending"
    )
    page.get_by_role("columnheader", name="Article").get_by_role("link").click()
    expect(page.get_by_role("columnheader", name="Article")).to_have_attribute(
        "aria-sort", "ascending"
    )
    titles = page.locator("tbody th > a").all_inner_texts()
    assert titles == sorted(titles, key=str.casefold)
    page.get_by_role("searchbox").fill("password")
    page.get_by_role("button", name="Find").click()
    expect(page.get_by_role("link", name="Reset your password")).to_be_visible()
    expect(page.get_by_role("columnheader", name="Article")).to_have_attribute(
        "aria-sort", "ascending"
    )
    page.get_by_role("searchbox").fill("zzzz")
    page.get_by_role("button", name="Find").click()
    expect(page.get_by_role("heading", name="No article matches")).to_be_visible()


def test_an_article_that_was_never_shown_says_so(empty_site: Site, window: Windows) -> None:
    page = window(empty_site.origin).sign_in("/editor")
    row = page.get_by_role("row").filter(has_text="Revenue share and payouts")
    expect(row).to_contain_text("never shown")
    expect(row).to_contain_text("partners")


def test_an_empty_desk_says_what_will_come(empty_site: Site, window: Windows) -> None:
    page = window(empty_site.origin).sign_in()
    expect(page.get_by_role("heading", name="Nobody is waiting")).to_be_visible()
    page.get_by_role("link", name="Solved 0").click()
    expect(page.get_by_role("heading", name="Nothing is solved yet")).to_be_visible()
