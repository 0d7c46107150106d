"""axe finds nothing, light or dark; the keyboard is enough; no page scrolls sideways."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from answerbot.asking import happened
from answerbot.enquiries import Event, Kind
from answerbot.store.curation import Wordings
from answerbot.store.tickets import Message, NewTicket
from answerbot.store.topics import Follower, Topics
from answerbot.ticketing import submit
from answerbot.topics import Kind as TopicKind
from answerbot.topics import Said, Topic
from corpora.curation import Phrasing
from tests.answerbot.mail.clients import file, message, multi, part, plain
from tests.browser.axe import violations_light_and_dark
from tests.browser.conftest import ANSWER, ARTICLE_TITLE, QUESTION, Site, Visitor, Windows


@pytest.fixture(scope="module")
def tickets(site: Site) -> dict[str, str]:
    """Pages of a waiting ticket and of one that an article solved."""
    made = []
    for name in ("tkt_waiting", "tkt_solved"):
        new = NewTicket(
            name, QUESTION, "Please see https://x.example", "", "a@b.example", "", "en", "form"
        )
        made.append(submit(site.services, new, session="", enquiry=""))
    Wordings(site.services.store).add(
        Phrasing(text=QUESTION, article=ANSWER, source="agent"),
        author="ada",
        now=site.services.clock(),
    )
    said = Said(title="Uploads fail in Asia", text="We are on it.", words=("axe",))
    topics, now = Topics(site.services.store), site.services.clock()
    incident = Topic(id="top_axe", kind=TopicKind.INCIDENT, texts={"en": said}, starts=now)
    topics.add(incident, author="ada", now=now)
    topics.follow("top_axe", Follower("ada@x.example", "en", "", now))
    waiting, solved = made
    site.services.tickets.say(
        waiting, Message("agent", f"See {site.origin}/articles/x", site.services.clock())
    )
    happened(
        site.services,
        Event("e1", solved.enquiry, Kind.ACCEPTED, site.services.clock(), "account-locked"),
    )
    by_mail = site.services.inbox.take(
        message(multi(part("It fails.\r\n-- \r\nJo"), file("a.png", b"x"), kind="mixed"))
    )
    away = "Automatic reply: " + "a long subject " * 20
    site.services.inbox.take(plain("I am away.", subject=away, message_id="<away@c.example>"))
    return {
        "ticket by e-mail": f"/desk/{by_mail.ticket}",
        "mail kept out": "/desk/mail",
        "ticket": f"/tickets/{waiting.id}",
        "ticket with an article": f"/tickets/{waiting.id}?article=account-locked",
        "ticket asking why": f"/tickets/{waiting.id}?article=account-locked&why=true",
        "solved ticket": f"/tickets/{solved.id}",
        "desk ticket": f"/desk/{waiting.number}",
        "solved desk ticket": f"/desk/{solved.number}",
    }


PAGES = {
    "home": "/",
    "home in Italian": "/?locale=it",
    "article with a table": "/articles/after-changing-your-password",
    "article with code": "/articles/embed-a-video?locale=fr",
    "article in another language": "/articles/account-locked?locale=it",
    "sign-in": "/sign-in",
    "desk": "/desk",
    "solved tickets": "/desk?view=solved",
    "filtered tickets": "/desk?view=all&sort=due&channel=email",
    "macros": "/desk/macros",
    "tasks": "/editor/tasks",
    "articles": "/editor/articles",
    "articles that were not found": "/editor/articles?find=zzzz",
    "articles of no period": "/editor/articles?first=x",
    "one article": "/editor/articles/after-changing-your-password",
    "an article that nobody met": "/editor/articles/register-a-deal?days=7",
    "precision": "/try",
    "another precision": "/try?channel=form&want=0.8",
    "a precision that is none": "/try?want=2&days=x",
    "wordings": "/wordings",
    "synonyms": "/wordings?kind=synonyms",
    "a wording being changed": "/wordings?edit=1",
    "topics": "/editor/topics",
    "a new topic": "/editor/topics/new",
    "a topic with a follower": "/editor/topics/top_axe",
    "telling its followers": "/editor/topics/top_axe/tell",
    "overview": "/overview",
    "overview in others' names": "/overview?names=zendesk&days=90",
    "overview of nothing": "/overview?first=2020-01-01&last=2020-01-02",
    "overview of no period": "/overview?first=x",
    "mail preview": "/editor/mail",
    "panel": "/panel",
    "explanation": "/explain?query=cant+log+in&article=account-locked",
    "explanation of nothing": "/explain?article=x",
    "staff": "/staff",
    "webhooks": "/staff/webhooks",
    "reference": "/docs",
    "playground": "/playground",
    "error": "/articles/nothing-here",
}


PAPER: ViewportSize = {"width": 718, "height": 1000}
"""What the margins leave of an A4 page."""


@pytest.fixture
def reader(window: Windows) -> Visitor:
    opened = window(bypass_csp=True, viewport={"width": 1280, "height": 900})
    opened.sign_in()
    return opened


def test_axe_finds_nothing_on_any_page(reader: Visitor, tickets: dict[str, str]) -> None:
    found = {}
    for name, path in {**PAGES, **tickets}.items():
        page = reader.go(path)
        if name.startswith("home"):
            expect(page.locator("help-widget .list button").first).to_be_visible()
        found[name] = violations_light_and_dark(page)
    assert {name: what for name, what in found.items() if what} == {}


def test_axe_finds_nothing_in_any_state_of_the_widget(reader: Visitor) -> None:
    found = {}
    widget = reader.ask()
    found["suggestions"] = violations_light_and_dark(reader.page)
    widget.get_by_role("button", name=ARTICLE_TITLE).click()
    expect(widget.get_by_role("button", name="Yes", exact=True)).to_be_visible()
    found["article"] = violations_light_and_dark(reader.page)
    widget.get_by_role("button", name="No", exact=True).click()
    found["reasons"] = violations_light_and_dark(reader.page)
    widget.get_by_role("button", name="Ask a human").click()
    widget.get_by_role("button", name="Send").click()
    found["form"] = violations_light_and_dark(reader.page)
    widget.get_by_role("button", name="Back").click()
    widget.get_by_role("button", name="Skip").click()
    widget.get_by_role("textbox").fill("how do I get an invoice")
    widget.get_by_role("button", name="Invoices and VAT").click()
    widget.get_by_role("button", name="Yes", exact=True).click()
    found["done"] = violations_light_and_dark(reader.page)
    assert {name: what for name, what in found.items() if what} == {}


def test_no_page_scrolls_sideways(window: Windows, tickets: dict[str, str]) -> None:
    reader = window(viewport={"width": 320, "height": 800})
    reader.sign_in()
    measure = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    wide: dict[tuple[str, object], int] = {}
    for name, path in {**PAGES, **tickets}.items():
        page = reader.go(path)
        if name.startswith("home"):
            expect(page.locator("help-widget .list button").first).to_be_visible()
        for width in (1920, 320):
            page.set_viewport_size({"width": width, "height": 800})
            wide[name, width] = page.evaluate(measure)
        page.set_viewport_size(PAPER)
        page.emulate_media(media="print")
        wide[name, "on paper"] = page.evaluate(measure)
        page.emulate_media(media="screen")
    assert {name: by for name, by in wide.items() if by > 0} == {}


FOCUSED = """() => {
  let found = document.activeElement;
  while (found?.shadowRoot?.activeElement) found = found.shadowRoot.activeElement;
  return found.tagName + ' ' + (found.textContent || found.id).trim();
}"""


def tab_to(page: Page, wanted: str) -> None:
    """Press Tab until `wanted` has the focus."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUSED) == wanted:
            return
    pytest.fail(f"Tab never reached {wanted!r}")


