"""Under `default-src 'none'` plus what docs/WIDGET.md lists nothing is reported; what was changed
on its way is not run; no style comes in from the page or goes out to it."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from answerbot.bundle import bundled
from tests.browser.conftest import QUESTION, Site, Visitor, Windows
from tests.browser.elsewhere import ATTACH, FORM, Elsewhere, guest, hints, shop, type_into

__all__ = ["guest", "shop"]

DOCS = Path(__file__).parents[2] / "docs" / "WIDGET.md"
TYPES = "require-trusted-types-for 'script'; trusted-types 'none'"
FLOATING = 'data-mode="floating"'


def policy(site: Site) -> str:
    """What the docs print, for this server, with everything else forbidden."""
    docs = DOCS.read_text("utf-8")
    listed = docs.partition("Exactly this is needed")[2].split("```")[1].strip()
    own = listed.replace("https://bot.example", site.origin)
    return f"default-src 'none'; base-uri 'none'; form-action 'self'; {own}; {TYPES}"


def use_panel(page: Page) -> None:
    page.get_by_role("button", name="Help").click()
    page.get_by_role("dialog").get_by_role("textbox").fill(QUESTION)
    page.locator(".suggestion").first.click()
    page.get_by_role("button", name="Yes", exact=True).click()
    expect(page.get_by_role("heading", name="Glad that helped")).to_be_visible()


def use_form(page: Page) -> None:
    type_into(page, "#subject", QUESTION)
    hints(page).first.click()
    expect(page.get_by_role("button", name="Yes", exact=True)).to_be_visible()


def test_the_panel_needs_no_more_than_the_docs_say(
    site: Site, shop: Elsewhere, guest: Visitor
) -> None:
    use_panel(guest.go(shop.page("<h1>Shop</h1>", attributes=FLOATING, policy=policy(site))))


def test_a_form_needs_no_more_than_the_docs_say(
    site: Site, shop: Elsewhere, guest: Visitor
) -> None:
    use_form(guest.go(shop.page(FORM, attributes=ATTACH, policy=policy(site))))


def test_the_nonce_of_the_tag_is_handed_on(site: Site, shop: Elsewhere, guest: Visitor) -> None:
    nonce = f"default-src 'none'; script-src 'nonce-abc'; connect-src {site.origin}; {TYPES}"
    use_form(guest.go(shop.page(FORM, attributes=f'{ATTACH} nonce="abc"', policy=nonce)))


def test_the_tag_can_be_pinned(shop: Elsewhere, guest: Visitor) -> None:
    loader = bundled("embed.js")
    assert loader is not None
    pinned = f'{FLOATING} integrity="{loader.integrity}" crossorigin'
    use_panel(guest.go(shop.page("<h1>Shop</h1>", attributes=pinned)))


@pytest.mark.parametrize("path", ["answerbot.js", "i18n/en.js"])
def test_what_was_changed_on_its_way_is_not_run(
    site: Site, shop: Elsewhere, window: Windows, path: str
) -> None:
    guest = window(shop.origin)
    changed = f"window.evil = true; {(bundled(path) or pytest.fail(path)).content.decode()}"
    headers = {"Access-Control-Allow-Origin": "*"}
    guest.page.route(
        f"**/widget/{path}*",
        lambda route: route.fulfill(body=changed, content_type="text/javascript", headers=headers),
    )
    told = (
        "<script>document.addEventListener('help-widget:error', ({ detail }) =>"
        " (window.told = detail.message))</script>"
    )
    page = guest.go(shop.page("<h1>Shop</h1>", head=told, attributes=FLOATING))
    page.wait_for_function("window.told")
    assert path in page.evaluate("told")
    assert page.evaluate("window.evil") is None


HOSTILE = """<style>
* { all: unset !important; color: rgb(255, 0, 0) !important; text-transform: uppercase !important;
  visibility: hidden !important; }
