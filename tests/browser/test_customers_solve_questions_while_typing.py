"""A customer types, opens an article in place, says yes and is done; the ledger has it all."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import expect

from answerbot.asking import outcome_of
from answerbot.enquiries import Kind, State
from tests.browser.conftest import (
    ANSWER,
    ARTICLE_TITLE,
    QUESTION,
    Site,
    Visitor,
    Windows,
    database,
)


def test_a_misspelt_question_is_answered_while_it_is_typed(site: Site, visitor: Visitor) -> None:
    widget = visitor.ask()
    titles = widget.locator(".suggestion .title").all_inner_texts()
    assert 1 <= len(titles) <= 3
    assert ARTICLE_TITLE in titles
    expect(widget.locator("mark").first).to_be_visible()


def test_the_whole_way_from_question_to_yes_is_in_the_ledger(site: Site, visitor: Visitor) -> None:
    with visitor.told("seen"):
        widget = visitor.ask()
    widget.get_by_role("button", name=ARTICLE_TITLE).click()
    expect(widget.get_by_role("heading", name=ARTICLE_TITLE)).to_be_visible()
    with visitor.told("accepted"):
        widget.get_by_role("button", name="Yes", exact=True).click()
    expect(widget.get_by_role("heading", name="Glad that helped")).to_be_visible()

    events = site.events(visitor.enquiry())
    kinds = [event.kind for event in events]
    assert kinds[:2] in ([Kind.ASKED, Kind.OFFERED], [Kind.ASKED, Kind.UNOFFERED])
    assert [k for k in kinds if k in (Kind.OPENED, Kind.ACCEPTED)] == [Kind.OPENED, Kind.ACCEPTED]
    assert Kind.SEEN in kinds
    assert events[-1].article == ANSWER
    offered = [event for event in events if event.kind is Kind.OFFERED]
    assert ANSWER in offered[-1].detail["articles"]
    assert QUESTION.startswith(offered[-1].detail["query"])
    with closing(database(site)) as db:
        sql = "SELECT count(*) FROM events WHERE enquiry = ? AND kind = 'accepted'"
        assert db.execute(sql, [visitor.enquiry()]).fetchone() == (1,)


def test_a_yes_can_be_taken_back(site: Site, visitor: Visitor) -> None:
    widget = visitor.ask()
    widget.get_by_role("button", name=ARTICLE_TITLE).click()
    widget.get_by_role("button", name="Yes", exact=True).click()
    with visitor.told("undone"):
        widget.get_by_role("button", name="Undo").click()
    expect(widget.get_by_role("heading", name=ARTICLE_TITLE)).to_be_visible()
    assert site.events(visitor.enquiry())[-1].kind is Kind.UNDONE
    assert outcome_of(site.services, visitor.enquiry()).state is State.SILENT


def test_a_no_is_recorded_with_its_reason(site: Site, visitor: Visitor) -> None:
    widget = visitor.ask()
    widget.get_by_role("button", name=ARTICLE_TITLE).click()
    widget.get_by_role("button", name="No", exact=True).click()
    with visitor.told("rejected"):
        widget.get_by_role("button", name="It is out of date").click()
    last = site.events(visitor.enquiry())[-1]
    assert (last.kind, last.article, last.detail) == (
        Kind.REJECTED, ANSWER, {"reason": "out_of_date"},
    )  # fmt: skip


def test_nothing_that_fits_leads_to_a_human(site: Site, visitor: Visitor) -> None:
    widget = visitor.widget()
    widget.get_by_role("textbox").fill("which wine goes with grilled sea bass")
    widget.get_by_role("textbox").press("Enter")
    expect(widget.get_by_text("No article fits this question")).to_be_visible()
    widget.get_by_role("button", name="Ask a human").click()
    expect(widget.get_by_label("Subject")).to_have_value("which wine goes with grilled sea bass")


def test_the_page_speaks_the_chosen_language(site: Site, visitor: Visitor) -> None:
    widget = visitor.widget("/?locale=it")
    expect(visitor.page.locator("html")).to_have_attribute("lang", "it")
    widget.get_by_role("textbox").fill("come richiedo un rimborso")
    expect(widget.locator(".passage").first).to_be_visible()
    expect(widget.locator(".suggestion").first).to_have_attribute("lang", "it")
    expect(visitor.page.get_by_role("heading", name="Scrivici")).to_be_visible()


def test_other_ways_to_a_human_are_shown_when_nothing_fits(
    home: Callable[[], Path], window: Windows
) -> None:
    ways = {"ANSWERBOT_CONTACT_EMAIL": "help@x.example", "ANSWERBOT_CONTACT_PHONE": "+39 06 1"}
    with Site(home(), **ways, ANSWERBOT_CONTACT_HOURS="9-17") as reachable:
        visitor = window(reachable.origin, bypass_csp=True)
        widget = visitor.widget()
        field = widget.get_by_role("textbox")
        field.press_sequentially("which wine goes with grilled sea bass")
        expect(widget.locator(".ways")).to_be_hidden()
        expect(widget.get_by_text("No article fits")).to_be_hidden()
        field.press("Enter")
        expect(widget.get_by_text("No article fits this question")).to_be_visible()
        mail, call = widget.locator(".ways a").all()
        expect(mail).to_have_attribute("href", "mailto:help@x.example")
        expect(call).to_have_attribute("href", "tel:+39061")
        expect(widget.locator(".ways")).to_contain_text("9-17")
        widget.get_by_role("button", name="Ask a human").click()
        expect(widget.locator(".ways a")).to_have_count(2)
        found = Axe().run(visitor.page, context="help-widget").response["violations"]
        assert [node["html"] for one in found for node in one["nodes"]] == []
        assert visitor.complaints == []
