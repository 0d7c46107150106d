"""Attached to a form of another site: under the field, by mouse and keyboard, never in the way."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page, expect

from answerbot.enquiries import Kind
from tests.browser.conftest import ANSWER, ARTICLE_TITLE, QUESTION, Site, Visitor
from tests.browser.elsewhere import (
    ATTACH,
    FOCUSED,
    FORM,
    Elsewhere,
    guest,
    hints,
    shifted,
    shop,
    type_into,
)

__all__ = ["guest", "shop"]


@pytest.fixture
def form(shop: Elsewhere, guest: Visitor) -> Page:
    return guest.go(shop.page(FORM, attributes=ATTACH))


def field_of_form(page: Page, selector: str) -> dict[str, str]:
    found: dict[str, str] = page.locator(selector).evaluate(
        "field => Object.fromEntries([...field.attributes].map(({name, value}) => [name, value]))"
    )
    return found


def test_articles_appear_under_the_field_and_open_in_place(form: Page) -> None:
    type_into(form, "#subject", QUESTION)
    field = form.locator("#subject").bounding_box()
    panel = form.locator("help-widget[popover]").bounding_box()
    assert field is not None
    assert panel is not None
    assert 0 <= panel["y"] - (field["y"] + field["height"]) < 20
    hints(form).filter(has_text=ARTICLE_TITLE).click()
    expect(form.get_by_role("heading", name=ARTICLE_TITLE)).to_be_visible()
    form.get_by_role("button", name="Back").click()
    expect(hints(form).first).to_be_visible()


def test_subject_and_description_both_count(form: Page) -> None:
    form.locator("#subject").fill("Password")
    with form.expect_request(
        lambda r: r.url.endswith("/v1/suggest") and "cannot" in (r.post_data or "")
    ) as asked:
        form.locator("#description").fill("cannot log in after changing it")
    body: dict[str, str] = asked.value.post_data_json or {}
    assert (body["subject"], body["description"]) == ("Password", "cannot log in after changing it")
    assert "query" not in body


def test_what_was_shown_and_opened_is_sent_along(site: Site, shop: Elsewhere, form: Page) -> None:
    type_into(form, "#subject", QUESTION)
    hints(form).filter(has_text=ARTICLE_TITLE).click()
    expect(form.get_by_role("heading", name=ARTICLE_TITLE)).to_be_visible()
    form.keyboard.press("Escape")
    form.keyboard.press("Escape")
    form.get_by_role("button", name="Send it").click()
    expect(form.get_by_role("heading", name="Thank you")).to_be_visible()
    sent = shop.sent[-1]
    told = json.loads(sent["answerbot"][0])
    assert sent["subject"] == [QUESTION]
    assert told["enquiry"] == sent["answerbot_enquiry"][0]
    assert told["session"] == sent["answerbot_session"][0]
    assert ANSWER in told["shown"]
    assert told["opened"] == [ANSWER]
    assert Kind.OPENED in [event.kind for event in site.events(told["enquiry"])]


def test_the_form_is_sent_as_it_was_where_nothing_was_typed(shop: Elsewhere, form: Page) -> None:
    form.locator("#subject").focus()
    form.get_by_role("button", name="Send it").click()
    expect(form.get_by_role("heading", name="Thank you")).to_be_visible()
    assert set(shop.sent[-1]) <= {"subject", "description"}


def test_the_form_is_left_as_it_is(form: Page) -> None:
    before = form.locator("form").evaluate("form => form.outerHTML")
    attributes = field_of_form(form, "#subject")

    def use() -> None:
        type_into(form, "#subject", QUESTION)

    assert shifted(form, use) == 0
    now = field_of_form(form, "#subject")
    assert set(now) - set(attributes) == {"aria-controls"}
    form.keyboard.press("Escape")
    expect(hints(form).first).to_be_hidden()
    assert form.locator("form").evaluate("form => form.outerHTML") == before


def test_the_keyboard_goes_to_the_list_and_back(form: Page) -> None:
    type_into(form, "#subject", QUESTION)
    form.keyboard.press("ArrowDown")
    expect(hints(form).first).to_be_focused()
    form.keyboard.press("Escape")
    assert form.evaluate(FOCUSED) == "subject"
    form.keyboard.press("ArrowDown")
    form.keyboard.press("Enter")
    expect(form.get_by_role("button", name="Yes", exact=True)).to_be_visible()
    form.keyboard.press("Escape")
    expect(hints(form).first).to_be_focused()
    form.keyboard.press("Tab")
    assert form.evaluate(FOCUSED) == "description"


def test_arrows_stay_in_a_text_of_several_lines(form: Page) -> None:
    text = form.locator("#description")
    text.fill(QUESTION + "\nsecond line")
    expect(hints(form).first).to_be_visible()
    text.evaluate("field => field.setSelectionRange(3, 3)")
    form.keyboard.press("ArrowDown")
    assert form.evaluate(FOCUSED) == "description"
    text.evaluate("field => field.setSelectionRange(field.value.length, field.value.length)")
    form.keyboard.press("ArrowDown")
    expect(hints(form).first).to_be_focused()


def test_a_yes_offers_not_to_send_and_does_not_prevent_it(shop: Elsewhere, form: Page) -> None:
    type_into(form, "#subject", QUESTION)
    hints(form).filter(has_text=ARTICLE_TITLE).click()
    form.get_by_role("button", name="Yes", exact=True).click()
    expect(form.get_by_text("You need not send this form")).to_be_visible()
    form.get_by_role("button", name="Close").click()
    assert form.locator("#subject").input_value() == QUESTION
    form.get_by_role("button", name="Send it").click()
    expect(form.get_by_role("heading", name="Thank you")).to_be_visible()
    assert json.loads(shop.sent[-1]["answerbot"][0])["accepted"] == [ANSWER]


def test_an_answered_customer_can_empty_the_form(form: Page) -> None:
    type_into(form, "#subject", QUESTION)
    hints(form).filter(has_text=ARTICLE_TITLE).click()
    form.get_by_role("button", name="Yes", exact=True).click()
    form.get_by_role("button", name="Do not send").click()
    assert form.locator("#subject").input_value() == ""
    expect(form.locator("help-widget[popover]")).to_be_hidden()


def test_a_human_is_the_form_itself(form: Page) -> None:
    type_into(form, "#subject", QUESTION)
    hints(form).filter(has_text=ARTICLE_TITLE).click()
    form.get_by_role("button", name="Ask a human").click()
    expect(form.locator("help-widget[popover]")).to_be_hidden()
    assert form.evaluate(FOCUSED) == "subject"


def test_two_forms_ask_for_themselves(shop: Elsewhere, guest: Visitor) -> None:
    two = "".join(
        f'<form method="post"><label>Text {n} <input class="ask" id="f{n}" name="s"></label></form>'
        for n in (1, 2)
    )
    page = guest.go(shop.page(two, attributes='data-attach=".ask"'))
    type_into(page, "#f1", QUESTION)
    page.locator("#f2").press_sequentially("how do I get an invoice")
    expect(hints(page).filter(has_text="Invoices")).to_be_visible()
    assert page.evaluate("AnswerBot('info').then(({ attached }) => attached)") == 2
    ids = page.evaluate("[...document.querySelectorAll('help-widget')].map((w) => w.enquiry)")
    assert len(set(ids)) == 2


def test_a_form_that_comes_later_or_is_replaced_is_found(shop: Elsewhere, guest: Visitor) -> None:
    page = guest.go(shop.page('<div id="app">Loading</div>', attributes=ATTACH))
    draw = f"html => {{ document.querySelector('#app').innerHTML = {json.dumps(FORM)} }}"
    page.evaluate(draw)
    type_into(page, "#subject", QUESTION)
    page.evaluate(draw)
    expect(page.locator("help-widget")).to_have_count(0)
    type_into(page, "#description", "how do I get an invoice")
    page.evaluate("document.querySelector('#app').replaceChildren()")
    expect(page.locator("help-widget")).to_have_count(0)


def test_a_field_replaced_in_its_form_goes_on(shop: Elsewhere, guest: Visitor) -> None:
    page = guest.go(shop.page(FORM, attributes=ATTACH))
    type_into(page, "#subject", QUESTION)
    before = page.evaluate("document.querySelector('help-widget').enquiry")
    page.evaluate(
        "() => { const old = document.querySelector('#subject');"
        " const field = old.cloneNode(); field.value = ''; old.replaceWith(field) }"
    )
    type_into(page, "#subject", "how do I get an invoice")
    assert page.evaluate("document.querySelector('help-widget').enquiry") == before


def test_destroy_leaves_nothing_and_init_begins_anew(shop: Elsewhere, guest: Visitor) -> None:
    page = guest.go(shop.page(FORM, attributes=ATTACH))
    before = page.locator("body").evaluate("body => body.innerHTML")
    type_into(page, "#subject", QUESTION)
    page.evaluate("AnswerBot('destroy')")
    assert page.locator("body").evaluate("body => body.innerHTML") == before
    page.locator("#subject").fill("")
    page.evaluate("AnswerBot('init')")
    type_into(page, "#subject", QUESTION)


def test_a_form_in_a_dialog_of_the_page_can_be_helped(shop: Elsewhere, guest: Visitor) -> None:
    page = guest.go(shop.page(f"<dialog>{FORM}</dialog>", attributes=ATTACH))
    page.evaluate("document.querySelector('dialog').showModal()")
    type_into(page, "#subject", QUESTION)
    hints(page).first.click()
    expect(page.get_by_role("button", name="Yes", exact=True)).to_be_visible()


def test_it_can_be_asked_for_by_command(shop: Elsewhere, guest: Visitor) -> None:
    page = guest.go(shop.page(FORM, attributes='data-auto="false"'))
    page.evaluate("AnswerBot('init', { attach: '#description' })")
    type_into(page, "#description", QUESTION)