def test_the_keyboard_is_enough_from_question_to_yes(visitor: Visitor) -> None:
    visitor.widget()
    page = visitor.page
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED) == "A Skip to the content"
    page.keyboard.press("Enter")
    tab_to(page, "INPUT field")
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    first = page.locator("help-widget .suggestion").first
    expect(first).to_be_focused()
    title = first.locator(".title").inner_text()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    heading = page.locator("help-widget").get_by_role("heading", name=title)
    expect(heading).to_be_focused()
    expect(page.locator("help-widget").get_by_role("button", name="Yes")).to_be_visible()
    page.keyboard.press("Escape")
    expect(first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("help-widget").get_by_role("button", name="Yes")).to_be_visible()
    tab_to(page, "BUTTON Yes")
    with visitor.told("accepted"):
        page.keyboard.press("Enter")
    expect(page.locator("help-widget").get_by_role("heading")).to_be_focused()


def test_what_has_the_focus_can_be_seen(agent: Visitor) -> None:
    page = agent.go("/editor/articles")
    outline = "getComputedStyle(document.activeElement).outlineStyle"
    seen = []
    for _ in range(12):
        page.keyboard.press("Tab")
        seen.append(page.evaluate(outline))
    assert set(seen) == {"solid"}


def test_an_article_prints_without_what_surrounds_it(visitor: Visitor) -> None:
    page = visitor.go("/articles/after-changing-your-password")
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    for hidden in (".top", ".bottom", ".contents", ".more"):
        expect(page.locator(hidden)).to_be_hidden()
