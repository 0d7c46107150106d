"""Plain BM25 over whole articles: the least that any search engine does.

Knows: rank_bm25, our analysis of words.
Must not know: passages, vectors, our index.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from rank_bm25 import BM25Okapi

from corpora.article import Article
from indexer.tokens import terms


class PlainWords:
    """Articles, searched by the stems of their titles and texts. At least one article."""

    def __init__(self, articles: Sequence[Article]) -> None:
        self._ids = [article.id for article in articles]
        self._language = Counter(a.language for a in articles).most_common(1)[0][0]
        texts = [terms(f"{a.title}\n{a.plain_text}", a.language) for a in articles]
        self._words = BM25Okapi(texts) if any(texts) else None

    def search(self, text: str, language: str | None, k: int = 3) -> tuple[str, ...]:
        """The ids of the best `k` articles that share a word with `text`, best first; ties
        go to the earlier article. `language` None: that of most articles."""
        if self._words is None:
            return ()
        scores = self._words.get_scores(terms(text, language or self._language))
        order = np.argsort(-scores, kind="stable")
        ids = dict.fromkeys(self._ids[row] for row in order if scores[row] > 0)
        return tuple(ids)[:k]
