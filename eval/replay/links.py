"""The addresses in a comment, marked up or bare.

Knows: HTML links, addresses in plain text.
Must not know: which of them is an article's.
"""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser

_ADDRESS = re.compile(r"https?://[^\s<>\"'\]]*[^\s<>\"'\].,;:!?)]", re.IGNORECASE)


def links_in(marked_up: object, bare: object) -> list[str]:
    """The addresses of both forms of a comment, each once, in order; anything but a text
    has none."""
    found: list[str] = []
    if isinstance(marked_up, str):
        links = LexborHTMLParser(marked_up).css("a[href]")
        found += [href for link in links if (href := link.attributes.get("href"))]
    for text in (marked_up, bare):
        if isinstance(text, str):
            found += _ADDRESS.findall(text)
    return list(dict.fromkeys(link.strip() for link in found if link.strip()))
