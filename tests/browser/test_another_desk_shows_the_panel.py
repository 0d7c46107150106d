"""A page of another site shows suggestions beside its ticket; a stranger's page does not."""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable, Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import ARTICLE_TITLE, QUESTION, Site, Windows

PAGE = """<!doctype html><title>Desk</title>
<iframe id="articles" src="{bot}/panel" allow="clipboard-write" width="400" height="700"></iframe>
<script>
  const words = {{ type: 'answerbot:ticket', subject: {subject!r}, description: '', locale: 'en' }};
  addEventListener('message', ({{ data }}) => {{
    if (data.type === 'answerbot:ready') articles.contentWindow.postMessage(words, {bot!r});
  }});
</script>"""


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """Another site: its origin and its folder."""
    handler = functools.partial(Quiet, directory=str(tmp_path))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", tmp_path
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("allowed", [True, False])
def test_the_panel_answers_the_page_around_it_if_it_may(
    home: Callable[[], Path], window: Windows, desk: tuple[str, Path], allowed: bool
) -> None:
    origin, folder = desk
    names = origin if allowed else "https://desk.shop.example"
    with Site(home(), ANSWERBOT_PANEL_ORIGINS=names) as bot:
        text = PAGE.format(bot=bot.origin, subject=QUESTION)
        (folder / "index.html").write_text(text, encoding="utf-8")
        agent = window(origin)
        page = agent.go("/")
        panel = page.frame_locator("#articles")
        offer = panel.get_by_role("heading", name=ARTICLE_TITLE)
        if not allowed:
            page.wait_for_load_state("networkidle")
            expect(offer).to_have_count(0)
            return
        expect(offer).to_be_visible()
        expect(panel.get_by_role("link", name="Open").first).to_be_visible()
        panel.get_by_role("button", name="Copy link").first.click()
        assert agent.complaints == []
