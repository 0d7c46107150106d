"""One look at the health of all articles.

Knows: the order of steps.
Must not know: SQL, HTTP, what makes an article unwell.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from answerbot.clock import Clock
from answerbot.health.checks import Met, findings
from answerbot.health.finding import Finding, Kind
from answerbot.health.near import near_identical
from answerbot.health.reading import meaning_of, text_of
from answerbot.store.articles import Articles
from answerbot.store.db import Store
from answerbot.store.health import Health
from corpora.article import Article
from indexer.encoder import Vectors

Embed = Callable[[Sequence[str]], Vectors]


def look(store: Store, clock: Clock, embed: Embed | None = None) -> list[Finding]:
    """Look at every article, and keep what is found. Drafts are not looked at: they are being
    worked on."""
    held, now = Health(store), clock()
    articles = [article for article in Articles(store).all() if not article.draft]
    ids = {article.id for article in articles}
    met, known = held.met(now), Articles(store).known()
    found = [*_duplicates(articles, embed)]
    for article in articles:
        seen = met.get(article.id, Met())
        if article.id in known:
            seen = replace(seen, since=known[article.id].first)
        found += findings(article, seen, ids, now)
    held.replace(found, now=now)
    return found


def _duplicates(articles: Sequence[Article], embed: Embed | None) -> Iterator[Finding]:
    """A language at a time."""
    by_language: dict[str, list[Article]] = defaultdict(list)
    for article in articles:
        by_language[article.language].append(article)
    for _, group in sorted(by_language.items()):
        vectors = embed([meaning_of(article) for article in group]) if embed else None
        for pair in near_identical([text_of(article) for article in group], vectors):
            one, other = group[pair.one], group[pair.other]
            if one.id != other.id:
                yield _pair(one, other, pair.shared, pair.likeness)


def _pair(one: Article, other: Article, shared: float, likeness: float) -> Finding:
    note = f"share {100 * shared:.0f} % of their word sequences"
    if one.audience != other.audience:
        note += f"; for {one.audience} and for {other.audience}"
    return Finding(Kind.DUPLICATE, one.id, one.locale, note, likeness, other.id, other.locale)
