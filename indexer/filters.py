"""Which articles may be shown for a query, decided before anything is ranked.

Knows: audiences, dates, labels, subjects, what is excluded.
Must not know: scores.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from corpora.article import Article
from indexer.query import Query
from indexer.subjects import subjects

BEGINNING = datetime.min.replace(tzinfo=UTC)
END = datetime.max.replace(tzinfo=UTC)

Mask = NDArray[np.bool_]


class Eligibility:
    """The articles' audiences, dates and labels as arrays, so that a query costs no loop."""

    def __init__(self, articles: Sequence[Article]) -> None:
        names, self._audience = _coded([article.audience for article in articles])
        self._audiences = names
        self._from = _times([a.effective_from or BEGINNING for a in articles])
        self._until = _times([a.effective_until or END for a in articles])
        labels = sorted({label for article in articles for label in article.labels})
        self._labelled = {
            label: np.array([label in a.labels for a in articles]) for label in labels
        }
        self._numbers = _numbers(articles)
        self.subjects = subjects(articles)
        self._subjects = [self.subjects[article.id] for article in articles]

    def allowed(self, query: Query) -> Mask:
        """One entry an article: whether this asker may be shown it now."""
        allowed = self.visible(query)
        for label in query.labels_all:
            allowed &= self._with(label)
        for label in query.labels_none:
            allowed &= ~self._with(label)
        if query.labels_any:
            allowed &= np.any([self._with(label) for label in query.labels_any], axis=0)
        if query.within:
            allowed &= np.array([bool(n & query.within) for n in self._subjects], dtype=np.bool_)
        for article in query.excluded:
            allowed[self._numbers.get(article, [])] = False
        return allowed

    @property
    def audiences(self) -> frozenset[str]:
        """Those that articles are for."""
        return frozenset(self._audiences)

    def visible(self, query: Query) -> Mask:
        """One entry an article: whether this asker may see it now, whatever is asked."""
        seen = np.array([name in query.may_see for name in self._audiences], dtype=np.bool_)
        now = _times([query.now])[0]
        visible: Mask = seen[self._audience] & (self._from <= now) & (now < self._until)
        return visible

    def _with(self, label: str) -> Mask:
        return self._labelled.get(label, np.zeros(len(self._audience), dtype=np.bool_))


def may_be_shown(article: Article, query: Query, names: frozenset[str]) -> bool:
    """Whether audience, dates, labels and subjects (`names`) let one article through:
    `Eligibility` in words."""
    labels = frozenset(article.labels)
    return (
        article.id not in query.excluded
        and article.audience in query.may_see
        and in_effect(article, query.now)
        and query.labels_all <= labels
        and not (query.labels_none & labels)
        and (not query.labels_any or bool(query.labels_any & labels))
        and (not query.within or bool(query.within & names))
    )


def in_effect(article: Article, now: datetime) -> bool:
    """Whether `now` lies within the article's dates."""
    begun = article.effective_from is None or article.effective_from <= now
    ended = article.effective_until is not None and article.effective_until <= now
    return begun and not ended


def _coded(values: Sequence[str]) -> tuple[list[str], NDArray[np.int64]]:
    names = sorted(set(values))
    place = {name: i for i, name in enumerate(names)}
    return names, np.array([place[value] for value in values], dtype=np.int64)


def _numbers(articles: Sequence[Article]) -> dict[str, list[int]]:
    """The places of an article's translations, by its id."""
    found: dict[str, list[int]] = {}
    for number, article in enumerate(articles):
        found.setdefault(article.id, []).append(number)
    return found


def _times(moments: Sequence[datetime]) -> NDArray[np.datetime64]:
    plain = [moment.astimezone(UTC).replace(tzinfo=None) for moment in moments]
    return np.array(plain, dtype="datetime64[us]")
