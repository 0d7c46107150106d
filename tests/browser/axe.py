"""What axe finds wrong with a page, or with a part of it."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page

COLOURS = ("color-contrast", "link-in-text-block")


def violations_light_and_dark(page: Page, part: str | None = None) -> list[str]:
    """By all rules, and in the dark by those of colours: themes differ in nothing else. The window
    must not want motion."""
    found = _violations(page, part)
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    found += _violations(page, part, *COLOURS)
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    return found


def _violations(page: Page, part: str | None, *rules: str) -> list[str]:
    options = {"resultTypes": ["violations"], **({"runOnly": [*rules]} if rules else {})}
    found = Axe().run(page, context=part, options=options).response["violations"]
    return [f"{v['id']}: {n['html'][:200]}" for v in found for n in v["nodes"]]
