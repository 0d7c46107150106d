"""axe finds nothing in any state of the widget, in both themes, left to right and right to left;
the whole flow works by keyboard alone; counts are announced once; nothing overflows."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from answerbot.store.topics import Topics
from answerbot.topics import Kind, Said, Topic
from tests.browser.axe import violations_light_and_dark
from tests.browser.conftest import QUESTION, Site, Visitor, Windows

LONG = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen" * 2


@pytest.fixture(scope="module", autouse=True)
def topics(site: Site) -> Iterator[None]:
    held, now = Topics(site.services.store), site.services.clock()
    incident = {
        "en": Said(title=f"Okapi {LONG}", text="We are on it.", words=("okapi",)),
        "ar": Said(title="الأوكابي مريض", text="نعمل على ذلك."),
    }
    made = [
        Topic(id="top_okapi", kind=Kind.INCIDENT, texts=incident, starts=now, fix=now),
        Topic(
            id="top_quagga",
            kind=Kind.UNANSWERED,
            texts={"en": Said(title="Quaggas?", words=("quagga",))},
            starts=now,
        ),
    ]
    for topic in made:
        held.add(topic, author="ada", now=now)
    yield
    for topic in made:
        held.change(topic.model_copy(update={"open": False}), author="ada", now=now)


class States:
    """Walks through every state of the widget, and looks at each."""

    def __init__(self, visitor: Visitor, locale: str) -> None:
        self.visitor, self.page = visitor, visitor.page
        visitor.go(f"/?locale={locale if locale in ('it', 'fr') else 'en'}")
        set_locale = "l => document.querySelector('help-widget').setAttribute('locale', l)"
        self.page.evaluate(set_locale, locale)
        self.widget: Locator = self.page.locator(f"help-widget[locale={locale}]")
        expect(self.widget.locator(f"[lang={locale}] .list button").first).to_be_visible()

    def ask(self, question: str) -> None:
        self.widget.locator("#field").fill(question)
        with self.page.expect_response("**/v1/suggest"):
            self.widget.locator("#field").press("Enter")

    def walk(self) -> Iterator[str]:
        """The name of each state, once it is on screen."""
        widget = self.widget
        yield "idle"
        self.ask(f"{QUESTION} okapi")
        expect(widget.locator(".banner")).to_be_visible()
        expect(widget.locator(".suggestion").first).to_be_visible()
        yield "suggestions below a banner"
        widget.locator(".banner button").first.click()
        widget.locator(".banner button.secondary").click()
        yield "a wrong address"
        widget.locator(".banner input").fill("ada@okapi.example")
        widget.locator(".banner button.secondary").click()
        expect(widget.locator(".told")).to_be_visible()
        yield "who will be told"
        widget.locator(".suggestion").first.click()
        expect(widget.locator(".verdict")).to_be_visible()
        yield "article"
        widget.locator(".verdict .secondary").click()
        yield "reasons"
        widget.locator(".back").first.click()
        widget.locator(".verdict .primary").click()
        expect(widget.locator(".seal")).to_be_visible()
        widget.locator(".grade").nth(2).click()
        yield "thanks and a rating"
        widget.locator(".done .secondary").click()
        self.ask("quagga qqxz")
        expect(widget.locator(".topic")).to_be_visible()
        yield "no article but a topic"
        widget.locator(".message .primary").click()
        widget.locator(".form .primary").click()
        yield "form with errors"
        for field, text in (("description", "No quagga."), ("email", "ada@okapi.example")):
            widget.locator(f"#{field}").fill(text)
        widget.locator(".form .primary").click()
        expect(widget.locator(".seal")).to_be_visible()
        yield "sent"
        widget.locator(".done .secondary").click()
        self.page.route("**/v1/suggest", lambda route: route.abort())
        widget.locator("#field").fill("what now")
        widget.locator("#field").press("Enter")
        expect(widget.locator(".message .secondary")).to_be_visible()
        yield "error"
        self.page.context.set_offline(True)
        widget.locator("#field").fill("what then")
        widget.locator("#field").press("Enter")
        expect(widget.locator(".message .secondary")).to_be_visible()
        yield "offline"


STATES = 12


@pytest.mark.parametrize("locale", ["en", "ar"])
def test_axe_finds_nothing_in_any_state(window: Windows, locale: str) -> None:
    states = States(window(bypass_csp=True), locale)
    found = {name: violations_light_and_dark(states.page, "help-widget") for name in states.walk()}
    assert len(found) == STATES
    assert {name: what for name, what in found.items() if what} == {}


WIDE = """w => [...w.shadowRoot.querySelectorAll('.screen, .screen *')]
  .filter((n) => n.checkVisibility() && !n.closest('.aside, .table, pre, .body'))
  .filter((n) => n.getBoundingClientRect().right > w.getBoundingClientRect().right + 1
    || n.getBoundingClientRect().left < w.getBoundingClientRect().left - 1)
  .map((n) => n.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("locale", ["en", "de", "ja", "ar"])
def test_nothing_overflows_on_a_narrow_phone(window: Windows, locale: str) -> None:
    """320 px is also what a window of 640 px has at 200 % zoom."""
    states = States(window(viewport={"width": 320, "height": 640}), locale)
    sideways = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    found = {}
    for name in states.walk():
        wide = [*states.widget.evaluate(WIDE), *(["page"] * (states.page.evaluate(sideways) > 0))]
        found[name] = wide
    assert {name: wide for name, wide in found.items() if wide} == {}


def test_right_to_left_everything_is_mirrored(window: Windows) -> None:
    states = States(window(), "ar")
    for name in states.walk():
        if name == "suggestions below a banner":
            break
    root = states.widget.locator(".frame")
    expect(root).to_have_attribute("dir", "rtl")
    expect(root).to_have_attribute("lang", "ar")
    expect(states.widget.get_by_role("heading", name="الأوكابي مريض")).to_be_visible()
    edges = states.widget.evaluate(
        """w => ['.banner', '.field .icon'].map((s) => {
            const box = w.shadowRoot.querySelector(s).getBoundingClientRect();
            const whole = w.getBoundingClientRect();
            return box.right > (whole.left + whole.right) / 2;
        })"""
    )
    assert edges == [True, True]


@pytest.mark.parametrize(
    ("locale", "words"),
    [
        ("de", "Wie können wir helfen?"),
        ("es", "¿Cómo podemos ayudarte?"),
        ("pt", "Como podemos ajudar?"),
        ("nl", "Hoe kunnen we helpen?"),
        ("ja", "どのようなことでお困りですか？"),
        ("zh", "有什么可以帮您？"),
        ("ar", "كيف يمكننا مساعدتك؟"),
    ],
)
def test_the_widget_speaks_the_page_s_language(visitor: Visitor, locale: str, words: str) -> None:
    visitor.go("/")
    visitor.page.evaluate(
        """l => { const w = document.querySelector('help-widget');
            w.removeAttribute('heading'); w.setAttribute('locale', l); }""",
        f"{locale}-XX",
    )
    expect(visitor.page.locator("help-widget").get_by_label(words)).to_be_visible()


FOCUSED = """() => {
  let found = document.activeElement;
  while (found?.shadowRoot?.activeElement) found = found.shadowRoot.activeElement;
  return `${found.tagName} ${(found.id || found.textContent).trim()}`;
}"""


def tab_to(page: Page, wanted: str) -> None:
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUSED) == wanted:
            return
    pytest.fail(f"Tab never reached {wanted!r}, but {page.evaluate(FOCUSED)!r}")


