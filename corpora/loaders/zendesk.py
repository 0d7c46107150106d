"""A Zendesk article, as the API and exports write it -> articles, one for each locale.

Knows: Zendesk's names for what an article is.
Must not know: files, the network, pages of results.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from corpora.article import EVERYONE, Article, Block, as_utc, block_text
from corpora.blocks import content_from_html
from corpora.characters import clean_line
from corpora.hrefs import safe_href
from corpora.locales import locale_of
from corpora.meta import labels_of
from corpora.plain import first_words
from corpora.report import Loaded, Note, Skipped, fault_in

Record = Mapping[str, Any]
_ARTICLE_PATH = re.compile(r"(?:https?://([^/]+))?/hc/(?:[^/]+/)?articles/(\d+)")
_OWN_FIELDS = ("title", "body", "locale", "draft", "hidden", "outdated", "html_url", "updated_at")


class ZendeskReader:
    """Turns records into articles; remembers section names and what was outdated.

    `audiences` maps user segment ids to our audiences; a segment without one becomes
    `segment-<id>`, so that nothing restricted is ever shown to everyone. `known` are the
    ids of all articles, so that links among them can open in place.
    """

    def __init__(self, *, locale: str = "en", audiences: Mapping[str, str] | None = None) -> None:
        self.known: Collection[str] = frozenset()
        self._locale = locale
        self._audiences = audiences or {}
        self._sections: dict[str, tuple[str, str]] = {}
        self._categories: dict[str, str] = {}
        self._seen: set[tuple[str, str]] = set()
        self._outdated: list[str] = []

    def learn(self, page: Record) -> None:
        """Take the names of sections and categories that came with a page of articles."""
        for category in _records(page.get("categories")):
            self._categories[_id(category, "id")] = _line(category, "name")
        for section in _records(page.get("sections")):
            names = _line(section, "name"), _id(section, "category_id")
            self._sections[_id(section, "id")] = names

    def read(self, record: object, name: str) -> Iterator[Loaded]:
        """The article in each of its locales; what is wrong with it, if it is not one."""
        if not isinstance(record, Mapping) or not _id(record, "id"):
            yield Skipped(name, "not a Zendesk article: it has no `id`")
            return
        for version in _versions(record):
            yield from self._version(record, version)

    def notes(self) -> Iterator[Note]:
        """What is to be said about all of it."""
        if self._outdated:
            some = ", ".join(self._outdated[:5])
            yield Note("translations", f"{len(self._outdated)} are marked outdated: {some}")

    def _version(self, record: Record, version: Record) -> Iterator[Loaded]:
        locale = locale_of(_line(version, "locale")) or self._locale
        name = f"{_id(record, 'id')} ({locale})"
        html = version.get("body")
        host = _ARTICLE_PATH.match(_line(record, "html_url"))
        content = content_from_html(
            html if isinstance(html, str) else "",
            lambda href: self._resolve(href, host[1] if host else None),
        )
        if not content.blocks:
            yield Skipped(name, "no text" if _line(version, "title") else "empty")
            return
        try:
            article = Article(
                id=_id(record, "id"),
                title=_line(version, "title") or first_words(_first_text(content.blocks)),
                locale=locale,
                blocks=content.blocks,
                **self._fields(record, version),
            )
        except ValidationError as error:
            yield Skipped(name, fault_in(error))
            return
        yield from self._once(article, name)
        if content.truncated:
            yield Note(name, "longer than one article may be; the end is left out")
        if version.get("outdated") is True:
            self._outdated.append(name)

    def _once(self, article: Article, name: str) -> Iterator[Loaded]:
        if article.key in self._seen:
            yield Skipped(name, f"repeats id {article.id!r} in locale {article.locale}")
            return
        self._seen.add(article.key)
        yield article

    def _fields(self, record: Record, version: Record) -> dict[str, Any]:
        address = _line(version, "html_url") or _line(record, "html_url")
        return {
            "url": safe_href(address) or "",
            "section": self._section(_id(record, "section_id")),
            "labels": labels_of(record.get("label_names")),
            "audience": self._audience(record),
            "updated_at": as_utc(version.get("updated_at") or record.get("updated_at")),
            "promoted": record.get("promoted") is True,
            "draft": version.get("draft") is True or version.get("hidden") is True,
        }

    def _section(self, section: str) -> str:
        name, category = self._sections.get(section, ("", ""))
        return " / ".join(filter(None, (self._categories.get(category, ""), name)))

    def _audience(self, record: Record) -> str:
        several = record.get("user_segment_ids")
        segment = _id(record, "user_segment_id")
        if not segment and isinstance(several, list) and several:
            segment = str(several[0])
        return self._audiences.get(segment, f"segment-{segment}") if segment else EVERYONE

    def _resolve(self, href: str, host: str | None) -> str:
        """A link to another article of the same help center, opened in place."""
        match = _ARTICLE_PATH.match(href)
        same = match and match[1] in (None, host)
        return f"article:{match[2]}" if match and same and match[2] in self.known else href


def _versions(record: Record) -> Iterator[Record]:
    """The article itself and its translations; what a translation leaves out is inherited."""
    translations = _records(record.get("translations"))
    own = locale_of(_line(record, "locale"))
    if not any(locale_of(_line(one, "locale")) == own for one in translations):
        yield {key: record.get(key) for key in _OWN_FIELDS}
    for translation in translations:
        yield {key: translation.get(key) for key in _OWN_FIELDS}


def _records(value: object) -> list[Record]:
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []


def _id(record: Record, key: str) -> str:
    value = record.get(key)
    return clean_line(str(value)) if isinstance(value, str | int) else ""


def _line(record: Record, key: str) -> str:
    value = record.get(key)
    return clean_line(value) if isinstance(value, str) else ""


def _first_text(blocks: tuple[Block, ...]) -> str:
    return next(filter(None, map(block_text, blocks)), "")