body, body * { font-size: 40px !important; }
button, .title, .panel { display: none !important; }
</style>"""
PAINTED = """(node) => { const look = getComputedStyle(node);
  return [look.color, look.fontSize, look.textTransform, look.visibility] }"""


def test_the_page_s_styles_do_not_come_in(shop: Elsewhere, guest: Visitor) -> None:
    page = guest.go(shop.page("<h1>Shop</h1>", head=HOSTILE, attributes=FLOATING))
    launcher = page.locator(".launcher")
    expect(launcher).to_be_visible()
    assert launcher.evaluate(PAINTED) == ["rgb(255, 255, 255)", "16px", "none", "visible"]
    launcher.click()
    field = page.get_by_role("dialog").get_by_role("textbox")
    field.fill(QUESTION)
    title = page.locator(".suggestion .title").first
    expect(title).to_be_visible()
    assert title.evaluate(PAINTED) == ["rgb(26, 29, 36)", "16px", "none", "visible"]


STYLES_OF_PAGE = """() => [...document.querySelectorAll('body, body *:not(help-widget)')]
  .map((node) => { const look = getComputedStyle(node);
    return [...look].map((name) => [name, look.getPropertyValue(name)]) })"""


def test_no_style_goes_out(shop: Elsewhere, guest: Visitor) -> None:
    body = f"<h2>Shop</h2><p class='message title'>x</p><button class='primary'>y</button>{FORM}"
    page = guest.go(shop.page(body, attributes='data-auto="false"'))
    before = page.evaluate(STYLES_OF_PAGE)
    page.evaluate("AnswerBot('init', { mode: 'floating', attach: '#subject' })")
    page.evaluate("AnswerBot('open')")
    type_into(page, "#subject", QUESTION)
    page.locator("#subject").fill("")
    page.locator("#subject").evaluate("field => field.blur()")
    assert page.evaluate(STYLES_OF_PAGE) == before


@pytest.mark.parametrize(
    ("head", "theme", "system", "ground"),
    [
        ("", "", "light", "rgb(255, 255, 255)"),
        ("", "", "dark", "rgb(27, 30, 37)"),
        ("<style>:root { color-scheme: light }</style>", "", "dark", "rgb(255, 255, 255)"),
        ("<style>:root { color-scheme: dark }</style>", "", "light", "rgb(27, 30, 37)"),
        ('<meta name="color-scheme" content="light dark">', "", "dark", "rgb(27, 30, 37)"),
        ('<meta name="color-scheme" content="light">', "", "dark", "rgb(255, 255, 255)"),
        ("<style>:root { color-scheme: light }</style>", "dark", "light", "rgb(27, 30, 37)"),
        ("", "light", "dark", "rgb(255, 255, 255)"),
    ],
)
def test_dark_follows_the_page_or_the_system(
    shop: Elsewhere, window: Windows, head: str, theme: str, system: str, ground: str
) -> None:
    guest = window(shop.origin, color_scheme=system)
    tag = shop.tag(f'data-theme="{theme}"')
    page = guest.go(shop.page("<help-widget></help-widget>", tag=tag, head=head))
    widget = page.locator("help-widget .widget")
    expect(widget).to_be_visible()
    assert widget.evaluate("node => getComputedStyle(node).backgroundColor") == ground


def test_a_page_may_restyle_parts(shop: Elsewhere, guest: Visitor) -> None:
    head = (
        "<style>help-widget { --help-widget-accent: rgb(0, 128, 0) }"
        " help-widget::part(launcher) { border-radius: 0px }</style>"
    )
    page = guest.go(shop.page("<h1>Shop</h1>", head=head, attributes=FLOATING))
    launcher = page.locator(".launcher")
    expect(launcher).to_be_visible()
    look = "node => [getComputedStyle(node).backgroundColor, getComputedStyle(node).borderRadius]"
    assert launcher.evaluate(look) == ["rgb(0, 128, 0)", "0px"]
