"""`python -m tests.browser.staff_screenshots HOME [FOLDER]`: each screen of editors and analysts.

Drives Chromium on the deployment in HOME, such as the one that `answerbot demo` leaves, in both
themes and on a phone; writes to docs/images by default.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import click
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from tests.browser.conftest import CHROMIUM, FLAGS, LINK_TOKEN, Site
from tests.browser.small_png import small_png
from tests.conftest import REPOSITORY

SCREENS = {
    "overview": "/overview?days=90",
    "articles": "/editor/articles?days=90",
    "article": "/editor/articles?days=90 > /editor/articles/",
    "gaps": "/editor/gaps",
    "gap": "/editor/gaps > /editor/gaps/",
    "health": "/editor/health",
    "try": "/try?channel=form&query=how+do+I+change+my+password&locale=en&want=0.8",
    "experiments": "/experiments",
    "experiment": "/experiments > /experiments/",
}
"""Names of pictures, and what they show."""

SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
DESKTOP = ViewportSize(width=1100, height=1400)
PHONE = ViewportSize(width=390, height=1200)
LIMIT = 250_000
"""The most bytes of a picture."""


@click.command()
@click.argument("home", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("folder", type=click.Path(path_type=Path), default=REPOSITORY / "docs" / "images")
@click.option("--only", help="The name of one screen.")
@click.option("--phone", is_flag=True, help="On a phone too.")
def main(home: Path, folder: Path, only: str | None, phone: bool) -> None:
    """Write all pictures, and say how large they are."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as copied, sync_playwright() as playwright:
        shutil.copytree(home, copied, dirs_exist_ok=True)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        blank = browser.new_page()
        with Site(Path(copied)) as site:
            for name in SCREENS:
                if only in (None, name):
                    shoot(browser, blank, site, folder, name, phone=phone)
        browser.close()


def shoot(
    browser: Browser, blank: Page, site: Site, folder: Path, name: str, *, phone: bool
) -> None:
    """One screen in both themes."""
    sizes = {"": DESKTOP, "-phone": PHONE} if phone else {"": DESKTOP}
    for scheme in SCHEMES:
        for kind, size in sizes.items():
            context = browser.new_context(viewport=size, color_scheme=scheme)
            page = context.new_page()
            open_page(page, site, SCREENS[name])
            file = folder / f"{name}{kind}-{scheme}.png"
            written = file.write_bytes(small_png(blank, page.screenshot()))
            click.echo(f"{file.name}  {written:,} bytes")
            if written > LIMIT:
                raise click.ClickException(f"{file.name} is larger than {LIMIT:,} bytes")
            context.close()


def open_page(page: Page, site: Site, path: str) -> None:
    """Signed in by the printed link; `path` may be an article's or a gap's page that is found
    by the first link of a list (`/list >` and what its address begins with)."""
    page.goto(f"{site.origin}/sign-in#{LINK_TOKEN}")
    page.wait_for_url(lambda address: urlsplit(address).path != "/sign-in")
    start, _, within = path.partition(" > ")
    page.goto(site.origin + start)
    if within:
        first = page.locator(f"main table a[href^='{within}']").first
        page.goto(site.origin + str(first.get_attribute("href")))


if __name__ == "__main__":
    main()
