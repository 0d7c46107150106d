"""From a ranking to the offer: in which language, and what fits the place where one asks.

Knows: the order in which languages are asked, the thresholds, the context.
Must not know: HTTP, SQL, who asks.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from answerbot.context import LOOKED_AT, Context, Weigh, clues, in_context, weight_of
from answerbot.suggest import Offer, considered, offer
from answerbot.thresholds import Thresholds
from indexer.query import Query, Ranking
from indexer.searcher import Searcher

NOWHERE = Context()
Rank = Callable[[Query], Ranking]


def chosen_from(
    searcher: Searcher,
    query: Query,
    *,
    least: Thresholds,
    limit: int,
    without: frozenset[str] = frozenset(),
    context: Context = NOWHERE,
) -> Offer:
    """The offer for a query: of other languages only if the asker's has nothing good enough.

    With a `context` more is ranked than is shown, so that it has something to choose from.
    """
    chosen = Offer(())
    if context.counts:
        query = replace(query, limit=max(query.limit, LOOKED_AT + len(without)))
    for rank, threshold in ((searcher.search, least.own), (searcher.elsewhere, least.elsewhere)):
        if chosen.abstained:
            found = _ranked(rank, query, threshold)
            hits = tuple(hit for hit in found.hits if hit.article not in without)
            before, ordered = chosen, hits
            if context.counts:
                ordered = in_context(hits, _weigh(context, searcher), threshold)
            chosen = offer(replace(found, hits=ordered), threshold=threshold, limit=limit)
            chosen = considered(chosen, hits, before)
    return chosen


def _ranked(rank: Rank, query: Query, threshold: float) -> Ranking:
    """The ranking; without what is shown by now, where that makes nothing sure enough: a list
    is kept calm for as long as there is one, and silence is not calm."""
    found = rank(query)
    if query.shown and not any(hit.confidence >= threshold for hit in found.hits):
        return rank(replace(query, shown=()))
    return found


def _weigh(context: Context, searcher: Searcher) -> Weigh:
    return lambda hit: weight_of(clues(context, searcher, hit.article, hit.locale))
