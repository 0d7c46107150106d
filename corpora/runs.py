"""A run of text under construction: white space normalised, links laid over it.

Knows: white space, line breaks, link offsets.
Must not know: HTML tags, blocks.
"""

from __future__ import annotations

import re

from corpora.article import Link, Text
from corpora.characters import clean

_BLANKS = re.compile(r"\s+")


class Run:
    """Collects pieces of text. Offsets are code points of the text that `take` returns.

    White space is written lazily, before the next word, so that none is left at either
    end of the text, of a line, or of a link.
    """

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._gap = ""
        self._links: list[Link] = []
        self._href: str | None = None
        self._start: int | None = None
        self._end = 0

    def __bool__(self) -> bool:
        return self._length > 0

    @property
    def ends_with_break(self) -> bool:
        """Whether a line break is due before the next word."""
        return self._gap == "\n"

    @property
    def href(self) -> str | None:
        """Where the open link goes."""
        return self._href

    def write(self, text: str) -> None:
        """Add text as it stands in the source."""
        text = clean(text)
        words = _BLANKS.sub(" ", text).strip(" ")
        if not words or text[0].isspace():
            self._gap = self._gap or (" " if text else "")
        if words:
            self._append(words)
            self._gap = " " if text[-1].isspace() else ""

    def _append(self, words: str) -> None:
        if self._length and self._gap:
            self._parts.append(self._gap)
            self._length += 1
        if self._href is not None and self._start is None:
            self._start = self._length
        self._parts.append(words)
        self._length += len(words)
        self._end = self._length

    def break_line(self) -> None:
        """What follows starts on a new line."""
        self._gap = "\n"

    def space(self) -> None:
        """What follows is another word."""
        self._gap = self._gap or " "

    def open_link(self, href: str) -> None:
        """What follows is linked, until `close_link`."""
        self.close_link()
        self._href = href

    def close_link(self) -> None:
        """End the link, if one is open; a link without words is dropped."""
        if self._href is not None and self._start is not None:
            self._links.append(Link(start=self._start, end=self._end, href=self._href))
        self._href = self._start = None

    def take(self) -> Text:
        """The text so far; the run starts again, inside the same link if one is open."""
        href = self._href
        self.close_link()
        text = Text(text="".join(self._parts), links=tuple(self._links))
        self.__init__()  # type: ignore[misc]
        self._href = href
        return text