def test_the_keyboard_is_enough_from_incident_to_ticket(site: Site, visitor: Visitor) -> None:
    widget = visitor.widget()
    page, keys = visitor.page, visitor.page.keyboard
    widget.locator("#field").focus()
    keys.type(f"{QUESTION} okapi")
    keys.press("Enter")
    expect(widget.locator(".suggestion").first).to_be_focused()
    keys.press("Escape")
    expect(widget.locator("#field")).to_be_focused()
    tab_to(page, "BUTTON Tell me when it is fixed")
    keys.press("Enter")
    keys.type("key@okapi.example")
    keys.press("Enter")
    expect(widget.locator(".told")).to_be_focused()
    assert Topics(site.services.store).followers("top_okapi")[-1].email == "key@okapi.example"
    tab_to(page, widget.locator(".suggestion").first.evaluate("b => 'BUTTON ' + b.textContent"))
    keys.press("Enter")
    expect(widget.locator(".article h2").first).to_be_focused()
    expect(widget.get_by_text("After the change")).to_be_visible()
    tab_to(page, "BUTTON No")
    keys.press("Enter")
    expect(widget.locator("#why")).to_be_focused()
    tab_to(page, "TEXTAREA words")
    keys.type("still locked out")
    tab_to(page, "BUTTON Send")
    with visitor.told("rejected"):
        keys.press("Enter")
    expect(widget.locator(".list-title")).to_be_focused()
    tab_to(page, "BUTTON Ask a human")
    keys.press("Enter")
    expect(widget.locator("#email")).to_be_focused()
    keys.type("key@okapi.example")
    with page.expect_response("**/v1/tickets"):
        keys.press("Enter")
    expect(widget.locator(".done h2")).to_be_focused()
    ticket = site.services.tickets.of_enquiry(visitor.enquiry())[0]
    assert (ticket.description, ticket.email) == ("still locked out", "key@okapi.example")


