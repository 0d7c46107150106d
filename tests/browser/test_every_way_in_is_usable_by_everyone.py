"""axe finds nothing in the panel, beside a form or in the playground, light, dark or narrow."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations_light_and_dark
from tests.browser.conftest import QUESTION, Windows
from tests.browser.elsewhere import ATTACH, FORM, Elsewhere, hints, shop, type_into

__all__ = ["shop"]

SCHEMES = """<meta name="color-scheme" content="light dark">
<style>body { background: light-dark(#fff, #111) } a { color: inherit }</style>"""


@pytest.mark.parametrize("width", [1200, 320])
def test_axe_finds_nothing(shop: Elsewhere, window: Windows, width: int) -> None:
    guest = window(
        shop.origin,
        bypass_csp=True,
        viewport={"width": width, "height": 700},
    )
    found = {}
    nav = "<nav><a href='/'>Home</a></nav>"
    body = f"{nav}<main><h1>Shop</h1></main>"
    page = guest.go(shop.page(body, head=SCHEMES, attributes='data-mode="floating"'))
    expect(page.locator(".launcher")).to_be_visible()
    found["button"] = violations_light_and_dark(page)
    page.get_by_role("button", name="Help").click()
    page.get_by_role("textbox").fill(QUESTION)
    expect(page.locator(".passage").first).to_be_visible()
    found["panel"] = violations_light_and_dark(page)
    page.locator(".suggestion").first.click()
    expect(page.get_by_role("button", name="Yes", exact=True)).to_be_visible()
    found["article in the panel"] = violations_light_and_dark(page)

    page = guest.go(shop.page(f"{nav}<main>{FORM}</main>", head=SCHEMES, attributes=ATTACH))
    type_into(page, "#subject", QUESTION)
    found["beside a form"] = violations_light_and_dark(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    hints(page).first.click()
    expect(page.get_by_role("button", name="Yes", exact=True)).to_be_visible()
    found["article beside a form"] = violations_light_and_dark(page)
    page.get_by_role("button", name="Yes", exact=True).click()
    expect(page.get_by_role("heading", name="Glad that helped")).to_be_visible()
    found["solved"] = violations_light_and_dark(page)
    assert {name: what for name, what in found.items() if what} == {}
