"""Where a link inside an article leads on these pages.

Knows: `article:ID`, addresses relative to the article's own.
Must not know: blocks, templates.

Hrefs were checked when the article was read; they are checked again here, since a
page that trusts its index would trust whoever can write to it.
"""

from __future__ import annotations

import re
from urllib.parse import quote, unquote, urljoin

from corpora.hrefs import safe_href

WEB = ("http://", "https://")
LOCAL_SCHEME = "article:"
_URL = re.compile(r"https?://[^\s<>\"']*[^\s<>\"'.,;:!?)\]]")


def article_path(article: str, locale: str = "", anchor: str = "") -> str:
    """The address of an article's own page on this server.

    Slashes in an id stay readable, unless a browser would take dots beside them for folders.
    """
    query = f"?locale={quote(locale)}" if locale else ""
    return f"/articles/{_in_path(article)}{query}" + (f"#{quote(anchor)}" if anchor else "")


def mending_path(article: str) -> str:
    """The address of the page on which editors see what customers made of an article."""
    return f"/editor/articles/{_in_path(article)}"


def _in_path(article: str) -> str:
    folders = {".", ".."} & set(article.split("/"))
    return quote(article, safe="" if folders else "/")


def target(href: str, *, base: str = "", locale: str = "") -> str:
    """The address to link to, empty where there is none to be trusted.

    `base` is the address of the article at its own help center: paths start there.
    """
    safe = safe_href(href)
    if safe is None:
        return ""
    if safe.startswith(LOCAL_SCHEME):
        article, _, anchor = safe.removeprefix(LOCAL_SCHEME).partition("#")
        return article_path(unquote(article), locale, unquote(anchor))
    if safe.startswith(("#", "mailto:", "tel:", *WEB)):
        return safe
    return urljoin(base, safe) if base.startswith(WEB) else ""


def outward(address: str) -> bool:
    """Whether the address leaves this server."""
    return address.startswith(WEB)


def addresses(text: str) -> list[tuple[str, str]]:
    """A plain text as (words, address) pieces, the address empty for plain words."""
    pieces, at = [], 0
    for match in _URL.finditer(text):
        pieces += [(text[at : match.start()], ""), (match[0], safe_href(match[0]) or "")]
        at = match.end()
    return [piece for piece in [*pieces, (text[at:], "")] if piece[0]]
