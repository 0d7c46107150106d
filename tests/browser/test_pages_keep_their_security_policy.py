"""No page needs what its policy forbids, and a broken deployment says how to mend it."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from answerbot.settings import read
from answerbot.staff import Member, Role
from tests.browser.conftest import LINK_TOKEN, QUESTION, Site, Visitor, Windows
from tests.browser.test_pages_are_usable_by_everyone import PAGES


def test_no_page_reports_a_violation(visitor: Visitor) -> None:
    visitor.sign_in()
    for path in PAGES.values():
        answer = visitor.page.goto(visitor.origin + path)
        assert answer is not None
        policy = answer.header_value("content-security-policy") or ""
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy
    assert visitor.complaints == []


def test_the_token_of_the_link_leaves_no_trace(visitor: Visitor) -> None:
    sent = []
    visitor.page.on("request", lambda request: sent.append(request.url))
    visitor.sign_in()
    assert not any(LINK_TOKEN in url for url in sent)
    visitor.page.go_back()
    assert LINK_TOKEN not in visitor.page.url


def test_staff_sign_in_with_a_password_and_out_again(site: Site, window: Windows) -> None:
    member = Member("m_eve", "Eve", Role.AGENT, "eve@shop.example")
    members, kept = site.services.members, site.services.passwords.hash("a good long password")
    members.add(member, by="test", now=site.services.clock())
    members.set_password(member.id, kept, by="test", now=site.services.clock())
    page = window().go("/sign-in#not-the-token")
    expect(page.get_by_text("That link is of an earlier start")).to_be_visible()
    page.get_by_label("E-mail address").fill("eve@shop.example")
    page.get_by_label("Password").fill("a good long passwort")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("The address or the password is wrong")).to_be_visible()
    page.get_by_label("Password").fill("a good long password")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Desk")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    page.goto(page.url.replace("/sign-in", "/desk"))
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_without_index_and_key_the_page_still_takes_requests(
    tmp_path: Path, window: Windows
) -> None:
    read(tmp_path, {})
    with Site(tmp_path) as bare:
        visitor = window(bare.origin)
        page = visitor.go("/")
        expect(page.get_by_text("answerbot keys add --kind public")).to_be_visible()
        page.get_by_label("Subject").fill(QUESTION)
        page.get_by_label("Your e-mail address").fill("ada@example.com")
        page.get_by_role("button", name="Send", exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(QUESTION)
        page.get_by_label("Add something").fill("More")
        page.get_by_role("button", name="Send", exact=True).click()
        expect(page.get_by_text("More", exact=True)).to_be_visible()
        staff = window(bare.origin)
        desk = staff.sign_in()
        expect(desk.get_by_text("run: answerbot index")).to_be_visible()
        desk.get_by_role("link", name=QUESTION).click()
        expect(desk.get_by_text("No article answers this")).to_be_visible()
        editor = staff.go("/editor/articles")
        expect(editor.get_by_role("heading", name="Not ready yet")).to_be_visible()


def test_a_violation_would_be_noticed(window: Windows) -> None:
    visitor = window()
    visitor.go("/").evaluate("document.body.setAttribute('style', 'color: red')")
    visitor.page.wait_for_function("getComputedStyle(document.body).color !== 'rgb(255, 0, 0)'")
    assert any("style-src" in complaint for complaint in visitor.complaints)
