"""Which articles may be shown for a query, decided before anything is ranked.

Knows: audiences, dates, labels.
Must not know: scores.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from corpora.article import Article
from indexer.query import Query


def allowed(articles: Sequence[Article], query: Query) -> NDArray[np.bool_]:
    """One entry an article: whether this asker may be shown it now."""
    return np.fromiter((may_be_shown(a, query) for a in articles), np.bool_, len(articles))


def may_be_shown(article: Article, query: Query) -> bool:
    """Whether audience, dates and labels let this article through."""
    return (
        article.audience in query.may_see
        and in_effect(article, query.now)
        and _labelled(frozenset(article.labels), query)
    )


def in_effect(article: Article, now: datetime) -> bool:
    """Whether `now` lies within the article's dates."""
    begun = article.effective_from is None or article.effective_from <= now
    ended = article.effective_until is not None and article.effective_until <= now
    return begun and not ended


def _labelled(labels: frozenset[str], query: Query) -> bool:
    return (
        query.labels_all <= labels
        and not (query.labels_none & labels)
        and (not query.labels_any or bool(query.labels_any & labels))
    )
