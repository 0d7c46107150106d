"""An admin invites a colleague, who sets a password and works at the desk."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import Visitor, Windows


def test_a_colleague_sets_a_password_and_signs_in_with_it(
    visitor: Visitor, window: Windows
) -> None:
    admin = visitor.sign_in("/staff")
    admin.get_by_label("Name", exact=True).fill("Bea")
    admin.get_by_label("E-mail address").fill("bea@shop.example")
    admin.get_by_role("button", name="Make an invitation link").click()
    link = admin.locator("code.copied").inner_text()

    bea = window()
    bea.page.goto(link)
    bea.page.get_by_label("New password").fill("seven purple tramways")
    bea.page.get_by_role("button", name="Set password and sign in").click()
    expect(bea.page.get_by_role("heading", name="Desk")).to_be_visible()
    bea.page.get_by_role("button", name="Sign out").click()

    page = bea.go("/sign-in")
    page.get_by_label("E-mail address").fill("bea@shop.example")
    page.get_by_label("Password").fill("seven purple tramways")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="Desk")).to_be_visible()
    assert page.goto(f"{bea.origin}/staff").status == 403  # type: ignore[union-attr]
