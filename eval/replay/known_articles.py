"""Which article of the index a text means: its id, its address, or a link to it.

Knows: ids and addresses of articles, and how help centers write links to them.
Must not know: tickets, ranking.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from urllib.parse import unquote, urlsplit

from corpora.article import Article

_NUMBERED = re.compile(r"(\d+)(?:-|$)")
_LOCAL = "article:"


class KnownArticles:
    """The articles of an index, found by what people write instead of them."""

    def __init__(self, articles: Iterable[Article]) -> None:
        cards = list(articles)
        self._ids = {card.id for card in cards}
        self._addresses = _unambiguous([(_address(card.url), card.id) for card in cards])
        self._paths = _unambiguous([(_address(card.url, query=False), card.id) for card in cards])

    def find(self, reference: str) -> str | None:
        """The id of the article meant by an id or an address; None if it is none of these.

        A link counts if it is an article's own address (whatever its scheme, `www.`,
        fragment, or parameters that the article's address lacks), or if its path has the id
        after `/articles/`, perhaps followed by the title, as Zendesk writes it.
        """
        text = reference.strip()
        if text in self._ids:
            return text
        if text.startswith(_LOCAL):
            return self._existing(unquote(text.removeprefix(_LOCAL).partition("#")[0]))
        return (
            self._addresses.get(_address(text))
            or self._paths.get(_address(text, query=False))
            or self._in_path(text)
        )

    def all(self, references: Sequence[str]) -> tuple[str, ...]:
        """The ids meant by several, each once."""
        return tuple(dict.fromkeys(filter(None, map(self.find, references))))

    def _existing(self, identifier: str) -> str | None:
        return identifier if identifier in self._ids else None

    def _in_path(self, address: str) -> str | None:
        _, marked, rest = _parts(address)[1].partition("/articles/")
        if not marked:
            return None
        name = unquote(rest).strip("/")
        number = _NUMBERED.match(name)
        return self._existing(name) or (self._existing(number[1]) if number else None)


def _unambiguous(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Address -> id, without addresses that several articles share."""
    found: dict[str, set[str]] = {}
    for address, identifier in pairs:
        found.setdefault(address, set()).add(identifier)
    return {address: ids.pop() for address, ids in found.items() if address and len(ids) == 1}


def _address(text: str, *, query: bool = True) -> str:
    """An address as it is compared; empty if it is none."""
    host, path, parameters = _parts(text)
    if not host:
        return ""
    shown = f"?{parameters}" if query and parameters else ""
    return f"{host}{unquote(path).rstrip('/')}{shown}"


def _parts(text: str) -> tuple[str, str, str]:
    """Host, path and parameters; empty if the text is no address."""
    try:
        parts = urlsplit(text.strip())
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return "", "", ""
    return (host, parts.path, parts.query) if parts.scheme in ("http", "https") else ("", "", "")
