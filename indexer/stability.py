"""A list that stays calm while its question is being typed.

Knows: articles with their scores, and those shown before.
Must not know: how either came about, passages, confidence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

MARGIN = 0.12
"""How much better an article must score to overtake one that is shown; scores lie in [0, 1]."""


def steady(
    scores: Mapping[str, float], shown: Sequence[str], *, margin: float = MARGIN
) -> list[str]:
    """The articles of `scores` in the order in which to show them.

    An article passes one that was shown above it, or was shown when it was not, only
    if it scores higher by more than `margin`. Articles not shown keep the order of
    `scores`, best first. What has no score is not shown again.
    """
    before = [article for article in dict.fromkeys(shown) if article in scores]
    known, order = frozenset(before), list[str]()
    newcomers = (article for article in scores if article not in known)
    for article in (*before, *newcomers):
        place = len(order)
        while place and _passes(scores, known, article, order[place - 1], margin):
            place -= 1
        order.insert(place, article)
    return order


def _passes(
    scores: Mapping[str, float], known: frozenset[str], article: str, above: str, margin: float
) -> bool:
    needed = margin if above in known else 0.0
    return scores[article] > scores[above] + needed
