"""Beside a form of the page: what is read of it, what goes along, and what is left alone."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page, expect

from tests.browser.conftest import ANSWER, ARTICLE_TITLE, QUESTION, Visitor, Windows
from tests.browser.elsewhere import ATTACH, FORM, Elsewhere, guest, hints, shop, type_into

__all__ = ["guest", "shop"]

PRIVATE = """<form id="f" method="post" action="/sent">
<input type="hidden" name="csrf" value="CSRF-TOKEN"><input id="subject" value="My draft">
<input type="password" id="secret" value="hunter2"><input type="email" value="ada@example.com">
<input autocomplete="billing cc-number" value="4111111111111111"><textarea id="text"></textarea>
<button>Send</button></form>"""

CLOBBERED = FORM.replace(' method="post" action="/sent"', ' id="f"').replace(
    "</form>",
    '<input type="reset" name="reset" value="Clear"><input name="append"><input name="after">'
    '<input name="addEventListener"></form>',
)
SENDS = """() => { window.got = []; const form = document.querySelector('form');
  addEventListener('submit', (event) => { event.preventDefault();
    got.push(JSON.parse(Object.fromEntries(new FormData(form)).answerbot));
    for (const field of form.querySelectorAll('#subject, #description')) field.value = ''; }); }"""


def test_only_words_are_read_and_only_once_typed(shop: Elsewhere, guest: Visitor) -> None:
    page = guest.go(shop.page(PRIVATE, attributes='data-attach="#f input,#f textarea"'))
    asked: list[str] = []
    page.on("request", lambda r: asked.append(r.post_data or "") if "/v1/" in r.url else None)
    page.locator("#subject").focus()
    assert page.evaluate("AnswerBot('info').then(({ attached }) => attached)") == 1
    expect(page.locator("help-widget")).to_have_count(0)
    page.evaluate("document.querySelector('#secret').type = 'text'")
    page.locator("#secret").fill("hunter2!")
    with page.expect_request("**/v1/suggest") as last:
        page.locator("#text").fill("It says no. 🙃 " * 1_300 + QUESTION)
    body: dict[str, str] = last.value.post_data_json or {}
    assert body["subject"] == "My draft"
    assert body["description"].endswith(QUESTION)
    assert len(body["description"]) <= 2_000
    assert json.loads(asked[0])["description"]
    secrets = ("CSRF-TOKEN", "hunter2", "ada@example.com", "4111111111111111")
    assert [text for text in asked for secret in secrets if secret in text] == []


def test_a_form_sent_by_script_begins_anew(shop: Elsewhere, guest: Visitor) -> None:
    page = guest.go(shop.page(CLOBBERED, attributes=ATTACH))
    page.evaluate(SENDS)
    type_into(page, "#subject", QUESTION)
    hints(page).filter(has_text=ARTICLE_TITLE).click()
    expect(page.get_by_role("heading", name=ARTICLE_TITLE)).to_be_visible()
    page.get_by_role("button", name="Send it").click()
    type_into(page, "#subject", "how do I get an invoice")
    page.get_by_role("button", name="Send it").click()
    first, second = page.evaluate("got")
    assert first["opened"] == [ANSWER]
    assert second["opened"] == []
    assert first["enquiry"] != second["enquiry"]
    assert first["session"] == second["session"]


def along(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate(
        "Object.fromEntries(new FormData(document.querySelector('form')))"
    )
    return {name: value for name, value in found.items() if name.startswith("answerbot")}


def test_nothing_of_one_person_goes_along_with_the_next(shop: Elsewhere, guest: Visitor) -> None:
    page = guest.go(shop.page(CLOBBERED, attributes=ATTACH))
    type_into(page, "#subject", QUESTION)
    before = along(page)
    page.evaluate("AnswerBot('logout')")
    assert along(page) == {}
    type_into(page, "#subject", "cannot log in after I changed my password")
    after = along(page)
    assert before["answerbot_session"] != after["answerbot_session"]
    hints(page).first.click()
    page.get_by_role("button", name="Yes", exact=True).click()
    page.get_by_role("button", name="Do not send").click()
    expect(page.locator("#subject")).to_have_value("")
    assert along(page) == {}


def test_an_address_holds_no_session(shop: Elsewhere, guest: Visitor) -> None:
    by_get = FORM.replace('method="post" action="/sent"', 'action="/0"')
    page = guest.go(shop.page(by_get, attributes=ATTACH))
    type_into(page, "#subject", QUESTION)
    session = along(page)["answerbot_session"]
    page.get_by_role("button", name="Send it").click()
    page.wait_for_url("**/0?*")
    sent = parse_qs(urlsplit(page.url).query)
    assert ANSWER in json.loads(sent["answerbot"][0])["shown"]
    assert session not in page.url


def test_a_page_that_takes_the_suggestions_away_gets_new_ones(
    shop: Elsewhere, guest: Visitor
) -> None:
    controls = FORM.replace('id="subject"', 'id="subject" aria-controls="counter"')
    page = guest.go(shop.page(controls, attributes=ATTACH))
    field = page.locator("#subject")
    type_into(page, "#subject", QUESTION)
    page.evaluate("document.querySelector('help-widget').remove()")
    type_into(page, "#subject", "how do I get an invoice")
    ours = page.locator("help-widget").get_attribute("id")
    expect(field).to_have_attribute("aria-controls", f"counter {ours}")
    page.keyboard.press("Escape")
    expect(field).to_have_attribute("aria-controls", "counter")


def test_a_field_without_a_form_in_a_dialog_can_be_helped(shop: Elsewhere, guest: Visitor) -> None:
    body = (
        '<textarea class="a"></textarea><dialog><textarea class="a" id="text"></textarea></dialog>'
    )
    page = guest.go(shop.page(body, attributes='data-attach=".a"'))
    page.evaluate("document.querySelector('dialog').showModal()")
    type_into(page, "#text", QUESTION)
    hints(page).first.click()
    expect(page.get_by_role("button", name="Yes", exact=True)).to_be_visible()


def test_an_article_does_not_cover_what_has_the_focus(shop: Elsewhere, guest: Visitor) -> None:
    page = guest.go(shop.page(FORM, attributes=ATTACH))
    for elsewhere in (page.locator("#description"), page.get_by_role("button", name="Send it")):
        type_into(page, "#subject", QUESTION)
        hints(page).filter(has_text=ARTICLE_TITLE).click()
        expect(page.get_by_role("button", name="Yes", exact=True)).to_be_visible()
        elsewhere.focus()
        expect(page.get_by_role("heading", name=ARTICLE_TITLE)).to_be_hidden()
        expect(elsewhere).to_be_focused()
        page.locator("#subject").fill("")


def test_a_wrong_selector_is_named_once(shop: Elsewhere, window: Windows) -> None:
    visitor = window(shop.origin)
    page = visitor.go(shop.page(FORM, attributes='data-attach="#missing["'))
    page.locator("#subject").focus()
    page.locator("#description").focus()
    refused = page.evaluate("AnswerBot('init', { attach: '.a[' }).catch(({ message }) => message)")
    assert 'attach ".a[" is not a CSS selector' in refused
    said = [text for text in visitor.complaints if "favicon" not in text]
    assert len(said) == 1
    assert 'data-attach="#missing[" is not a CSS selector' in said[0]
