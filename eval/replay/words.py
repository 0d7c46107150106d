"""What customers wrote, without markup: tickets come as HTML, plain text and all between.

Knows: how to tell markup from words.
Must not know: tickets, files.
"""

from __future__ import annotations

import html
import re

from corpora.article import block_text
from corpora.blocks import content_from_html
from corpora.characters import clean, clean_line

_MARKUP = re.compile(
    r"</?(?:html|body|head|style|p|br|a|ul|ol|li|div|span|font|b|i|em|strong|h[1-6]|table|pre|img"
    r"|blockquote|o:p)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:[a-z]{2,8}|#\d{1,7}|#x[0-9a-f]{1,6});", re.IGNORECASE)


def plain(text: str) -> str:
    """The words of a text that may be HTML; a text without a known tag stays as it is."""
    if not _MARKUP.search(text):
        return clean(html.unescape(text) if _ENTITY.search(text) else text).strip()
    return "\n".join(filter(None, map(block_text, content_from_html(text).blocks)))


def plain_line(text: str) -> str:
    """The same in one line."""
    return clean_line(plain(text))
