"""What is found in one file, before it is known where in the help center it belongs.

Knows: title, text and what is said about both.
Must not know: files, formats.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from corpora.article import Block, Heading
from corpora.blocks import Content


class Draft(NamedTuple):
    """A file's title (may be empty), content, facts, and locale if it names one."""

    title: str
    content: Content
    meta: Mapping[str, Any]
    locale: str | None = None


def first_title(blocks: tuple[Block, ...]) -> str:
    """The text of the heading that opens the text, if it is of the first level."""
    heading = next((block for block in blocks if isinstance(block, Heading)), None)
    return heading.text if heading and heading.level == 1 else ""


def without_title(content: Content, title: str) -> Content:
    """The content without an opening first-level heading that only repeats the title."""
    for place, block in enumerate(content.blocks):
        if isinstance(block, Heading):
            if block.level > 1 or _folded(block.text) != _folded(title):
                return content
            return content._replace(blocks=content.blocks[:place] + content.blocks[place + 1 :])
    return content


def _folded(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text.casefold()).strip() or text
