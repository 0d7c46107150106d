"""A table of questions and answers (CSV) -> articles.

Knows: which columns a FAQ has, and how spreadsheets write them.
Must not know: other formats, the store.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from io import StringIO
from pathlib import Path

from pydantic import ValidationError

from corpora.anchors import slug
from corpora.article import Article
from corpora.blocks import Content, content_from_html
from corpora.characters import clean_line
from corpora.folder import Unreadable, read_text
from corpora.meta import article_fields, locale_in, lowered, text_of, too_open
from corpora.paths import fold_id
from corpora.plain import content_from_plain
from corpora.report import Loaded, Note, Skipped, SourceError, fault_in

SUFFIXES = (".csv", ".tsv")
MAX_BYTES = 50_000_000
_QUESTION = ("question", "title")
_ANSWER = ("answer", "body", "text")
_DELIMITERS = ",;\t|"
_MARKUP = re.compile(r"</?(?:p|br|a|ul|ol|li|div|span|b|i|em|strong|h[1-6]|table|pre)[\s/>]", re.I)


class CsvFaqLoader:
    """Reads one CSV file with a header row: question, answer, and optional columns.

    Optional: id, locale, section, labels, url, audience and the other names that
    front matter may use. An answer may be plain text or HTML.
    """

    complete = True

    def __init__(
        self, path: Path, *, locale: str = "en", audiences: Mapping[str, str] | None = None
    ) -> None:
        self._path = path
        self._locale = locale
        self._audiences = audiences or {}

    def __iter__(self) -> Iterator[Loaded]:
        """One article a row, in the order of the file; `SourceError` without a usable header."""
        try:
            text = read_text(self._path, self._path.parent, MAX_BYTES)
        except Unreadable as error:
            raise SourceError(f"{self._path.name}: {error}") from None
        seen: dict[tuple[str, str], str] = {}
        for line, row in _rows(text, self._path.name):
            name = f"{self._path.name}:{line}"
            for loaded in [row] if isinstance(row, str) else self._load(row, name):
                if isinstance(loaded, Article) and loaded.key in seen:
                    yield Skipped(name, f"repeats id {loaded.id!r} of {seen[loaded.key]}")
                    continue
                if isinstance(loaded, Article):
                    seen[loaded.key] = name
                yield Skipped(name, loaded) if isinstance(loaded, str) else loaded

    def _load(self, row: Mapping[str, str], name: str) -> Iterator[Loaded]:
        question = text_of(row, _QUESTION)
        content = _answer(next((row[key] for key in _ANSWER if row.get(key)), ""))
        if not question or not content.blocks:
            yield Skipped(name, "no answer" if question else "no question")
            return
        faults = too_open(row)
        if faults:
            yield Skipped(name, "; ".join(faults))
            return
        try:
            yield Article(
                id=fold_id(row.get("id", "").strip()) or slug(question),
                title=question,
                locale=locale_in(row) or self._locale,
                blocks=content.blocks,
                **article_fields(row, self._audiences),
            )
        except ValidationError as error:
            yield Skipped(name, fault_in(error))
            return
        if content.truncated:
            yield Note(name, "longer than one article may be; the end is left out")


def _answer(text: str) -> Content:
    return content_from_html(text) if _MARKUP.search(text) else content_from_plain(text)


def _rows(text: str, name: str) -> Iterator[tuple[int, dict[str, str] | str]]:
    """Each row with the number of its first line: its values by column, or what is wrong."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=_delimiter(text))
    header = [next(iter(lowered({clean_line(cell): ""}))) for cell in next(reader, [])]
    if not set(header) & set(_QUESTION) or not set(header) & set(_ANSWER):
        raise SourceError(
            f"{name}: the first row must name the columns `question` and `answer`,"
            f" it is {', '.join(header)[:200] or 'empty'}"
        )
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield line, str(error)
            continue
        if not any(map(str.strip, row)):
            continue
        if len(row) > len(header):
            yield (
                line,
                f"{len(row)} fields under {len(header)} columns; are quotes missing?",
            )
        else:
            yield line, dict(zip(header, row, strict=False))


def _delimiter(text: str) -> str:
    """The delimiter that the header row uses most."""
    header = text.split("\n", 1)[0]
    return max(_DELIMITERS, key=header.count)
