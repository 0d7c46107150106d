"""Marks that site generators add to Markdown, taken out or turned into plain Markdown.

Knows: Jekyll's Liquid tags, kramdown's attribute lists, DocFX's and Docusaurus' marks.
Must not know: HTML, blocks, files. Code is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

_FENCE = re.compile(r"[ \t>]{0,40}(?:(?:[*+-]|\d{1,9}[.)])[ \t]{1,4})?(`{3,}|~{3,})")
_CODE_SPAN = re.compile(r"(`+[^`\n]+`+)")
# Quantifiers are bounded, so that no line makes any of these slow.
_ATTRIBUTES = re.compile(r"[ \t]?\{(?::[^{}\n]|[.#][A-Za-z])[^{}\n]{0,300}\}")
_HEADING_ID = re.compile(
    r"^(#{1,6}[ \t][^\n]{0,1000}?)[ \t]{0,9}\{:?[ \t]?#([\w.:\-]{1,100})\}", re.MULTILINE
)
_TABLE_OF_CONTENTS = re.compile(r"^[ \t]{0,9}[*+-] TOC[ \t]{0,9}\n(?=\{:toc)", re.MULTILINE)
_ALERT = re.compile(r"\[!(?:NOTE|TIP|IMPORTANT|WARNING|CAUTION|INFO)\][ \t]{0,9}", re.IGNORECASE)
_INCLUDE = re.compile(
    r"\[!(?:INCLUDE|VIDEO|CODE|DIV)[^\]\[\n]{0,300}(?:\[[^\]\n]{0,300}\])?(?:\([^)\n]{0,500}\))?\]?",
    re.IGNORECASE,
)
_PICTURE = re.compile(r":::[ \t]{0,9}image[ \t]([^\n]{0,1000}?):::", re.IGNORECASE)
_PICTURE_END = re.compile(r"^[ \t]{0,9}:::[ \t]{0,9}image-end:::[^\n]*$", re.MULTILINE)
_ALT = re.compile(r"alt-text=\"([^\"\n]{0,900})\"", re.IGNORECASE)
_ADMONITION = re.compile(
    r"^[ \t]{0,9}:{3,9}[ \t]{0,9}(?:note|tip|info|warning|danger|caution|important)\b"
    r"[ \t]{0,9}\[?([^\]\n]{0,300})\]?[^\n]*$",
    re.MULTILINE | re.IGNORECASE,
)
_CONTAINER = re.compile(r"^[ \t]{0,9}:{3,9}[^\n]*$", re.MULTILINE)
_PAGE_LIST = re.compile(r"\bpage\.(\w{1,60})")

Values = Mapping[str, object]


def plain_markdown(text: str, page: Values | None = None) -> str:
    """Markdown without generators' marks. `page` is the front matter.

    Notes keep their text; lists that a Liquid include takes from the front matter
    are written out, because they hold the words a reader of the page sees.
    """
    pieces = _pieces(text)
    return "".join(piece if code else _plain(piece, page or {}) for code, piece in pieces)


def _pieces(text: str) -> Iterator[tuple[bool, str]]:
    """The text cut into stretches of (is it fenced code, lines)."""
    fence, lines = "", list[str]()
    for line in text.splitlines(keepends=True):
        match = _FENCE.match(line)
        if match and not fence:
            yield False, "".join(lines)
            fence, lines = match[1], [line]
        elif match and match[1].startswith(fence) and not line[match.end() :].strip():
            yield True, "".join([*lines, line])
            fence, lines = "", []
        else:
            lines.append(line)
    yield bool(fence), "".join(lines)


def _plain(text: str, page: Values) -> str:
    pieces = _CODE_SPAN.split(text) if "`" in text else [text]
    pieces[::2] = (_plain_words(piece, page) for piece in pieces[::2])
    return "".join(pieces)


def _plain_words(text: str, page: Values) -> str:
    if "{" in text:
        text = _replace(text, "{%", "%}", lambda tag: _liquid(tag, page))
        text = _replace(text, "{{", "}}", lambda _: "")
        text = _HEADING_ID.sub(r'\1<a name="\2"></a>', text)
        text = _ATTRIBUTES.sub("", _TABLE_OF_CONTENTS.sub("", text))
    if "[!" in text:
        text = _INCLUDE.sub("", _ALERT.sub("", text))
    if ":::" in text:
        text = _PICTURE_END.sub("", _PICTURE.sub(_picture, text))
        text = _CONTAINER.sub("", _ADMONITION.sub(r"\1\n", text))
    return text


def _replace(text: str, opener: str, closer: str, new: Callable[[str], str]) -> str:
    """Every `opener ... closer` put through `new`; an opener without end stays."""
    out, position = list[str](), 0
    while (start := text.find(opener, position)) >= 0:
        end = text.find(closer, start + len(opener))
        if end < 0:
            break
        out += text[position:start], new(text[start + len(opener) : end])
        position = end + len(closer)
    return "".join([*out, text[position:]])


def _liquid(tag: str, page: Values) -> str:
    """What a Liquid tag shows: the lists that an include takes from the page."""
    words = tag.strip("- \t\r\n").split(maxsplit=1)
    if words[:1] not in (["include"], ["include_relative"], ["for"]):
        return ""
    lists = (page.get(name) for name in _PAGE_LIST.findall(tag))
    items = [item for found in lists if isinstance(found, list) for item in found]
    lines = [f"* {' '.join(item.split())}\n" for item in items if isinstance(item, str)]
    return f"\n\n{''.join(lines)}\n" if lines else ""


def _picture(match: re.Match[str]) -> str:
    alt = _ALT.search(match[1])
    words = re.sub(r"[\[\]]", "", alt[1]) if alt else ""
    return f"![{words}](image)"
