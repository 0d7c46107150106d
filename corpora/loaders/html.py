"""An HTML page -> a draft: title, main content, language, canonical address.

Knows: where a page keeps its title, and which part of it is the article.
Must not know: folders, ids, the network.
"""

from __future__ import annotations

from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from corpora.blocks import content_of, parse
from corpora.characters import clean_line
from corpora.front_matter import split_front_matter
from corpora.loaders.draft import Draft, first_title, without_title
from corpora.locales import locale_of
from corpora.meta import locale_in, lowered, text_of
from corpora.writer import Resolve

SUFFIXES = (".html", ".htm", ".xhtml")
_FRAME = frozenset(["header", "footer", "aside", "nav"])
_MAIN = ("main article", "main", "[role=main]", "article")
_FACTS = {
    "canonical": ("link[rel=canonical]", "href"),
    "updated_at": ("meta[property='article:modified_time']", "content"),
    "section": ("meta[property='article:section']", "content"),
}


def draft_from_html(text: str, resolve: Resolve = str) -> Draft:
    """Read one page; `FrontMatterError` if it has front matter that is not YAML."""
    meta, body = split_front_matter(text)
    page = parse(body)
    root = _main(page)
    framed = root is not None and root.tag == "body"
    content = content_of(root, resolve, without=_FRAME if framed else frozenset())
    facts = {**_facts(page), **lowered(meta)}
    title = text_of(facts, ("title",)) or first_title(content.blocks) or _title(page)
    return Draft(title, without_title(content, title), facts, locale_in(facts) or _lang(page))


def _main(page: LexborHTMLParser) -> LexborNode | None:
    """The article of the page: the only one of its kind, else the whole body."""
    for selector in _MAIN:
        found = page.css(selector)
        if len(found) == 1:
            return found[0]
    return page.body


def _facts(page: LexborHTMLParser) -> dict[str, Any]:
    nodes = ((key, page.css_first(selector), name) for key, (selector, name) in _FACTS.items())
    return {key: node.attributes.get(name) for key, node, name in nodes if node is not None}


def _title(page: LexborHTMLParser) -> str:
    node = page.css_first("title")
    return clean_line(node.text(deep=True)) if node else ""


def _lang(page: LexborHTMLParser) -> str | None:
    node = page.css_first("html")
    return locale_of(node.attributes.get("lang") or "") if node else None
