"""Questions typed character by character, and what is shown after each.

Knows: how a customer types, what is passed on from keystroke to keystroke.
Must not know: which figure is made of it.

Two pipelines see the same keystrokes. *Served*: the text is unfinished, and the articles
shown before are known. *Plain*: each keystroke is a question of its own, as for a bot
that knows nothing of typing.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from eval.folder import Folder
from eval.index import Setup
from eval.measures import Typed
from eval.measures.effort import EFFORT_AT_3
from eval.measures.flicker import FLICKER
from eval.measures.half_hit import HALF_HIT_AT_3
from eval.records import LabelledQuery
from eval.runner import query_of
from indexer.build import silent
from indexer.embed import Progress
from indexer.query import Query
from indexer.searcher import Searcher

SHOWN = 3
"""Articles that customers see at once."""

POINTS = tuple(share / 10 for share in range(1, 11))
"""Shares of a question at which the curve is drawn."""


class Typing(NamedTuple):
    """What both pipelines showed, and the sample of questions that was typed."""

    served: tuple[Typed, ...]
    plain: tuple[Typed, ...]
    half_served: tuple[Typed, ...]
    half_plain: tuple[Typed, ...]

    @property
    def report(self) -> dict[str, Any]:
        """The figures of both, and what the served one saves."""
        served = _figures(self.served, self.half_served)
        plain = _figures(self.plain, self.half_plain)
        effort = _ratio(served[EFFORT_AT_3.name], plain[EFFORT_AT_3.name])
        return {
            "queries": len(self.served),
            **served,
            "plain": plain,
            "effort_saved": None if effort is None else round(1 - effort, 4),
            "flicker_ratio": _ratio(served[FLICKER.name], plain[FLICKER.name]),
            "curve": {
                "typed": list(POINTS),
                "served": curve(self.served),
                "plain": curve(self.plain),
            },
        }


def measure_typing(
    searcher: Searcher,
    folder: Folder,
    setup: Setup,
    *,
    most: int,
    seed: int,
    progress: Progress = silent,
) -> Typing:
    """Type at most `most` of a folder's questions, chosen by `seed`, into both pipelines;
    and ask all of its questions half typed."""
    chosen = sample(folder.queries, most, seed)
    typed = []
    for done, labelled in enumerate(chosen, 1):
        right = right_articles(folder, labelled)
        query = query_of(labelled, setup, limit=SHOWN)
        typed.append((served(searcher, query, right), plain(searcher, query, right)))
        progress("Typing", done, len(chosen))
    halves = half_typed(searcher, folder, setup, progress)
    return Typing(*_apart(typed), *_apart(halves))


def sample(queries: Sequence[LabelledQuery], most: int, seed: int) -> list[LabelledQuery]:
    """At most `most` queries with text, the same for the same seed, in the folder's order."""
    typable = [query for query in queries if query.text]
    if len(typable) <= most:
        return typable
    places = random.Random(seed).sample(range(len(typable)), most)  # noqa: S311 - no secret
    return [typable[place] for place in sorted(places)]


def served(searcher: Searcher, query: Query, right: frozenset[str]) -> Typed:
    """One question typed into the pipeline that customers meet."""
    shown: tuple[str, ...] = ()
    lists = []
    for end in range(1, len(query.text) + 1):
        asked = replace(query, text=query.text[:end], typing=True, shown=shown)
        shown = articles(searcher, asked)
        lists.append(shown)
    return Typed(tuple(lists), right)


def plain(searcher: Searcher, query: Query, right: frozenset[str]) -> Typed:
    """The same keystrokes, each a question of its own."""
    ends = range(1, len(query.text) + 1)
    lists = (articles(searcher, replace(query, text=query.text[:end])) for end in ends)
    return Typed(tuple(lists), right)


def half_typed(
    searcher: Searcher, folder: Folder, setup: Setup, progress: Progress
) -> tuple[tuple[Typed, Typed], ...]:
    """All of the folder's questions after half of their characters: served, plain."""
    found = []
    for done, labelled in enumerate(folder.queries, 1):
        right = right_articles(folder, labelled)
        text = labelled.text[: max(1, len(labelled.text) // 2)]
        query = replace(query_of(labelled, setup, limit=SHOWN), text=text)
        unfinished = replace(query, typing=True)
        found.append(
            (
                Typed((articles(searcher, unfinished),), right),
                Typed((articles(searcher, query),), right),
            )
        )
        progress("Half typed", done, len(folder.queries))
    return tuple(found)


def articles(searcher: Searcher, query: Query) -> tuple[str, ...]:
    """The ids of what is found, best first, whatever the confidence."""
    return tuple(hit.article for hit in searcher.search(query).hits)


def right_articles(folder: Folder, labelled: LabelledQuery) -> frozenset[str]:
    """The right answers to a question."""
    grades: Mapping[str, int] = folder.qrels.get(labelled.id, {})
    return frozenset(article for article, grade in grades.items() if grade > 0)


def curve(typed: Sequence[Typed]) -> list[float]:
    """At each of POINTS the share of questions with a right article among those shown."""
    if not typed:
        return []
    return [round(sum(one.right_at(p) for one in typed) / len(typed), 4) for p in POINTS]


def _apart(pairs: Sequence[tuple[Typed, Typed]]) -> tuple[tuple[Typed, ...], tuple[Typed, ...]]:
    return tuple(served for served, _ in pairs), tuple(plain for _, plain in pairs)


def _figures(typed: Sequence[Typed], half: Sequence[Typed]) -> dict[str, float | None]:
    found = {measure.name: measure.of(typed) for measure in (EFFORT_AT_3, FLICKER)}
    found[HALF_HIT_AT_3.name] = HALF_HIT_AT_3.of(half)
    return {name: None if v is None else round(v, 4) for name, v in found.items()}


def _ratio(served: float | None, plain: float | None) -> float | None:
    """None without one of them, and where there is nothing to save."""
    return None if served is None or not plain else round(served / plain, 4)
