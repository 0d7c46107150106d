"""A Zendesk help center, read over its API -> articles.

Knows: addresses and paging of the Help Center API.
Must not know: what an article holds, how a request is made safe.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from corpora.fetch import Fetched, Fetcher, FetchError
from corpora.loaders.zendesk import ZendeskReader
from corpora.report import Loaded, Note, SourceError

PAGE_SIZE = 100
MAX_PAGES = 5_000
_SIDELOADS = "translations,sections,categories"
_PORTS = {"http": 80, "https": 443}
_API = "/api/v2/help_center"


class ZendeskApiLoader:
    """Reads all articles, or with `since` (Unix seconds) those changed after that moment.

    A failure in the middle raises `SourceError`: what was not read is not known to be gone.
    After reading, `end_time` is where the next `since` should start, if Zendesk said so.
    """

    def __init__(
        self,
        address: str,
        fetcher: Fetcher,
        *,
        locale: str = "en",
        audiences: Mapping[str, str] | None = None,
        since: int | None = None,
    ) -> None:
        parts = urlsplit(address)
        self._origin = f"{parts.scheme}://{parts.netloc}"
        self._fetcher = fetcher
        self._locale = locale
        self._audiences = audiences
        self._since = since
        self.complete = since is None
        self.end_time: int | None = None

    def __iter__(self) -> Iterator[Loaded]:
        """Articles in the order of the API."""
        reader = ZendeskReader(locale=self._locale, audiences=self._audiences)
        for number, page in enumerate(self._pages(), 1):
            reader.learn(page)
            records = page.get("articles")
            for place, record in enumerate(records if isinstance(records, list) else [], 1):
                yield from reader.read(record, f"page {number}, article {place}")
        yield from reader.notes()
        if self.end_time is not None:
            yield Note("end_time", str(self.end_time))

    def _pages(self) -> Iterator[Mapping[str, Any]]:
        url: str | None = self._first()
        seen: set[str] = set()
        while url and url not in seen:
            if len(seen) >= MAX_PAGES:
                raise SourceError(f"{self._origin}: more than {MAX_PAGES:,} pages of articles")
            seen.add(url)
            page = self._get(url)
            yield page
            url = self._next(page)

    def _first(self) -> str:
        if self._since is not None:
            query = f"start_time={self._since}&include={_SIDELOADS}"
            return f"{self._origin}{_API}/incremental/articles.json?{query}"
        query = f"include={_SIDELOADS}&page[size]={PAGE_SIZE}"
        return f"{self._origin}{_API}/{self._default_locale()}/articles.json?{query}"

    def _default_locale(self) -> str:
        """The help center's own locale; an anonymous reader must name one."""
        try:
            page = self._get(f"{self._origin}{_API}/locales.json")
        except SourceError:
            return self._locale.lower()
        found = page.get("default_locale")
        return (
            found
            if isinstance(found, str) and found.replace("-", "").isalnum()
            else (self._locale.lower())
        )

    def _next(self, page: Mapping[str, Any]) -> str | None:
        """The address of the next page, which must be on the same host."""
        url = _next_address(page)
        if self._since is not None and not self._advance(page):
            return None
        if not isinstance(url, str) or not url:
            return None
        if _origin(url) != _origin(self._origin):
            raise SourceError(f"{self._origin}: the next page is on another host, {url[:200]!r}")
        return url

    def _advance(self, page: Mapping[str, Any]) -> bool:
        """Whether an incremental page ends later than the one before."""
        end = page.get("end_time")
        if not isinstance(end, int) or end == self.end_time:
            return False
        self.end_time = end
        return True

    def _get(self, url: str) -> Mapping[str, Any]:
        try:
            fetched = self._fetcher.get(url)
            value = json.loads(fetched.body) if fetched.status == 200 else None
        except FetchError as error:
            raise SourceError(str(error)) from None
        except (ValueError, RecursionError):
            raise SourceError(f"{url}: the answer is not JSON; is this a Zendesk host?") from None
        if not isinstance(value, Mapping):
            raise SourceError(f"{url}: {_refusal(fetched)}")
        return value


def _next_address(page: Mapping[str, Any]) -> object:
    """Where cursor paging (`links`) or page numbers (`next_page`) say to go on."""
    meta, links = page.get("meta"), page.get("links")
    if isinstance(meta, Mapping) and isinstance(links, Mapping):
        return links.get("next") if meta.get("has_more") else None
    return page.get("next_page")


def _origin(url: str) -> tuple[str, str | None, int | None]:
    try:
        parts = urlsplit(url)
        return parts.scheme, parts.hostname, parts.port or _PORTS.get(parts.scheme)
    except ValueError:
        return "", None, None


def _refusal(fetched: Fetched) -> str:
    if fetched.status in (401, 403):
        return f"refused ({fetched.status}); give the e-mail address and API token of an agent"
    if fetched.status == 200:
        return "the answer is not a page of articles"
    return f"answered {fetched.status}"
