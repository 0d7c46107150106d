"""What an article is about, as its help center says: its sections and labels.

Knows: articles.
Must not know: questions, scores.

A translation has its section's name in its own language: what one language version has
counts for all of them, so that a name in one language finds the article in every one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from corpora.article import Article


def folded(name: str) -> str:
    """Names that differ in case or spaces only are the same name."""
    return " ".join(name.casefold().split())


def subjects(articles: Iterable[Article]) -> Mapping[str, frozenset[str]]:
    """The sections and labels of each article, by its id."""
    found: dict[str, set[str]] = {}
    for article in articles:
        names = (folded(name) for name in (article.section, *article.labels))
        found.setdefault(article.id, set()).update(name for name in names if name)
    return {article: frozenset(names) for article, names in found.items()}
