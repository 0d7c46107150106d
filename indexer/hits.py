"""A list of hits before it is shown: each article once, calm, no surer than what stands before.

Knows: hits, what the asker saw before.
Must not know: how hits are found or scored.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from corpora.article import Article
from indexer.query import Hit, Query
from indexer.stability import steady

SHARED_WORDS = 0.3
LIKE_MEANING = 0.45
"""From these on, an arm counts as a reason by itself. For people; no ranking depends on it."""


def in_language(hit: Hit | None, card: Article) -> Hit | None:
    """`hit`, if it is in the language of `card`."""
    return hit if hit and hit.locale.split("-")[0] == card.language else None


def kept(query: Query) -> tuple[str, ...]:
    """The articles that may stay in the list although others are a little better."""
    return query.shown if query.typing else ()


def calm(hits: Sequence[Hit], shown: Sequence[str]) -> list[Hit]:
    """`hits` in the order in which they change least for who sees `shown`."""
    by_article = {hit.article: hit for hit in hits}
    order = steady({hit.article: hit.score for hit in hits}, shown)
    return [by_article[article] for article in order]


def unique(hits: Iterable[Hit]) -> Iterator[Hit]:
    """Each article once: of several translations the best."""
    seen: set[str] = set()
    for hit in hits:
        if hit.article not in seen:
            seen.add(hit.article)
            yield hit


def no_surer_than_before(hits: Iterable[Hit]) -> Iterator[Hit]:
    """The confidence of each capped by that of the hit before it: order and figures agree.

    One that is kept above a little better one thus lowers that one's: never is more
    claimed than was found.
    """
    cap = 1.0
    for hit in hits:
        cap = min(cap, hit.confidence)
        yield replace(hit, confidence=cap)


def reason_of(found: Mapping[str, float]) -> str:
    """Which arm found it, in a word that pages translate: words, meaning or both."""
    by_words = found["words_share"] >= SHARED_WORDS
    by_meaning = found["cosine"] >= LIKE_MEANING
    if by_words and by_meaning:
        return "both"
    return "meaning" if found["cosine"] > found["words_share"] else "words"
