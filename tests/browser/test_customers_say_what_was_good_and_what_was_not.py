"""A yes may be rated, a no may be explained, and a human is never more than a step away."""

from __future__ import annotations

from playwright.sync_api import Locator, expect

from answerbot.enquiries import Kind
from tests.browser.conftest import ANSWER, ARTICLE_TITLE, QUESTION, Site, Visitor


def open_answer(visitor: Visitor) -> Locator:
    widget = visitor.ask()
    widget.get_by_role("button", name=ARTICLE_TITLE).click()
    expect(widget.get_by_role("button", name="Yes", exact=True)).to_be_visible()
    return widget


def test_a_rating_takes_one_click_each_and_can_be_skipped(site: Site, visitor: Visitor) -> None:
    widget = open_answer(visitor)
    with visitor.told("accepted"):
        widget.get_by_role("button", name="Yes", exact=True).click()
    happy = widget.get_by_role("group", name="How satisfied are you")
    expect(happy.get_by_role("radio")).to_have_count(5)
    with visitor.told("rated"):
        happy.get_by_role("radio", name="4 of 5").check(force=True)
    easy = widget.get_by_role("group", name="How easy was it")
    with visitor.told("rated"):
        easy.get_by_role("radio", name="5 of 5: Very easy").check(force=True)
    rated = [e for e in site.events(visitor.enquiry()) if e.kind is Kind.RATED]
    assert [e.detail for e in rated] == [{"satisfaction": 4}, {"effort": 5}]
    assert rated[0].article == ANSWER
    widget.get_by_role("button", name="Ask something else").click()
    expect(widget.get_by_role("textbox")).to_be_focused()


def test_a_rating_by_keyboard_alone(site: Site, visitor: Visitor) -> None:
    widget = open_answer(visitor)
    widget.get_by_role("button", name="Yes", exact=True).click()
    expect(widget.get_by_role("heading", name="Glad that helped")).to_be_focused()
    visitor.page.keyboard.press("Tab")
    with visitor.told("rated"):
        visitor.page.keyboard.press("Space")
    with visitor.told("rated"):
        visitor.page.keyboard.press("ArrowRight")
    expect(widget.get_by_role("radio", name="2 of 5").first).to_be_focused()
    rated = [e for e in site.events(visitor.enquiry()) if e.kind is Kind.RATED]
    assert rated[-1].detail == {"satisfaction": 2}


def test_a_no_takes_own_words_with_or_without_a_reason(site: Site, visitor: Visitor) -> None:
    widget = open_answer(visitor)
    widget.get_by_role("button", name="No", exact=True).click()
    widget.get_by_label("In your own words").fill("the menu <b>is gone</b> 🙈")
    with visitor.told("rejected"):
        widget.get_by_role("button", name="It is out of date").click()
    last = site.events(visitor.enquiry())[-1]
    assert last.detail == {"reason": "out_of_date", "text": "the menu <b>is gone</b> 🙈"}
    for _ in range(3):
        if widget.locator(".form").count():
            break
        widget.locator(".suggestion").first.click()
        widget.get_by_role("button", name="No", exact=True).click()
        widget.get_by_role("button", name="Skip").click()
    expect(widget.get_by_role("heading", name="Ask a human")).to_be_visible()
    expect(widget.get_by_label("Subject")).to_have_value(QUESTION)
    expect(widget.get_by_label("What happened")).to_have_value("the menu <b>is gone</b> 🙈")


def test_words_alone_are_sent_too(site: Site, visitor: Visitor) -> None:
    widget = open_answer(visitor)
    widget.get_by_role("button", name="No", exact=True).click()
    widget.get_by_label("In your own words").fill("hm")
    with visitor.told("rejected"):
        widget.get_by_role("button", name="Send", exact=True).click()
    assert site.events(visitor.enquiry())[-1].detail == {"text": "hm"}


def test_a_human_is_one_step_away_on_every_screen(visitor: Visitor) -> None:
    widget = visitor.widget()
    human = widget.get_by_role("button", name="Ask a human")
    expect(human).to_be_visible()
    widget = open_answer(visitor)
    expect(human).to_be_visible()
    widget.get_by_role("button", name="No", exact=True).click()
    expect(human).to_be_visible()
    widget.get_by_role("button", name="Back").click()
    widget.get_by_role("button", name="Yes", exact=True).click()
    expect(human).to_be_visible()
    human.click()
    expect(widget.get_by_label("Your e-mail address")).to_be_visible()


def test_the_way_to_a_human_can_be_turned_off(visitor: Visitor) -> None:
    widget = visitor.widget()
    visitor.page.evaluate("document.querySelector('help-widget').setAttribute('human', 'off')")
    expect(widget.get_by_role("button", name="Ask a human")).to_have_count(0)
    widget.get_by_role("textbox").fill("which wine goes with grilled sea bass")
    widget.get_by_role("textbox").press("Enter")
    expect(widget.get_by_text("Try other words.")).to_be_visible()
    expect(widget.get_by_text("human")).to_have_count(0)


def test_offline_says_so_and_what_was_done_is_sent_later(site: Site, visitor: Visitor) -> None:
    widget = open_answer(visitor)
    enquiry = visitor.enquiry()
    visitor.page.context.set_offline(True)
    widget.get_by_role("button", name="Yes", exact=True).click()
    expect(widget.get_by_role("heading", name="Glad that helped")).to_be_visible()
    widget.get_by_role("button", name="Ask something else").click()
    widget.get_by_role("textbox").fill("how do I get an invoice")
    widget.get_by_role("textbox").press("Enter")
    expect(widget.get_by_text("You are offline")).to_be_visible()
    assert Kind.ACCEPTED not in {event.kind for event in site.events(enquiry)}
    with visitor.told("accepted"):
        visitor.page.context.set_offline(False)
    expect(widget.get_by_role("button", name="Invoices and VAT")).to_be_visible()
    accepted = [e for e in site.events(enquiry) if e.kind is Kind.ACCEPTED]
    assert len(accepted) == 1
    visitor.complaints[:] = [c for c in visitor.complaints if "DISCONNECTED" not in c]
