"""Markdown -> the blocks of an article, by way of HTML, so that both are held to one rule.

Knows: which Markdown is read: CommonMark with tables, strikethrough and HTML.
Must not know: files, what front matter means.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore

from corpora.article import Block
from corpora.blocks import Content, content_from_html
from corpora.dialects import plain_markdown
from corpora.front_matter import FrontMatterError, split_front_matter
from corpora.writer import Resolve

__all__ = [
    "FrontMatterError",
    "blocks_from_markdown",
    "content_from_markdown",
    "split_front_matter",
]

MAX_MARKDOWN = 2_000_000


def blocks_from_markdown(text: str, page: Mapping[str, object] | None = None) -> tuple[Block, ...]:
    """The blocks of a Markdown text without front matter; `page` is its front matter."""
    return content_from_markdown(text, page).blocks


def content_from_markdown(
    text: str, page: Mapping[str, object] | None = None, resolve: Resolve = str
) -> Content:
    """`blocks_from_markdown`, and whether the limits cut something off."""
    source = plain_markdown(text[:MAX_MARKDOWN], page)
    content = content_from_html(_renderer().render(source), resolve)
    return Content(content.blocks, content.truncated or len(text) > MAX_MARKDOWN)


@cache
def _renderer() -> MarkdownIt:
    renderer = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    renderer.core.ruler.push("indented_html", _join_indented_html)
    return renderer


def _join_indented_html(state: StateCore) -> None:
    """HTML goes on after a blank line, even indented, as authors mean it and kramdown reads it.

    CommonMark would show the indented tags as code.
    """
    for before, token in pairwise(state.tokens):
        indented = token.type == "code_block" and token.content.lstrip().startswith("<")
        if indented and before.type == "html_block":
            token.type = "html_block"
