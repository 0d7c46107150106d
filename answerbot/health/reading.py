"""An article as health looks at it.

Knows: which of its words count.
Must not know: what is looked for, the store.
"""

from __future__ import annotations

from answerbot.health.near import Text
from corpora.article import Article

MEANT = 500
"""Characters that the model reads: what an article is about stands at its beginning."""


def text_of(article: Article) -> Text:
    """All of its words."""
    return Text(f"{article.title}\n{article.plain_text}", article.language)


def meaning_of(article: Article) -> str:
    """What its vector is made of: title and beginning."""
    return f"{article.title}\n{article.plain_text}"[:MEANT]
