"""A browser is one person on every page, if the site wants that, and else leaves nothing behind."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from answerbot.experiments.experiment import who
from tests.browser.conftest import QUESTION, Visitor, Windows
from tests.browser.elsewhere import ATTACH, FORM, Elsewhere, guest, hints, shop, type_into

__all__ = ["guest", "shop"]

STORED = "Object.keys(localStorage)"
BLOCKED = """Object.defineProperty(window, 'localStorage', {
  get() { throw new DOMException('The document has no storage.', 'SecurityError'); } });"""


def asking(shop: Elsewhere, guest: Visitor, attributes: str) -> str:
    """Somebody loads a page and asks in the widget; who that is to an experiment."""
    guest.go(shop.page("<help-widget></help-widget>", attributes=attributes))
    with guest.page.expect_response(lambda r: r.url.endswith("/v1/suggest") and r.ok):
        guest.page.locator("help-widget").get_by_role("textbox").fill(QUESTION)
    expect(guest.page.locator("help-widget .passage").first).to_be_visible()
    return asker(shop, guest.page, guest.enquiry())


def asker(shop: Elsewhere, page: Page, enquiry: str) -> str:
    found = shop.site.services.ledger.enquiry(enquiry)
    return who(person=found.person, visitor=found.visitor, session=found.session)


def test_without_the_attribute_each_page_is_somebody_else(shop: Elsewhere, guest: Visitor) -> None:
    first, second = (asking(shop, guest, "") for _ in range(2))
    assert first.startswith("session")
    assert first != second
    assert guest.page.evaluate(STORED) == []


def test_with_it_two_pages_and_their_form_are_one_person(shop: Elsewhere, guest: Visitor) -> None:
    remember = 'data-remember="visitor"'
    page = guest.go(shop.page("<help-widget></help-widget>", attributes=remember))
    expect(page.locator("help-widget .list button").first).to_be_visible()
    assert page.evaluate(STORED) == [], "who asks nothing leaves nothing"
    first, second = (asking(shop, guest, remember) for _ in range(2))
    assert first.startswith("visitor")
    assert first == second
    assert page.evaluate(STORED) == ["answerbot-visitor"]
    page = guest.go(shop.page(FORM, attributes=f"{ATTACH} {remember}"))
    type_into(page, "#description", QUESTION)
    assert asker(shop, page, guest.enquiry()) == first
    expect(hints(page).first).to_be_visible()


def test_nothing_is_kept_before_consent_and_forget_ends_it(shop: Elsewhere, guest: Visitor) -> None:
    consent = 'data-remember="consent"'
    assert asking(shop, guest, consent).startswith("session")
    assert guest.page.evaluate(STORED) == []
    guest.page.evaluate("AnswerBot('remember')")
    guest.page.evaluate(f"AnswerBot('suggest', '{QUESTION}')")
    assert guest.page.evaluate(STORED) == ["answerbot-visitor"]
    first = asking(shop, guest, consent)
    assert first.startswith("visitor")
    assert asking(shop, guest, consent) == first, "consent is asked for once"
    guest.page.evaluate("AnswerBot('forget')")
    assert guest.page.evaluate(STORED) == []
    assert asking(shop, guest, consent).startswith("session")


def test_consent_alone_loads_no_widget_and_is_not_lost(shop: Elsewhere, guest: Visitor) -> None:
    page = guest.go(shop.page(FORM, attributes=f'{ATTACH} data-remember="consent"'))
    page.evaluate("() => { AnswerBot('remember') }")
    page.wait_for_load_state("networkidle")
    assert page.evaluate("!customElements.get('help-widget')")
    type_into(page, "#description", QUESTION)
    assert page.evaluate(STORED) == ["answerbot-visitor"]


@pytest.mark.parametrize("script", ["zendesk.js", "beacon.js"])
def test_where_storage_is_blocked_all_goes_on_under_stand_ins_too(
    shop: Elsewhere, window: Windows, script: str
) -> None:
    guest = window(shop.origin)
    guest.page.add_init_script(BLOCKED)
    stand_in = f'data-remember="visitor" defer></script>{shop.tag(name=script)}<script '
    assert asking(shop, guest, stand_in).startswith("session")
    guest.page.evaluate("AnswerBot('logout')")
    expect(guest.page.locator("help-widget .list button").first).to_be_visible()
    assert [said for said in guest.complaints if "favicon" not in said] == []
