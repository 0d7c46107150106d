"""AnswerBot(...): before and after the script has loaded, in order, with promises and events."""

from __future__ import annotations

import time
from typing import Any

import jwt
import pytest
from playwright.sync_api import Page, expect

from answerbot.security.keys import create_identity
from tests.browser.conftest import ANSWER, ARTICLE_TITLE, QUESTION, Visitor, Windows
from tests.browser.elsewhere import Elsewhere, guest, shop

__all__ = ["guest", "shop"]

STUB = """<script>
window.AnswerBot ||= (...a) => {
  const call = { a };
  const end = () => (call.x ? call.x() : (call.a = []));
  const result = a[0] === 'on' ? end : new Promise((y, n) => Object.assign(call, { y, n }));
  (AnswerBot.q ||= []).push(call);
  return result;
};
%s
</script>"""
FLOATING = 'data-mode="floating"'
SCRIPTS = ("embed.js", "zendesk.js", "beacon.js")
TOLD = """window.told = [];
for (const name of ['ready', 'open', 'close', 'query', 'suggestions-shown', 'article-opened',
 'accepted', 'rejected', 'escalated'])
 AnswerBot('on', name, (detail) => told.push([name, detail.enquiry, detail.article]));"""


@pytest.fixture
def page(shop: Elsewhere, guest: Visitor) -> Page:
    page = guest.go(shop.page("<h1>Shop</h1>", attributes=FLOATING))
    expect(page.locator(".launcher")).to_be_visible()
    return page


def test_calls_made_before_the_script_are_replayed_in_order(
    shop: Elsewhere, guest: Visitor
) -> None:
    early = STUB % (
        TOLD + "const never = AnswerBot('on', 'open', () => told.push(['never'])); never();"
        f"AnswerBot('open'); window.found = AnswerBot('search', '{QUESTION}');"
    )
    page = guest.go(shop.page("<h1>Shop</h1>", tag=early + shop.tag(FLOATING)))
    expect(page.get_by_role("dialog").get_by_role("textbox")).to_have_value(QUESTION)
    found = page.evaluate("found.then((all) => all.map(({ article }) => article))")
    assert ANSWER in found
    told = page.evaluate("told.map(([name]) => name)")
    assert told[:2] == ["ready", "open"]
    assert "never" not in told


def test_a_wrong_call_before_the_script_stops_no_other(shop: Elsewhere, window: Windows) -> None:
    early = STUB % (
        "AnswerBot('on', 'opened', () => {}); AnswerBot('on', 'open');"
        "AnswerBot('on', 'open', () => { window.opened = true }); AnswerBot('open');"
    )
    guest = window(shop.origin)
    page = guest.go(shop.page("<h1>Shop</h1>", tag=early + shop.tag(FLOATING)))
    expect(page.get_by_role("dialog")).to_be_visible()
    assert page.evaluate("opened")
    assert any('there is no event "opened"' in said for said in guest.complaints)
    assert any('on "open" needs a function' in said for said in guest.complaints)


def test_every_step_is_told_with_its_enquiry(page: Page) -> None:
    page.evaluate(TOLD)
    page.evaluate("AnswerBot('open')")
    page.get_by_role("textbox").fill(QUESTION)
    page.get_by_role("button", name=ARTICLE_TITLE).click()
    page.get_by_role("button", name="Yes", exact=True).click()
    expect(page.get_by_role("heading", name="Glad that helped")).to_be_visible()
    told = page.evaluate("told")
    names = [name for name, *_ in told]
    assert list(dict.fromkeys(names)) == [
        "open", "query", "suggestions-shown", "article-opened", "accepted",
    ]  # fmt: skip
    enquiry = page.evaluate("AnswerBot('info').then(({ enquiry }) => enquiry)")
    assert {told_of for name, told_of, _ in told if name in ("article-opened", "accepted")} == {
        enquiry
    }
    assert [article for name, _, article in told if name == "accepted"] == [ANSWER]


def test_a_subscription_ends(page: Page) -> None:
    told = page.evaluate(
        "async () => { let told = 0; const end = AnswerBot('on', 'open', () => told++);"
        " await AnswerBot('open'); await AnswerBot('close'); end(); await AnswerBot('open');"
        " return told }"
    )
    assert told == 1


def refusal(page: Page, call: str) -> str:
    found: str = page.evaluate(f"{call}.then(() => '', (error) => error.message)")
    return found


