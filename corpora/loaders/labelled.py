"""A labelled folder's `corpus.jsonl` -> articles.

Knows: the contract of the labelled folder: {id, title, body, lang, url?, section?} a line.
Must not know: queries and judgements, which belong to the evaluation.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from corpora.article import Article
from corpora.characters import clean_line
from corpora.hrefs import safe_href
from corpora.locales import locale_of
from corpora.plain import content_from_plain, first_words
from corpora.report import Loaded, Note, Skipped, fault_in

FILE = "corpus.jsonl"
MAX_LINE = 4_000_000


class LabelledLoader:
    """Reads a labelled folder, or its corpus file."""

    complete = True

    def __init__(self, path: Path, *, locale: str = "en") -> None:
        self._path = path / FILE if path.is_dir() else path
        self._locale = locale

    def __iter__(self) -> Iterator[Loaded]:
        """One article a line, in the order of the file."""
        seen: dict[tuple[str, str], str] = {}
        with self._path.open("rb") as file:
            for number, line in enumerate(_lines(file), 1):
                name = f"{self._path.name}:{number}"
                for loaded in self._load(line, name):
                    if isinstance(loaded, Article) and loaded.key in seen:
                        first = seen[loaded.key]
                        yield Skipped(name, f"repeats id {loaded.id!r} of {first}")
                        continue
                    if isinstance(loaded, Article):
                        seen[loaded.key] = name
                    yield loaded

    def _load(self, line: bytes, name: str) -> Iterator[Loaded]:
        if not line.strip():
            return
        if len(line) > MAX_LINE:
            yield Skipped(name, f"a line of more than {MAX_LINE:,} bytes")
            return
        try:
            record = json.loads(line)
            article, truncated = self._article(record)
        except (ValueError, TypeError, RecursionError) as error:
            yield Skipped(name, _reason(error))
            return
        yield article
        if truncated:
            yield Note(name, "longer than one article may be; the end is left out")

    def _article(self, record: Any) -> tuple[Article, bool]:
        if not isinstance(record, dict):
            raise TypeError("not an object")
        body = _text(record, "body")
        blocks, truncated = content_from_plain(body)
        title = clean_line(_text(record, "title")) or first_words(body)
        if not title:
            raise ValueError("no text")
        article = Article(
            id=clean_line(_text(record, "id")),
            title=title,
            locale=locale_of(_text(record, "lang")) or self._locale,
            blocks=blocks,
            url=safe_href(_text(record, "url")) or "",
            section=clean_line(_text(record, "section")),
        )
        return article, truncated


def _lines(file: Any) -> Iterator[bytes]:
    """The lines of a file; of one that is too long, only a piece that tells so."""
    while line := file.readline(MAX_LINE + 1):
        rest = line
        while len(rest) > MAX_LINE and not rest.endswith(b"\n"):
            rest = file.readline(MAX_LINE + 1)
        yield line


def _text(record: dict[str, Any], key: str) -> str:
    value = record.get(key)
    return str(value) if isinstance(value, str | int) else ""


def _reason(error: Exception) -> str:
    if isinstance(error, ValidationError):
        return fault_in(error)
    return f"not an article: {str(error).splitlines()[0]}" if str(error) else "not JSON"