HEAR = """() => {
  window.heard = [];
  const root = document.querySelector('help-widget').shadowRoot;
  new MutationObserver(() => {
    const regions = [...root.querySelectorAll('[aria-live]')];
    const said = regions.map((n) => n.textContent).join('').trim();
    if (!said || said === window.heard.at(-1)) return;
    window.heard.push(said);
    document.body.dataset.heard = String(window.heard.length);
  }).observe(root, { childList: true, subtree: true, characterData: true });
}"""


def test_counts_are_announced_once_typing_has_rested(visitor: Visitor) -> None:
    widget = visitor.widget()
    visitor.page.evaluate(HEAR)
    widget.locator("#field").press_sequentially(QUESTION, delay=20)
    expect(widget.locator(".aside").last).to_contain_text("may answer this")
    heard = visitor.page.evaluate("window.heard")
    assert len(heard) == 1, heard
    assert "may answer this" in heard[0]


def test_an_incident_is_announced_before_the_count(visitor: Visitor) -> None:
    widget = visitor.widget()
    visitor.page.evaluate(HEAR)
    widget.locator("#field").fill("reset my password okapi ")
    body = visitor.page.locator("body")
    expect(body).to_have_attribute("data-heard", "1")
    widget.locator("#field").fill("get an invoice okapi ")
    expect(widget.locator(".suggestion", has_text="Invoices")).to_be_visible()
    expect(body).to_have_attribute("data-heard", "2")
    first, second = visitor.page.evaluate("window.heard")
    assert first.startswith("Okapi")
    assert "may answer this" in first
    assert "Okapi" not in second
    assert "may answer this" in second


def test_nothing_moves_for_whoever_wants_no_motion_and_edges_stay_without_colours(
    window: Windows,
) -> None:
    visitor = window(reduced_motion="reduce", forced_colors="active")
    widget = visitor.widget()
    widget.locator("#field").fill("reset my password okapi ")
    expect(widget.locator(".banner")).to_be_visible()
    expect(widget.locator(".suggestion").first).to_be_visible()
    moving = """w => [...w.shadowRoot.querySelectorAll('*')].filter((n) => {
        const s = getComputedStyle(n);
        return s.animationName !== 'none' || s.transitionDuration !== '0s';
    }).length"""
    assert widget.evaluate(moving) == 0
    edge = "w => getComputedStyle(w.shadowRoot.querySelector('.banner')).borderBlockStartWidth"
    assert widget.evaluate(edge) == "1px"