def test_what_is_unknown_is_refused_with_what_is_known(page: Page) -> None:
    assert 'there is no command "opne"; there are article, banner, close' in refusal(
        page, "AnswerBot('opne')"
    )
    assert "it has form, page, product, tags" in refusal(page, "AnswerBot('setContext', { x: 1 })")
    assert "none of light, dark, auto" in refusal(page, "AnswerBot('setTheme', 'pink')")
    assert "header.payload.signature" in refusal(page, "AnswerBot('identify', 'me')")
    told = page.evaluate(
        "() => { try { AnswerBot('on', 'x', () => {}) } catch (e) { return `${e}` } }"
    )
    assert 'there is no event "x"; there are ready, open' in told


def test_a_command_without_a_widget_says_how_to_make_one(shop: Elsewhere, guest: Visitor) -> None:
    page = guest.go(shop.page("<h1>Shop</h1>"))
    assert "AnswerBot('init', { mode: 'floating' }) makes one" in refusal(page, "AnswerBot('open')")
    page.evaluate("AnswerBot('init', { mode: 'floating' })")
    page.evaluate("AnswerBot('open')")
    expect(page.get_by_role("dialog")).to_be_visible()


def test_articles_are_opened_and_suggested_by_id(page: Page) -> None:
    page.evaluate(f"AnswerBot('article', '{ANSWER}')")
    expect(page.get_by_role("heading", name=ARTICLE_TITLE)).to_be_visible()
    assert "is not" in refusal(page, "AnswerBot('article', 'nothing-here')").lower() or refusal(
        page, "AnswerBot('article', 'nothing-here')"
    ).startswith("AnswerBot: article nothing-here")
    page.evaluate("AnswerBot('reset')")
    links = page.evaluate(f"AnswerBot('suggest', ['nothing-here', '{ANSWER}'])")
    assert links == [{"article": ANSWER, "title": ARTICLE_TITLE}]
    expect(page.locator(".suggestion")).to_have_count(1)
    page.evaluate("AnswerBot('suggest')")
    expect(page.locator(".suggestion")).not_to_have_count(1)


def test_what_is_known_is_filled_in(page: Page) -> None:
    known = "{ subject: 'Locked out', email: 'ada@example.com', form: 'account' }"
    page.evaluate(f"AnswerBot('open').then(() => AnswerBot('prefill', {known}))")
    page.get_by_role("button", name="Ask a human").click()
    expect(page.get_by_label("Subject")).to_have_value("Locked out")
    expect(page.get_by_label("Your e-mail address")).to_have_value("ada@example.com")


def test_the_context_goes_along_with_each_question(page: Page) -> None:
    page.evaluate("AnswerBot('setContext', { form: 'account', page: 'https://shop.example/cart' })")
    with page.expect_request(lambda r: r.url.endswith("/v1/suggest")) as asked:
        page.evaluate(f"AnswerBot('search', '{QUESTION}')")
    body: dict[str, Any] = asked.value.post_data_json or {}
    assert (body["form"], body["page"]) == ("account", "https://shop.example/cart")


