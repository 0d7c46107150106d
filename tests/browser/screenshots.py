"""`python -m tests.browser.screenshots [FOLDER]`: each state of the widget, in both themes.

Drives Chromium on a real server with the sample help center, as the tests do; writes to
docs/images by default.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from answerbot.commands.serve import ensure_public_key, prepare
from answerbot.settings import read
from answerbot.store.topics import Topics
from answerbot.topics import Kind, Said, Topic
from indexer.build import Options, build
from indexer.generation import current
from tests.browser.conftest import CHROMIUM, FLAGS, QUESTION, Site
from tests.browser.small_png import small_png
from tests.conftest import REPOSITORY, SAMPLE, sample_articles

SIZE = {"width": 400, "height": 900}
KEPT = REPOSITORY / ".pytest_cache" / "d" / "sample_index"
"""Where the tests keep the sample's index: building it anew takes minutes."""

SCHEMES = ("light", "dark")
LIMIT = 60_000
"""The most bytes of a picture."""

INCIDENT = {
    "en": Said(
        title="Uploads fail in Asia",
        text="We know the cause and are on it. What is uploaded already is safe.",
        words=("upload",),
    ),
    "ar": Said(title="تعذّر الرفع في آسيا", text="عرفنا السبب ونعمل على إصلاحه."),
}
QUESTION_WITHOUT_ANSWER = {"en": Said(title="Is there a loyalty programme?", words=("loyalty",))}


def main(folder: Path) -> None:
    """Write all pictures, and say how large they are."""
    with (
        tempfile.TemporaryDirectory() as home,
        site(Path(home)) as running,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        blank = browser.new_page()
        for scheme in SCHEMES:
            for name, widget in states(browser, running, scheme):
                file = folder / f"widget-{name}-{scheme}.png"
                size = file.write_bytes(small_png(blank, widget.screenshot()))
                assert size < LIMIT, f"{file.name} has {size} bytes"
                click.echo(f"{size:>6}  {file.name}")
        browser.close()


def site(home: Path) -> Site:
    """The sample help center with an incident and a question without an answer."""
    prepare(home, SAMPLE)
    settings = read(home, {})
    now = datetime.now(UTC)
    build(sample_articles(), KEPT, now=now, options=Options())
    serving = current(KEPT)
    shutil.copytree(KEPT / serving, settings.index / serving)
    shutil.copy(KEPT / "CURRENT", settings.index)
    ensure_public_key(settings)
    running = Site(home)
    held = Topics(running.services.store)
    fix = (now + timedelta(days=1)).replace(hour=15, minute=0)
    incident = Topic(id="top_a", kind=Kind.INCIDENT, texts=INCIDENT, starts=now, fix=fix)
    unanswered = Topic(id="top_b", kind=Kind.UNANSWERED, texts=QUESTION_WITHOUT_ANSWER, starts=now)
    for topic in (incident, unanswered):
        held.add(topic, author="", now=now)
    return running


def states(browser: Browser, running: Site, scheme: str) -> Iterator[tuple[str, Locator]]:
    """The widget in each state, with the state's name."""
    page, widget = opened(browser, running, scheme, "en")
    field = widget.get_by_role("textbox").first
    yield "idle", widget
    ask(page, widget, QUESTION)
    yield "suggestions", widget
    widget.locator(".suggestion").first.click()
    expect(widget.locator(".verdict")).to_be_visible()
    yield "article", widget
    widget.get_by_role("button", name="No", exact=True).click()
    yield "reasons", widget
    widget.get_by_role("button", name="Back").click()
    widget.get_by_role("button", name="Yes", exact=True).click()
    widget.locator(".grade").nth(4).click()
    yield "thanks", widget
    widget.get_by_role("button", name="Ask something else").click()
    ask(page, widget, "my upload stops at 99 %")
    expect(widget.locator(".banner")).to_be_visible()
    yield "incident", widget
    ask(page, widget, "loyalty programme")
    expect(widget.locator(".topic")).to_be_visible()
    yield "topic", widget
    widget.get_by_role("button", name="Ask a human").click()
    widget.get_by_role("button", name="Send").click()
    yield "form", widget
    widget.get_by_role("button", name="Back").click()
    page.context.set_offline(True)
    field = widget.get_by_role("textbox").first
    field.fill("how do I get an invoice")
    field.press("Enter")
    expect(widget.get_by_text("You are offline")).to_be_visible()
    yield "offline", widget
    page, widget = opened(browser, running, scheme, "ar")
    ask(page, widget, "my upload stops at 99 %")
    yield "right-to-left", widget


def opened(browser: Browser, running: Site, scheme: str, locale: str) -> tuple[Page, Locator]:
    """The home page with the widget in a language."""
    context = browser.new_context(
        color_scheme=scheme,  # type: ignore[arg-type]
        viewport=SIZE,  # type: ignore[arg-type]
        reduced_motion="reduce",
        locale="en-GB",
        timezone_id="UTC",
    )
    page = context.new_page()
    page.goto(running.origin)
    page.evaluate(
        """l => { const w = document.querySelector('help-widget');
            w.removeAttribute('heading'); w.setAttribute('locale', l); }""",
        locale,
    )
    widget = page.locator("help-widget")
    expect(widget.locator(f"[lang={locale}] .list button").first).to_be_visible()
    return page, widget


def ask(page: Page, widget: Locator, question: str) -> None:
    """Ask, and leave the pointer and the focus where they do not show."""
    field = widget.get_by_role("textbox").first
    field.fill(question)
    with page.expect_response("**/v1/suggest"):
        field.press("Enter")
    expect(widget.locator(".suggestion, .message").first).to_be_visible()
    page.mouse.move(0, 0)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else REPOSITORY / "docs" / "images")
