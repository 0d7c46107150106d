"""Untrusted HTML -> the blocks of an article. Nothing but words and safe links comes out.

Knows: which elements make a block, which are dropped with all they hold.
Must not know: files, front matter, how blocks are gathered or shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from corpora.article import Block
from corpora.hrefs import safe_href
from corpora.markup import tame
from corpora.names import names
from corpora.shelf import Shelf
from corpora.writer import Close, Resolve, Writer

MAX_HTML = 4_000_000

_DROPPED = names(
    "script style template iframe object embed applet svg canvas audio video map noscript head"
    " title link meta base input select textarea option optgroup datalist output meter progress"
    " nav dialog frame frameset noframes noembed rt rp annotation annotation-xml"
)
_BLOCKS = names(
    "address article aside blockquote body center dd details dir div dl dt fieldset figcaption"
    " figure footer form header hgroup hr legend main p search section caption"
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LANGUAGE = re.compile(r"(?:^|\s)(?:lang|language|highlight-source)-([\w+#.\-]{1,30})")
_Attributes = dict[str, str | None]
_Open = tuple[LexborNode, Close | None]


class Content(NamedTuple):
    """Blocks, and whether something beyond the limits was left out."""

    blocks: tuple[Block, ...]
    truncated: bool


def blocks_from_html(html: str) -> tuple[Block, ...]:
    """The blocks of an HTML fragment or page, within the limits of `corpora.shelf`.

    Any text is accepted: there is no HTML that raises.
    """
    return content_from_html(html).blocks


def content_from_html(html: str, resolve: Resolve = str) -> Content:
    """`blocks_from_html`, and whether the limits cut something off.

    `resolve` may turn a safe address into another one, such as `article:ID`.
    """
    content = content_of(parse(html).body, resolve)
    return Content(content.blocks, content.truncated or len(html) > MAX_HTML)


def parse(html: str) -> LexborHTMLParser:
    """The tree of a page or fragment, in bounded time; beyond `MAX_HTML` characters is cut.

    All of it is read as body: a fragment that starts with what could stand in a head
    would be torn apart otherwise. A page's own head is then part of the body.
    """
    text = html[:MAX_HTML].encode(errors="ignore").decode()
    return LexborHTMLParser(f"<!doctype html><body>{tame(text)}")


def content_of(
    root: LexborNode | None, resolve: Resolve = str, *, without: frozenset[str] = frozenset()
) -> Content:
    """The blocks inside an element, leaving out elements named in `without`."""
    shelf = Shelf()
    writer = Writer(shelf, resolve)
    if root is not None:
        _walk(root, writer, _DROPPED | without)
    writer.finish()
    return Content(tuple(shelf.blocks), shelf.truncated)


def _walk(root: LexborNode, writer: Writer, dropped: frozenset[str]) -> None:
    """Visit everything below `root` in reading order, without recursion."""
    open_elements: list[_Open] = []
    node = root.first_child
    while node is not None and not writer.shelf.truncated:
        child = None
        if node.is_text_node:
            writer.text(node.text_content or "")
        elif node.is_element_node and node.tag not in dropped:
            attributes = node.attributes
            if not _is_hidden(node.tag, attributes, writer):
                close = _enter(node, attributes, writer)
                child = node.first_child
                if child is None and close:
                    close()
                elif child is not None:
                    open_elements.append((node, close))
        node = child or _next(node, open_elements)


def _next(node: LexborNode, open_elements: list[_Open]) -> LexborNode | None:
    """The node after this one; elements that end on the way are closed."""
    while node.next is None and open_elements:
        node, close = open_elements.pop()
        if close:
            close()
    return node.next


def _is_hidden(tag: str | None, attributes: _Attributes, writer: Writer) -> bool:
    """Hidden content, and buttons, except those that head a collapsible section."""
    if tag == "button":
        titles = "aria-controls" in attributes or "aria-expanded" in attributes
        return not titles and writer.top.kind != "heading"
    return "hidden" in attributes and attributes["hidden"] != "until-found"


def _enter(node: LexborNode, attributes: _Attributes, writer: Writer) -> Close | None:
    """Begin an element; returns what to call at its end, if anything."""
    tag = node.tag or ""
    if handler := _HANDLERS.get(tag):
        return handler(node, attributes, writer)
    if tag in _BLOCKS or (tag == "button" and not writer.top.leaf):
        writer.boundary()
        return writer.boundary
    if writer.top.kind == "code" and not writer.top.raw and not writer.top.language:
        writer.top.language = _language(attributes)
    return None


def _heading(node: LexborNode, attributes: _Attributes, writer: Writer) -> Close:
    return writer.open_heading(_HEADINGS.get(node.tag or "", 0), attributes.get("id") or "")


def _link(_: LexborNode, attributes: _Attributes, writer: Writer) -> Close | None:
    """A link, or the old way to name a place: `<a name>`."""
    href = safe_href(attributes.get("href") or "")
    if href:
        return writer.open_link(writer.resolve(href))
    if writer.top.kind == "heading" and not writer.top.anchor:
        writer.top.anchor = attributes.get("name") or attributes.get("id") or ""
    return None


def _list(node: LexborNode, attributes: _Attributes, writer: Writer) -> Close:
    return writer.open_list(ordered=node.tag == "ol", start=_number(attributes.get("start")))


def _table(node: LexborNode, _: _Attributes, writer: Writer) -> Close:
    return writer.open_table(layout=_widest_row(node) <= 1)


def _cell(node: LexborNode, attributes: _Attributes, writer: Writer) -> Close:
    columns, rows = _number(attributes.get("colspan")), _number(attributes.get("rowspan"))
    header = node.tag == "th" or _in_head(node)
    return writer.open_cell(columns, rows, header=header)


def _image(_: LexborNode, attributes: _Attributes, writer: Writer) -> None:
    writer.image(attributes.get("alt") or "")


_Handler = Callable[[LexborNode, _Attributes, Writer], Close | None]
_HANDLERS: dict[str, _Handler] = {
    **dict.fromkeys([*_HEADINGS, "summary"], _heading),
    **dict.fromkeys(["ul", "ol", "menu"], _list),
    **dict.fromkeys(["td", "th"], _cell),
    "a": _link,
    "br": lambda _, __, writer: writer.line_break(),
    "img": _image,
    "li": lambda _, __, writer: writer.open_item(),
    "pre": lambda _, attributes, writer: writer.open_code(_language(attributes)),
    "table": _table,
    "tr": lambda _, __, writer: writer.open_row(),
}


def _widest_row(table: LexborNode) -> int:
    """The most cells in one row of the table itself, tables inside it left aside."""
    rows = (row for part in table.iter() for row in (part.iter() if part.tag != "tr" else [part]))
    return max((sum(1 for _ in row.iter()) for row in rows if row.tag == "tr"), default=0)


def _in_head(cell: LexborNode) -> bool:
    row = cell.parent
    return row is not None and row.parent is not None and row.parent.tag == "thead"


def _language(attributes: _Attributes) -> str:
    """The language of code as highlighters mark it: `language-css`, `data-lang`."""
    marked = f"lang-{attributes.get('data-lang') or ''} {attributes.get('class') or ''}"
    match = _LANGUAGE.search(marked)
    return match[1].lower() if match else ""


def _number(text: str | None) -> int:
    """A small number from an attribute; 1 if it is none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 7 else 1
