"""Two hundred articles and titles, an incident and a topic full of attacks: opened one by one in
the widget, and nothing runs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import product

import pytest
from playwright.sync_api import expect
from sqlite_utils import Database

from answerbot.commands.serve import ensure_public_key
from answerbot.settings import read
from answerbot.store.topics import Topics
from answerbot.topics import Kind, Said, Topic
from corpora.article import Article
from indexer.build import Options, build
from tests.browser.conftest import Site, Windows

MARKUP = (
    "<img src=x onerror=hack()>",
    "<script>hack()</script>",
    "<svg onload=hack()>",
    '"><script>hack()</script>',
    "'-hack()-'",
    '<iframe srcdoc="<script>parent.hack()</script>">',
    "<a href=javascript:hack()>x</a>",
    "<details open ontoggle=hack()>",
    '<style>@import "javascript:hack()"</style>',
    "<math><mtext></table></math><img src onerror=hack()>",
    "<template><img src=x onerror=hack()></template>",
    '{{constructor.constructor("hack()")()}}',
    "${hack()}",
    '<base href="//evil.example/">',
    "<link rel=stylesheet href=//evil.example/x.css>",
    '<meta http-equiv=refresh content="0;url=javascript:hack()">',
    "\u202e<script>hack()</script>",
    '<!--<img src="--><img src=x onerror=hack()>',
    "<input autofocus onfocus=hack()>",
    "<button popovertarget=x onclick=hack()>x</button>",
)
HREFS = (
    "javascript:hack()",
    "JaVaScRiPt:hack()",
    "java\nscript:hack()",
    "\x01javascript:hack()",
    "data:text/html,<script>hack()</script>",
    "vbscript:hack()",
    "javascript://https://x.example/%0ahack()",
    "blob:https://x.example/hack",
    'article:"><script>hack()</script>',
    '#"><img src=x onerror=hack()>',
)


def hostile(number: int, markup: str, href: str) -> Article:
    links = [{"start": 0, "end": 4, "href": href}]
    said = {"text": f"wolf {markup}", "links": links}
    blocks = [
        {"kind": "heading", "level": 2, "text": markup, "anchor": markup},
        {"kind": "paragraph", **said},
        {"kind": "list", "items": [{**said, "depth": 3}]},
        {"kind": "code", "text": markup, "language": markup},
        {"kind": "table", "header": True, "rows": [[said], [said]]},
        {"kind": "image", "alt": markup},
    ]
    return Article.model_validate(
        {
            "id": f"wolf-{number} {markup}"[:200],
            "title": f"Wolf {number} {markup}",
            "section": markup,
            "url": href,
            "blocks": blocks,
        }
    )


PACK = [hostile(n, *attack) for n, attack in enumerate(product(MARKUP, HREFS))]
"""Built around corpora, which would have taken the sting out: the widget must not trust."""


@pytest.fixture(scope="module")
def wolves(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    home = tmp_path_factory.mktemp("wolves")
    links = ", ".join(f"'''{article.id}'''" for article in PACK)
    form = f"[[forms]]\nid = 'x'\ntitle = {{ en = 'x' }}\nquick_links = [{links}]\n"
    (home / "answerbot.toml").write_text(form, encoding="utf-8")
    settings = read(home, {})
    build(PACK, settings.index, now=datetime.now(UTC), options=Options(model=""))
    ensure_public_key(settings)
    with Site(home, ANSWERBOT_TYPING_PRECISION="0", ANSWERBOT_FORM_PRECISION="1") as running:
        yield running


OPEN_ALL = """async () => {
  const root = document.querySelector('help-widget').shadowRoot;
  const until = async (ready) => {
    for (let i = 0; !ready(); i++) {
      if (i > 600) throw new Error(root.textContent.slice(0, 300));
      await new Promise((done) => requestAnimationFrame(done));
    }
  };
  const bad = new Set();
  const look = () => {
    for (const node of root.querySelectorAll('img, script, iframe, style, base, link, meta, template, object, embed'))
      bad.add(node.outerHTML);
    for (const node of root.querySelectorAll('*'))
      for (const { name, value } of node.attributes)
        if (/^(on|style$|src)/.test(name) || (name === 'href' && !/^(https?:|mailto:|tel:|#)/.test(value)))
          bad.add(`${name}=${value}`);
  };
  const count = root.querySelectorAll('.suggestion').length;
  for (let i = 0; i < count; i++) {
    root.querySelectorAll('.suggestion')[i].click();
    await until(() => root.querySelector('.verdict:not([hidden])'));
    look();
    for (const link of root.querySelectorAll('.body a[href^="#"]')) link.click();
    look();
    while (!root.querySelector('.suggestion')) root.querySelector('.back').click();
  }
  look();
  return { count, bad: [...bad] };
}"""  # noqa: E501


def test_opening_every_one_of_them_runs_nothing(wolves: Site, window: Windows) -> None:
    visitor = window(wolves.origin)
    visitor.page.add_init_script("window.hack = () => { window.hacked = true; };")
    visitor.widget()
    found = visitor.page.evaluate(OPEN_ALL)
    assert found == {"count": len(PACK), "bad": []}
    assert len(PACK) == 200
    assert visitor.page.evaluate("window.hacked") is None
    assert visitor.complaints == []


def test_an_incident_and_a_topic_run_nothing(wolves: Site, window: Windows) -> None:
    """Their address was tampered with in the store: the editor's page would have refused it."""
    now, attack = wolves.services.clock(), MARKUP[0]
    said = {"en": Said(title=f"Wolf {attack}", text=attack, words=("hyena",))}
    held = Topics(wolves.services.store)
    for kind in Kind:
        url = "https://x.example"
        topic = Topic(id=f"top_{kind}", kind=kind, texts=said, starts=now, url=url)
        held.add(topic, author=attack, now=now)

    def tamper(db: Database) -> None:
        sql = "UPDATE topics SET record = replace(record, 'https://x.example', ?)"
        db.execute(sql, ("javascript:hack()",))

    wolves.services.store.write(tamper)
    visitor = window(wolves.origin)
    visitor.page.add_init_script("window.hack = () => { window.hacked = true; };")
    widget = visitor.widget()
    widget.get_by_role("textbox").fill("hyena qqxz")
    widget.get_by_role("textbox").press("Enter")
    for box in (widget.locator(".banner"), widget.locator(".topic")):
        expect(box.get_by_role("heading")).to_have_text(f"Wolf {attack}")
        expect(box.get_by_role("link")).to_have_count(0)
    assert widget.locator("img").count() == 0
    assert visitor.page.evaluate("window.hacked") is None
    agent = window(wolves.origin)
    agent.page.add_init_script("window.hack = () => { window.hacked = true; };")
    agent.sign_in("/editor/topics")
    for path in ("/editor/topics", "/editor/topics/top_incident"):
        page = agent.go(path)
        assert page.locator("main img").count() == 0
        assert page.evaluate("window.hacked") is None
    assert [*visitor.complaints, *agent.complaints] == []
