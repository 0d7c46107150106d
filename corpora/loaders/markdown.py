"""A Markdown file -> a draft: front matter, title, blocks.

Knows: where a Markdown file keeps its title and facts.
Must not know: folders, ids, the network.
"""

from __future__ import annotations

from corpora.front_matter import split_front_matter
from corpora.loaders.draft import Draft, first_title, without_title
from corpora.markdown import content_from_markdown
from corpora.meta import locale_in, lowered, text_of
from corpora.writer import Resolve

SUFFIXES = (".md", ".markdown")


def draft_from_markdown(text: str, resolve: Resolve = str) -> Draft:
    """Read one file's text; `FrontMatterError` if its front matter is not YAML."""
    meta, body = split_front_matter(text.replace("\r\n", "\n").replace("\r", "\n"))
    content = content_from_markdown(body, meta, resolve)
    title = text_of(lowered(meta), ("title",)) or first_title(content.blocks)
    return Draft(title, without_title(content, title), meta, locale_in(meta))
