"""Editors add, change and delete wordings, undo it, and are told what is wrong beside the field."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from answerbot.store.curation import Wordings
from corpora.curation import Phrasing
from tests.browser.conftest import ANSWER, Site, Windows


def held(site: Site) -> list[object]:
    return [entry.wording for entry in Wordings(site.services.store).all()]


def fill(page: Page, words: str, article: str) -> None:
    page.get_by_label("In the customer’s words").fill(words)
    page.get_by_label("Article’s id").fill(article)
    page.get_by_role("button", name="Add", exact=True).click()


def test_a_phrasing_from_adding_to_undo(empty_site: Site, window: Windows) -> None:
    editor = window(empty_site.origin)
    page = editor.sign_in("/wordings")
    expect(page.get_by_role("heading", name="Nothing here yet")).to_be_visible()
    fill(page, "no way in", "nowhere")
    expect(page.get_by_label("Article’s id")).to_be_focused()
    expect(page.get_by_label("Article’s id")).to_have_accessible_description(
        "No article 'nowhere' is imported; run: answerbot import SOURCE."
    )
    expect(page.get_by_label("In the customer’s words")).to_have_value("no way in")
    fill(page, "no way in", ANSWER)
    expect(page.get_by_role("status")).to_contain_text("“no way in” is kept")
    expect(page.get_by_text("Some changes are not in the index yet")).to_be_visible()
    assert held(empty_site) == [Phrasing(text="no way in", article=ANSWER, source="editor")]
    page.get_by_role("link", name="Edit “no way in”").click()
    words = page.get_by_label("In the customer’s words")
    expect(words).to_be_focused()
    words.fill("no way in any more")
    page.get_by_label("Counts in").select_option("en")
    page.get_by_role("button", name="Save").click()
    changed = Phrasing(text="no way in any more", article=ANSWER, locale="en", source="editor")
    assert held(empty_site) == [changed]
    page.get_by_role("button", name="Delete “no way in any more”").click()
    expect(page.get_by_role("heading", name="Nothing here yet")).to_be_visible()
    assert held(empty_site) == []
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("status")).to_contain_text("is back")
    assert held(empty_site) == [changed]
    assert editor.complaints == []


def test_from_a_ticket_to_the_reason_to_a_phrasing(empty_site: Site, window: Windows) -> None:
    customer = window(empty_site.origin)
    customer.go("/")
    customer.send_form(subject="My login fails after a new password")
    page = window(empty_site.origin).sign_in("/desk/1")
    page.get_by_role("link", name="Why?").nth(1).click()
    expect(page.get_by_role("heading", level=2).first).to_contain_text("It is ")
    expect(page.get_by_role("textbox", name="Question")).to_have_value(
        "My login fails after a new password\nNew password, and nothing lets me in."
    )
    page.get_by_role("link", name="Say that this article answers").click()
    expect(page.get_by_label("Article’s id")).not_to_have_value("")


def test_the_page_speaks_the_editors_language(site: Site, window: Windows) -> None:
    for locale, title in (("it-IT", "Formulazioni"), ("fr", "Formulations"), ("de", "Wordings")):
        page = window(locale=locale).sign_in("/wordings")
        expect(page.get_by_role("heading", level=1)).to_have_text(title)
        assert page.locator("html").get_attribute("lang") == {"de": "en"}.get(locale, locale[:2])
