"""A company's own site: pages on another origin that embed the widget."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Locator, Page, expect

from answerbot.security.keys import create
from tests.browser.conftest import Site, Visitor, Windows

HEAD = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Shop</title>
<meta name="viewport" content="width=device-width, initial-scale=1">"""

FORM = """<h1>Contact us</h1>
<form method="post" action="/sent">
<p><label>Subject <input id="subject" name="subject"></label></p>
<p><label>Message <textarea id="description" name="description" rows="4"></textarea></label></p>
<p><button>Send it</button></p></form>"""

ATTACH = 'data-attach="#subject,#description"'


class Elsewhere:
    """Serves what a test writes, and keeps what forms send."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.pages: dict[str, tuple[str, dict[str, str]]] = {}
        self.sent: list[dict[str, list[str]]] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()
        self.origin = f"http://127.0.0.1:{self._server.server_port}"
        services = site.services
        _, self.key = create(
            services.keys, "public", label="shop", origins=(self.origin,), now=services.clock()
        )

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def tag(self, attributes: str = "", name: str = "embed.js") -> str:
        """The tag that a page includes."""
        src = f"{self.site.origin}/widget/{name}"
        return f'<script src="{src}" data-key="{self.key}" {attributes} defer></script>'

    def page(
        self, body: str, *, head: str = "", attributes: str = "", policy: str = "", tag: str = ""
    ) -> str:
        """The path of a new page, with the tag in its head."""
        path = f"/{len(self.pages)}"
        html = f"{HEAD}{tag or self.tag(attributes)}{head}</head><body>{body}</body></html>"
        self.pages[path] = (html, {"Content-Security-Policy": policy} if policy else {})
        return path

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        shop = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                html, headers = shop.pages.get(self.path.partition("?")[0], ("", {}))
                self._answer(html, headers, 200 if html else 404)

            def do_POST(self) -> None:
                length = int(self.headers.get("content-length", "0"))
                shop.sent.append(parse_qs(self.rfile.read(length).decode()))
                self._answer(f"{HEAD}</head><body><h1>Thank you</h1></body></html>", {}, 200)

            def _answer(self, html: str, headers: dict[str, str], status: int) -> None:
                self.send_response(status)
                for name, value in {"Content-Type": "text/html", **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(html.encode())

            def log_message(self, *_: Any) -> None:
                """Quiet."""

        return Handler


@pytest.fixture(scope="module")
def shop(site: Site) -> Iterator[Elsewhere]:
    """Another origin, whose pages may use the bot."""
    opened = Elsewhere(site)
    yield opened
    opened.close()


@pytest.fixture
def guest(window: Windows, shop: Elsewhere) -> Iterator[Visitor]:
    """A browser window on the shop; its pages must not complain."""
    opened = window(shop.origin)
    opened.page.on("response", lambda _: None)
    yield opened
    assert [text for text in opened.complaints if "favicon" not in text] == []


SHIFTS = """() => { window.shifts = []; new PerformanceObserver((list) =>
  window.shifts.push(...list.getEntries().filter(({ hadRecentInput, sources }) => !hadRecentInput ||
    sources.some(({ node }) => node && !node.getRootNode().host && !node.closest?.('help-widget')))
    .map(({ value }) => value))
).observe({ type: 'layout-shift', buffered: true }); }"""

FOCUSED = """() => { let found = document.activeElement;
  while (found?.shadowRoot?.activeElement) found = found.shadowRoot.activeElement;
  return found.getAttribute('aria-label') ?? (found.id || found.textContent.trim()); }"""


def shifted(page: Page, during: Callable[[], None]) -> float:
    """The layout shift (CLS) meanwhile; of the page's own nodes also what follows input."""
    page.evaluate(SHIFTS)
    during()
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50)))")
    found: list[float] = page.evaluate("window.shifts")
    return sum(found)


def hints(page: Page) -> Locator:
    """The suggestions beside a form of the page."""
    return page.locator("help-widget[popover] .suggestion")


def type_into(page: Page, selector: str, text: str) -> None:
    """At once, so that one answer comes, whatever the machine; then wait for suggestions."""
    page.locator(selector).fill(text)
    expect(hints(page).first).to_be_visible()
