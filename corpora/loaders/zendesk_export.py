"""A file exported from Zendesk -> articles.

Knows: the shapes of such files: a page, a list of articles or pages, one of these a line.
Must not know: what an article holds, the network.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from corpora.folder import Unreadable, read_text
from corpora.loaders.zendesk import ZendeskReader
from corpora.report import Loaded, Skipped, SourceError

SUFFIXES = (".json", ".jsonl", ".ndjson")
MAX_BYTES = 500_000_000
_Page = Mapping[str, Any]


class ZendeskExportLoader:
    """Reads `{"articles": [...]}`, a list of articles or of pages, or one of these a line."""

    complete = True

    def __init__(
        self, path: Path, *, locale: str = "en", audiences: Mapping[str, str] | None = None
    ) -> None:
        self._path = path
        self._locale = locale
        self._audiences = audiences

    def __iter__(self) -> Iterator[Loaded]:
        """Articles in the order of the file; `SourceError` if it is not such a file."""
        reader = ZendeskReader(locale=self._locale, audiences=self._audiences)
        pages: list[tuple[str, _Page]] = []
        for name, value in self._values():
            if isinstance(value, ValueError):
                yield Skipped(name, f"not JSON: {value}")
            else:
                pages.extend(_pages(name, value))
        for _, page in pages:
            reader.learn(page)
        reader.known = _ids(pages)
        for name, page in pages:
            for number, record in enumerate(page["articles"], 1):
                yield from reader.read(record, f"{name}, article {number}")
        yield from reader.notes()

    def _values(self) -> Iterator[tuple[str, Any]]:
        """The JSON values of the file, each with a name; a bad line is a `ValueError`."""
        try:
            text = read_text(self._path, self._path.parent, MAX_BYTES)
        except Unreadable as error:
            raise SourceError(f"{self._path.name}: {error}") from None
        if self._path.suffix.lower() == ".json":
            value = _parse(text)
            if isinstance(value, ValueError):
                raise SourceError(f"{self._path.name} is not JSON: {value}")
            yield self._path.name, value
            return
        for number, line in enumerate(text.split("\n"), 1):
            if line.strip():
                yield f"{self._path.name}:{number}", _parse(line)


def _parse(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        return error
    except RecursionError:
        return ValueError("nested too deeply")


def _pages(name: str, value: object) -> Iterator[tuple[str, _Page]]:
    """A value as pages: it may be one, a list of them, a list of articles, or an article."""
    if isinstance(value, Mapping) and isinstance(value.get("articles"), list):
        yield name, value
    elif isinstance(value, Mapping) and isinstance(value.get("article"), Mapping):
        yield name, {"articles": [value["article"]]}
    elif isinstance(value, list):
        pages = [one for one in value if isinstance(one, Mapping) and "articles" in one]
        for one in pages:
            yield from _pages(name, one)
        if not pages:
            yield name, {"articles": value}
    else:
        yield name, {"articles": [value]}


def _ids(pages: list[tuple[str, _Page]]) -> frozenset[str]:
    records = (record for _, page in pages for record in page["articles"])
    return frozenset(str(record.get("id")) for record in records if isinstance(record, Mapping))
