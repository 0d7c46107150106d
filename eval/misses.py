"""The worst misses: what was asked, what should have come, and what came instead.

Knows: which answer is a miss, and which miss is worse.
Must not know: how misses are shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from eval.folder import Folder
from eval.index import Setup
from eval.measures import Judged
from eval.records import LabelledQuery
from eval.runner import Asked, query_of
from eval.slices import SHOWN, hit
from indexer.query import Hit
from indexer.searcher import Searcher

DEEPEST = 1000
"""How far down the right article is looked for."""


class Miss(NamedTuple):
    """A question answered wrongly. `expected` are titles by article, none if nothing should
    have come; `rank` is the place of the first right article, None below DEEPEST."""

    query: LabelledQuery
    expected: dict[str, str]
    shown: tuple[Hit, ...]
    rank: int | None

    @property
    def report(self) -> dict[str, Any]:
        """As it stands in a report."""
        return {
            "query": self.query.id,
            "text": self.query.text,
            "kind": "missed" if self.expected else "should be silent",
            "expected": [{"article": a, "title": title} for a, title in self.expected.items()],
            "rank": self.rank,
            "shown": [
                {
                    "article": one.article,
                    "title": one.title,
                    "confidence": round(one.confidence, 4),
                    "passage": one.text,
                }
                for one in self.shown
            ],
        }


def misses(
    searcher: Searcher, folder: Folder, setup: Setup, asked: Asked, judged: Judged, *, most: int
) -> list[Miss]:
    """The worst misses: those of whose first answer the bot was surest, at most `most`.

    A question in scope is missed if no right article is among the first three; one out of
    scope, if something is offered at the threshold in force.
    """
    wrong = sorted(_wrong(folder, judged), key=lambda query: -judged.confidence(query.id))
    return [_miss(searcher, folder, setup, asked, query) for query in wrong[:most]]


def _wrong(folder: Folder, judged: Judged) -> Iterator[LabelledQuery]:
    yield from (query for query in folder.queries if not hit(judged, query.id))
    yield from (query for query in folder.oos if judged.offered(query.id))


def _miss(
    searcher: Searcher, folder: Folder, setup: Setup, asked: Asked, query: LabelledQuery
) -> Miss:
    titles = {article.id: article.title for article in folder.articles}
    right = [a for a, grade in folder.qrels.get(query.id, {}).items() if grade > 0]
    expected = {article: titles.get(article, "") for article in right}
    shown = asked.rankings[query.id].hits[:SHOWN]
    return Miss(query, expected, shown, _rank(searcher, setup, query, expected))


def _rank(
    searcher: Searcher, setup: Setup, query: LabelledQuery, expected: dict[str, str]
) -> int | None:
    if not expected:
        return None
    deep = searcher.search(query_of(query, setup, limit=DEEPEST))
    places = (place for place, one in enumerate(deep.hits, 1) if one.article in expected)
    return next(places, None)
