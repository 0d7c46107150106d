"""Hostile or huge HTML made harmless for the parser: depth and attributes bounded.

The parser builds the tree that browsers build, and for some inputs that tree takes
quadratic time: thousands of open elements, of open formatting tags, of attributes.
This reads the tags once, in linear time, and writes only those that carry structure.

Knows: how HTML is cut into tags, and which of them nest.
Must not know: blocks, links, what is safe to show.
"""

from __future__ import annotations

import re

from corpora.names import names

MAX_DEPTH = 200
MAX_ATTRIBUTES = 40
# Below these sizes even the worst tree is small.
_SMALL_LENGTH = 8_000
_SMALL_TAGS = 300

# Containers whose whole content is dropped, and `title`, which holds text only.
_SKIPPED = names(
    "script style iframe noembed noframes noscript xmp textarea title template"
    " object svg select video audio canvas"
)
_SKIPPED_END = {name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in _SKIPPED}
# Elements whose end tag closes what is open inside them, up to the next table.
_NESTING = names(
    "main article section aside header footer nav div blockquote center address figure"
    " figcaption details summary dialog dl ul ol menu dir pre h1 h2 h3 h4 h5 h6 hgroup"
    " fieldset table button"
)
# Elements that end where the next of their kind starts, so cannot pile up.
_SHALLOW = names(
    "html head body form a p li tr td th thead tbody tfoot caption br hr img meta link"
)
_KEPT_ATTRIBUTES = names(
    "alt aria-controls aria-expanded class colspan content data-lang hidden href id lang name"
    " open property rel role rowspan start"
)
_TOKEN = re.compile(r"<(?:!--|[!?/]|[A-Za-z])")
_NAME = re.compile(r"<(/?)([A-Za-z][^\s/>]*+)")
_ATTRIBUTE = re.compile(
    r"[\s/]*+(=?[^\s/>=]++)(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|(?![\"'])[^\s>]++|(?=>)))?+"
)
_TAG_END = re.compile(r"[\s/]*+>")
_NEXT_TAG_END = re.compile(r">")
_COMMENT_END = re.compile(r"--!?>")


def tame(html: str) -> str:
    """The same document with bounded nesting, and without tags that carry no structure.

    Small documents come back as they are. Time is linear in the length.
    """
    if len(html) < _SMALL_LENGTH and html.count("<") < _SMALL_TAGS:
        return html
    return _Tamer(html).run()


class _Tamer:
    """One pass over the tags of one document."""

    def __init__(self, html: str) -> None:
        self._html = html
        self._out: list[str] = []
        self._open: list[str] = []

    def run(self) -> str:
        position = 0
        while match := _TOKEN.search(self._html, position):
            self._out.append(self._html[position : match.start()])
            position = self._token(match.start())
        self._out.append(self._html[position:])
        return "".join(self._out)

    def _token(self, start: int) -> int:
        """Handle the token at `start`; returns where the next text begins."""
        if self._html.startswith("<!--", start):
            return self._after(_COMMENT_END, start + 2)
        tag = _NAME.match(self._html, start)
        if tag is None:
            return self._after(_NEXT_TAG_END, start + 1)
        name = tag[2].lower()
        attributes, end = self._attributes(tag.end())
        if tag[1]:
            self._close(name)
            return end
        if name in _SKIPPED_END:
            return self._skip(name, end)
        self._start(name, attributes)
        return end

    def _after(self, pattern: re.Pattern[str], start: int) -> int:
        match = pattern.search(self._html, start)
        return match.end() if match else len(self._html)

    def _attributes(self, position: int) -> tuple[list[str], int]:
        """The attributes worth keeping, as written, and where the tag ends."""
        kept: list[str] = []
        while match := _ATTRIBUTE.match(self._html, position):
            position = match.end()
            if match[1].lower() in _KEPT_ATTRIBUTES and len(kept) < MAX_ATTRIBUTES:
                kept.append(self._html[match.start(1) : position])
        end = _TAG_END.match(self._html, position)
        return kept, end.end() if end else len(self._html)

    def _skip(self, name: str, start: int) -> int:
        """Leave out a container that is never shown; of these, only a title is kept."""
        if self._html.endswith("/>", 0, start) and name == "svg":
            return start
        end = _SKIPPED_END[name].search(self._html, start)
        stop = end.start() if end else len(self._html)
        if name == "title":
            self._out.append(f"<title>{self._html[start:stop]}</title>")
        return self._after(_NEXT_TAG_END, stop)

    def _start(self, name: str, attributes: list[str]) -> None:
        if name == "code" and self._out[-2:-1] and self._out[-2].startswith("<pre"):
            name = "span"
        elif name in _NESTING and len(self._open) < MAX_DEPTH:
            self._open.append(name)
        elif name in _NESTING or name in ("dt", "dd"):
            name = "p"
        elif name not in _SHALLOW:
            return
        self._out.append(f"<{' '.join([name, *attributes])}>")

    def _close(self, name: str) -> None:
        """Write an end tag that has its start tag in reach; others would only cost time."""
        if name in _SHALLOW or (name in _NESTING and self._pop(name)):
            self._out.append(f"</{name}>")

    def _pop(self, name: str) -> bool:
        for depth in range(len(self._open) - 1, -1, -1):
            if self._open[depth] == name:
                del self._open[depth:]
                return True
            if self._open[depth] == "table":
                return False
        return False
