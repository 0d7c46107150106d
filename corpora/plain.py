"""Plain text -> paragraphs, and a title for a text that has none.

Knows: blank lines, words.
Must not know: files, markup.
"""

from __future__ import annotations

import re

from corpora.article import Paragraph
from corpora.blocks import Content
from corpora.characters import clean
from corpora.shelf import Shelf

TITLE_WORDS = 10
TITLE_LENGTH = 80


def content_from_plain(text: str) -> Content:
    """Stretches between blank lines as paragraphs; line ends inside them stay."""
    shelf = Shelf()
    for stretch in re.split(r"\n[ \t]*\n", clean(text)):
        lines = filter(None, (" ".join(line.split()) for line in stretch.split("\n")))
        if words := "\n".join(lines):
            shelf.add(Paragraph(text=words))
    return Content(tuple(shelf.blocks), shelf.truncated)


def first_words(text: str) -> str:
    """The beginning of a text as a title, ending with `…` where it was cut."""
    line = " ".join(clean(text[:2_000]).split())
    words = " ".join(line.split(" ")[:TITLE_WORDS])[:TITLE_LENGTH].rstrip()
    return words if words == line else f"{words}…"
