"""A real server on loopback with the sample help center, and a real Chromium."""

from __future__ import annotations

import os
import shutil
import socket
import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright

from answerbot.app import create_app
from answerbot.commands.serve import address_of, listen
from answerbot.enquiries import Event
from answerbot.server import Server
from answerbot.services import Services
from answerbot.settings import read
from answerbot.tickets import Ticket
from tests.conftest import missing

LINK_TOKEN = "the-link-token"
CHROMIUM = Path(os.environ.get("ANSWERBOT_CHROMIUM", "/usr/bin/chromium"))
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
GENEROUS = {
    "ANSWERBOT_SUGGEST_BURST": "100000",
    "ANSWERBOT_WRITE_BURST": "100000",
    "ANSWERBOT_WATCH_SECONDS": "3600",
    "ANSWERBOT_MACHINE_SECONDS": "0",
}
"""All tests call from one address, and press faster than people do: tested elsewhere."""

QUESTION = "cant log in after chang my pasword"
ANSWER = "after-changing-your-password"
ARTICLE_TITLE = "What happens after you change your password"

expect.set_options(timeout=15_000)


class ReachableServer(Server):
    """Says when it can be reached."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.reachable = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.reachable.set()


class Site:
    """The running server, and a look into its store."""

    def __init__(self, home: Path, **environ: str) -> None:
        self._socket = listen("127.0.0.1", 0)
        self.origin = address_of(self._socket)
        settings = read(home, {**os.environ, **GENEROUS, **environ})
        self.app = create_app(settings, link_token=LINK_TOKEN, base=self.origin)
        self.services: Services = self.app.state.services
        config = uvicorn.Config(self.app, log_level="error", lifespan="on", ws="none")
        self._server = ReachableServer(config)
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [self._socket]}, daemon=True
        )

    def __enter__(self) -> Site:
        self._thread.start()
        assert self._server.reachable.wait(30), "the server did not start"
        return self

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join()
        self._socket.close()

    def events(self, enquiry: str) -> list[Event]:
        return self.services.ledger.events(enquiry)

    def kinds(self, enquiry: str) -> list[str]:
        """What happened, in order, repeats left out."""
        return list(dict.fromkeys(event.kind.value for event in self.events(enquiry)))

    def ticket(self, page: Page) -> Ticket:
        """The ticket whose customer's page is open."""
        return self.services.tickets.get(urlsplit(page.url).path.rpartition("/")[2])


@pytest.fixture(scope="session")
def home(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Path]:
    """Makes a new home folder with the sample help center and an empty ledger."""

    def make() -> Path:
        folder = tmp_path_factory.mktemp("home")
        return shutil.copytree(sample_home, folder, dirs_exist_ok=True)

    return make


@pytest.fixture(scope="session")
def site(home: Callable[[], Path]) -> Iterator[Site]:
    """One server for all tests that look at nothing but their own enquiries."""
    with Site(home()) as running:
        yield running


@pytest.fixture
def empty_site(home: Callable[[], Path]) -> Iterator[Site]:
    """A server on which nothing has happened."""
    with Site(home()) as running:
        yield running


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        missing(f"no Chromium at {CHROMIUM}; install it or set ANSWERBOT_CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield browser
        browser.close()


class Visitor:
    """A browser window on a site. What its pages complain about is kept in `complaints`."""

    def __init__(self, context: BrowserContext, origin: str) -> None:
        context.add_init_script(WATCH)
        context.expose_function("reportViolation", self._violation)
        self.complaints: list[str] = []
        self.page: Page = context.new_page()
        self.origin = origin
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", lambda dialog: self.complaints.append(dialog.message))

    def _violation(self, text: str) -> None:
        self.complaints.append(f"violation on {self.page.url}: {text}")

    def _console(self, message: Any) -> None:
        if message.type in ("error", "warning") and "status of 4" not in message.text:
            self.complaints.append(f"{self.page.url}: {message.text}")

    def go(self, path: str) -> Page:
        self.page.goto(self.origin + path)
        return self.page

    def sign_in(self, after: str = "/desk") -> Page:
        self.go(f"/sign-in?after={after}#{LINK_TOKEN}")
        self.page.wait_for_url(f"{self.origin}{after}")
        return self.page

    def widget(self, path: str = "/") -> Locator:
        """The widget on the home page, ready to be typed into."""
        self.go(path)
        widget = self.page.locator("help-widget")
        expect(widget.locator(".list button").first).to_be_visible()
        return widget

    def ask(self, question: str = QUESTION) -> Locator:
        """Type a question key by key and wait for its last answer."""
        widget = self.widget()
        field = widget.get_by_role("textbox")
        field.press_sequentially(question[:-1])
        with self.page.expect_response(
            lambda r: r.url.endswith("/v1/suggest") and asks(r.request, question)
        ):
            field.press_sequentially(question[-1])
        expect(widget.locator(".passage").first).to_be_visible()
        return widget

    def enquiry(self) -> str:
        found: str = self.page.evaluate("document.querySelector('help-widget').enquiry")
        return found

    def told(self, kind: str) -> Any:
        """Waits, around a block, until the server has taken an event of this kind."""
        return self.page.expect_response(
            lambda r: "/events" in r.url and says(r.request, "kind", kind) and r.status == 200
        )

    def send_form(self, subject: str = "Locked out", text: str = "", form: str = "account") -> Page:
        """Fill in the company's own contact form and send it."""
        page = self.page
        page.get_by_label("Topic", exact=True).select_option(form)
        page.get_by_label("Subject").fill(subject)
        page.get_by_label("What happened").fill(text or "New password, and nothing lets me in.")
        page.get_by_label("Your e-mail address").fill("ada@example.com")
        page.get_by_role("button", name="Send", exact=True).click()
        page.wait_for_url("**/tickets/*")
        return page


WATCH = """
document.addEventListener('securitypolicyviolation', (event) =>
  window.reportViolation(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
"""


def says(request: Any, field: str, value: str) -> bool:
    body = request.post_data_json
    return isinstance(body, dict) and body.get(field) == value


def asks(request: Any, question: str) -> bool:
    return says(request, "query", question)


Windows = Callable[..., Visitor]


@pytest.fixture
def window(chromium: Browser, site: Site) -> Iterator[Windows]:
    """Opens browser windows that share nothing, by default on the common site."""
    contexts: list[BrowserContext] = []

    def open_window(origin: str = "", **options: Any) -> Visitor:
        # A browser without a window says so, and is taken for the machine that it is.
        agent = f"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/{chromium.version}"
        own = {"reduced_motion": "reduce", "locale": "en-GB", "user_agent": agent}
        options = {**own, **options}
        contexts.append(chromium.new_context(**options))
        return Visitor(contexts[-1], origin or site.origin)

    yield open_window
    for context in contexts:
        context.close()


@pytest.fixture
def visitor(window: Windows) -> Iterator[Visitor]:
    """One window; its pages must not complain."""
    opened = window()
    yield opened
    assert opened.complaints == []


@pytest.fixture
def agent(window: Windows) -> Visitor:
    """A signed-in member of staff, on the desk."""
    opened = window()
    opened.sign_in()
    return opened


def database(site: Site) -> sqlite3.Connection:
    """The store as another program sees it: what is not committed is not there."""
    return sqlite3.connect(f"file:{site.services.settings.database}?mode=ro", uri=True)