def test_a_closed_panel_asks_nothing(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.evaluate(f"AnswerBot('prefill', {{ query: '{QUESTION}' }})")
    page.evaluate("() => new Promise((done) => setTimeout(done, 200))")
    assert [url for url in asked if "/v1/" in url] == []
    page.evaluate("AnswerBot('open')")
    expect(page.get_by_role("dialog").get_by_role("textbox")).to_have_value(QUESTION)
    expect(page.locator(".suggestion").filter(has_text=ARTICLE_TITLE)).to_be_visible()


def test_closing_takes_nobody_away_from_the_page(shop: Elsewhere, guest: Visitor) -> None:
    page = guest.go(shop.page('<input id="own" aria-label="Own">', attributes=FLOATING))
    page.locator(".launcher").click()
    expect(page.get_by_role("dialog").get_by_role("textbox")).to_be_focused()
    page.locator("#own").focus()
    page.evaluate("AnswerBot('close')")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.keyboard.type("on")
    expect(page.locator("#own")).to_have_value("on")
    page.locator(".launcher").click()
    page.keyboard.press("Escape")
    expect(page.locator(".launcher")).to_be_focused()


def test_a_page_whose_body_is_replaced_keeps_its_button(page: Page) -> None:
    page.evaluate(f"AnswerBot('search', '{QUESTION}')")
    enquiry = page.evaluate("AnswerBot('info').then(({ enquiry }) => enquiry)")
    body = "document.createElement('body')"
    for swap in (f"document.body = {body}", "document.body.replaceChildren()"):
        page.evaluate(f"{swap}; 0")
        expect(page.locator("help-widget")).to_have_count(1)
        page.evaluate("AnswerBot('close').then(() => AnswerBot('open'))")
        expect(page.get_by_role("dialog").get_by_role("textbox")).to_have_value(QUESTION)
    assert page.evaluate("AnswerBot('info').then(({ enquiry }) => enquiry)") == enquiry
    page.evaluate(f"AnswerBot('destroy').then(() => {{ document.body = {body} }})")
    expect(page.locator("help-widget")).to_have_count(0)


@pytest.mark.parametrize("lang", ["en_GB", "EN", "x-default"])
def test_whatever_the_page_calls_its_language_it_is_helped(
    shop: Elsewhere, guest: Visitor, lang: str
) -> None:
    page = guest.go(shop.page(f'<div lang="{lang}"><help-widget></help-widget></div>'))
    page.get_by_role("textbox").fill(QUESTION)
    expect(page.locator(".suggestion").filter(has_text=ARTICLE_TITLE)).to_be_visible()


def test_articles_of_another_language_are_announced_in_the_reader_s(
    shop: Elsewhere, guest: Visitor
) -> None:
    said = "In Ihrer Sprache gibt es keinen Artikel"
    body = '<help-widget locale="de"></help-widget><form><textarea id="own"></textarea></form>'
    page = guest.go(shop.page(body, attributes='data-attach="#own" data-locale="de"'))
    page.locator("help-widget").get_by_role("textbox").fill("password")
    expect(page.locator("help-widget .ask .notice")).to_contain_text(said)
    page.locator("#own").fill("password")
    expect(page.locator("help-widget .hints .notice")).to_contain_text(said)


def test_language_and_theme_change_while_it_stands(page: Page) -> None:
    page.evaluate("AnswerBot('setLocale', 'it')")
    expect(page.get_by_role("button", name="Assistenza")).to_be_visible()
    scheme = "document.querySelector('help-widget').shadowRoot.firstChild"
    page.evaluate("AnswerBot('setTheme', 'dark')")
    assert page.evaluate(f"getComputedStyle({scheme}).colorScheme") == "dark"
    page.evaluate("AnswerBot('setTheme', 'auto')")
    assert page.evaluate(f"getComputedStyle({scheme}).colorScheme") == "light dark"


def test_a_logout_begins_a_new_session(page: Page) -> None:
    info = "AnswerBot('info').then(({ session, isIdentified }) => [session, isIdentified])"
    page.evaluate("AnswerBot('identify', () => null)")
    session, is_identified = page.evaluate(info)
    assert is_identified
    page.evaluate("AnswerBot('logout')")
    now, is_identified = page.evaluate(info)
    assert now != session
    assert not is_identified


def test_who_is_signed_in_sees_what_is_for_them_and_is_told_when_that_ends(
    page: Page, shop: Elsewhere
) -> None:
    services = shop.site.services
    key, secret = create_identity(services.identity_keys, label="", now=services.clock())

    def token(age: int = 0) -> str:
        made = int(time.time()) - age
        claims = {"sub": "ada", "aud": services.settings["name"], "audiences": ["partners"]}
        return jwt.encode(
            {**claims, "iat": made, "exp": made + 600}, secret, "HS256", headers={"kid": key}
        )

    seen = "AnswerBot('article', 'register-a-deal').then(() => true, () => false)"
    assert page.evaluate(seen) is False
    page.evaluate(
        "([old, fresh]) => { window.tokens = [old, fresh]; window.told = [];"
        " AnswerBot('on', 'identity-expired', ({ code }) => told.push(code));"
        " return AnswerBot('identify', () => tokens.shift() ?? null) }",
        [token(age=900), token()],
    )
    assert page.evaluate(seen) is True
    assert page.evaluate("told") == []
    page.evaluate("old => AnswerBot('identify', old)", token(age=900))
    assert "identity_expired" in page.evaluate("told")
    page.evaluate("AnswerBot('logout')")
    assert page.evaluate(seen) is False


def test_destroy_and_init_again(page: Page) -> None:
    page.evaluate("AnswerBot('destroy')")
    expect(page.locator("help-widget")).to_have_count(0)
    page.evaluate("AnswerBot('init', { heading: 'What now?' })")
    page.evaluate("AnswerBot('open')")
    expect(page.get_by_role("dialog").get_by_label("What now?")).to_be_focused()
    assert page.evaluate("AnswerBot('config').then(({ heading }) => heading)") == "What now?"


def test_two_widgets_on_one_page_mind_their_own_business(shop: Elsewhere, guest: Visitor) -> None:
    body = '<help-widget id="a"></help-widget><help-widget id="b" heading="Second"></help-widget>'
    page = guest.go(shop.page(body))
    first, second = page.locator("#a"), page.locator("#b")
    first.get_by_role("textbox").fill(QUESTION)
    expect(first.locator(".passage").first).to_be_visible()
    expect(second.get_by_label("Second")).to_have_value("")
    page.evaluate("document.querySelector('#b').search('how do I get an invoice')")
    expect(second.locator(".passage").first).to_be_visible()
    ids = page.evaluate("[...document.querySelectorAll('help-widget')].map((w) => w.enquiry)")
    assert len(set(ids)) == 2


def test_an_old_page_goes_on_calling_ze(shop: Elsewhere, guest: Visitor) -> None:
    tags = shop.tag(FLOATING) + shop.tag(name="zendesk.js")
    page = guest.go(shop.page("<h1>Shop</h1>", tag=tags))
    page.evaluate(
        "window.told = []; zE('webWidget:on', 'userEvent', ({ action }) => told.push(action));"
        "zE('webWidget', 'setLocale', 'fr'); zE('webWidget', 'open')"
    )
    expect(page.get_by_role("dialog")).to_be_visible()
    assert page.evaluate("zE('webWidget:get', 'display')") == "helpCenter"
    page.evaluate("zE('webWidget', 'close')")
    expect(page.get_by_role("dialog")).to_be_hidden()
    assert page.evaluate("told") == ["Web Widget Opened", "Web Widget Minimised"]
    page.evaluate("zE('webWidget', 'hide')")
    expect(page.locator(".launcher")).to_be_hidden()
    assert page.evaluate("zE('webWidget:get', 'display')") == "hidden"
    page.evaluate("zE('webWidget', 'show')")
    expect(page.locator(".launcher")).to_be_visible()
    with page.expect_console_message(lambda m: "updateSettings" in m.text):
        page.evaluate("zE('webWidget', 'updateSettings', {})")


def test_inline_calls_of_an_old_page_are_taken_up(shop: Elsewhere, guest: Visitor) -> None:
    stubs = (
        "<script>window.zE ||= (...a) => void (zE._ ||= []).push(a);"
        "window.Beacon ||= Object.assign((method, options, data) =>"
        " void Beacon.readyQueue.push({ method, options, data }), { readyQueue: [] });"
        "zE('webWidget', 'identify'); zE('webWidget', 'hide');"
        "Beacon('on', 'open', () => { window.opened = true }); Beacon('open');</script>"
    )
    tags = stubs + "".join(shop.tag(FLOATING, name) for name in SCRIPTS)
    page = guest.go(shop.page("<h1>Shop</h1>", tag=tags))
    page.wait_for_function("window.opened")
    expect(page.locator("help-widget[hidden]")).to_have_count(1)
    assert page.evaluate("zE('webWidget:get', 'display')") == "hidden"


def test_an_old_page_s_calls_without_arguments_do_no_harm(shop: Elsewhere, guest: Visitor) -> None:
    tags = "".join(shop.tag(FLOATING, name) for name in SCRIPTS)
    page = guest.go(shop.page("<h1>Shop</h1>", tag=tags))
    for name in ("identify", "prefill", "updatePath", "helpCenter:setSuggestions"):
        page.evaluate(f"zE('webWidget', '{name}'); zE('webWidget', '{name}', null)")
    page.evaluate("zE.identify()")
    for name in ("identify", "prefill", "suggest"):
        page.evaluate(f"Beacon('{name}'); Beacon('{name}', null)")
    page.evaluate("AnswerBot('open')")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.get_by_role("button", name="Ask a human").click()
    expect(page.get_by_label("Your e-mail address")).to_have_value("")


def test_an_old_page_goes_on_calling_beacon(shop: Elsewhere, guest: Visitor) -> None:
    tags = shop.tag(FLOATING) + shop.tag(name="beacon.js")
    page = guest.go(shop.page("<h1>Shop</h1>", tag=tags))
    page.evaluate(
        "window.told = []; Beacon('once', 'article-viewed', ({ id }) => told.push(id));"
        f"Beacon('article', '{ANSWER}')"
    )
    expect(page.get_by_role("heading", name=ARTICLE_TITLE)).to_be_visible()
    page.evaluate("Beacon('close')")
    page.evaluate(f"Beacon('article', '{ANSWER}')")
    assert page.evaluate("told") == [ANSWER]
    with page.expect_console_message(lambda m: "navigate" in m.text):
        page.evaluate("Beacon('navigate', '/ask/')")
