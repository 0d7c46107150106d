"""An article full of markup and javascript: links stays words, wherever it is shown."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from answerbot.commands.serve import ensure_public_key
from answerbot.pages.links import article_path
from answerbot.settings import read
from corpora.article import Article
from indexer.build import Options, build
from tests.browser.conftest import Site, Visitor, Windows

ATTACK = "<img src=x onerror=hack()><script>hack()</script>"
HOSTILE = Article.model_validate(
    {
        "id": '../teapot"><script>hack()</script>',
        "title": f"Teapot {ATTACK}",
        "section": ATTACK,
        "url": "javascript:hack()",
        "blocks": [
            {"kind": "heading", "level": 2, "text": ATTACK, "anchor": '"><script>hack()</script>'},
            {
                "kind": "paragraph",
                "text": f"The teapot leaks {ATTACK} one two three four",
                "links": [
                    {"start": 0, "end": 3, "href": "javascript:hack()"},
                    {"start": 4, "end": 10, "href": "\tJaVaScRiPt:hack()"},
                    {"start": 11, "end": 16, "href": "data:text/html,<script>hack()</script>"},
                    {"start": 17, "end": 20, "href": 'https://x.example/"onmouseover="hack()'},
                ],
            },
            {"kind": "list", "items": [{"text": ATTACK, "depth": 7}]},
            {"kind": "code", "text": ATTACK, "language": '"><script>hack()</script>'},
            {"kind": "table", "header": True, "rows": [[{"text": ATTACK}], [{"text": ATTACK}]]},
            {"kind": "image", "alt": ATTACK},
        ],
    }
)
"""Built around corpora, which would have taken the sting out: pages must not trust the index."""

SAFE = ("http:", "https:", "mailto:", "tel:")
QUESTION = f"teapot leaks {ATTACK}"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    home = tmp_path_factory.mktemp("hostile")
    settings = read(home, {})
    build([HOSTILE], settings.index, now=datetime.now(UTC), options=Options(model=""))
    ensure_public_key(settings)
    never_abstain = {"ANSWERBOT_TYPING_PRECISION": "0", "ANSWERBOT_FORM_PRECISION": "0"}
    with Site(Path(home), **never_abstain) as running:
        yield running


@pytest.fixture
def victim(hostile: Site, window: Windows) -> Iterator[Visitor]:
    """Fails if anything ran, or was only kept from running by the security policy."""
    opened = window(hostile.origin)
    opened.page.add_init_script("window.hack = () => { window.hacked = true; };")
    yield opened
    assert opened.complaints == []


def assert_harmless(page: Page) -> None:
    assert page.evaluate("window.hacked") is None
    assert page.locator("main img, main script, main iframe").count() == 0
    for link in page.locator("main a[href]").all():
        assert link.evaluate("a => a.protocol") in SAFE


def test_on_its_own_page(victim: Visitor) -> None:
    page = victim.go(article_path(HOSTILE.id))
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Teapot {ATTACK}")
    assert_harmless(page)
    assert page.locator(".prose a").count() == 1


def test_in_the_widget(victim: Visitor) -> None:
    victim.go("/")
    widget = victim.page.locator("help-widget")
    widget.get_by_role("textbox").press_sequentially(QUESTION)
    widget.locator(".suggestion").first.click()
    expect(widget.get_by_role("button", name="Yes", exact=True)).to_be_visible()
    expect(widget.locator(".body")).to_contain_text(ATTACK)
    assert_harmless(victim.page)
    assert widget.locator("img, script").count() == 0
    for link in widget.locator("a[href]").all():
        assert link.evaluate("a => a.protocol") in SAFE


def test_on_the_ticket_and_the_desk(hostile: Site, victim: Visitor, window: Windows) -> None:
    victim.go("/")
    page = victim.page
    page.get_by_label("Subject").fill(QUESTION)
    page.get_by_label("What happened").fill(f"{ATTACK} javascript:hack() {hostile.origin}/x")
    page.get_by_label("Your e-mail address").fill("ada@example.com")
    page.get_by_role("button", name="Send", exact=True).click()
    page.wait_for_url("**/tickets/*")
    assert_harmless(page)
    page.get_by_role("button", name="Read").click()
    expect(page.locator(".prose")).to_contain_text(ATTACK)
    assert_harmless(page)
    page.get_by_role("button", name="Yes, this solved it").click()
    expect(page.get_by_role("heading", name="Glad that helped")).to_be_visible()
    page.get_by_role("button", name="It is not solved after all").click()

    agent = window(hostile.origin)
    agent.page.add_init_script("window.hack = () => { window.hacked = true; };")
    for path in ("/desk", "/editor/articles"):
        agent.sign_in(path)
        assert_harmless(agent.page)
    agent.page.locator("tbody th a").first.click()
    expect(agent.page.get_by_role("heading", name="The questions that showed it")).to_be_visible()
    assert_harmless(agent.page)
    desk = agent.go(f"/desk/{hostile.ticket(page).number}")
    expect(desk.get_by_role("region", name="Suggested articles")).to_contain_text(ATTACK)
    expect(desk.get_by_role("region", name="Conversation").get_by_role("link")).to_have_count(0)
    desk.get_by_role("button", name="Insert link").click()
    assert_harmless(desk)
    desk.get_by_role("button", name="Send", exact=True).click()
    expect(desk.locator("#_said .said a")).to_have_count(1)
    assert_harmless(desk)
    assert agent.complaints == []


def test_a_sign_in_leads_nowhere_else(hostile: Site, window: Windows) -> None:
    agent = window(hostile.origin)
    agent.go("/sign-in?after=//evil.example/%22%3E%3Cscript%3Ehack()%3C/script%3E#the-link-token")
    agent.page.wait_for_url(f"{hostile.origin}/desk")
    assert agent.complaints == []
