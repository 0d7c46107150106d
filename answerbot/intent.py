"""Do two questions want the same? By the articles that they lead to.

Knows: how likely each article answers each question.
Must not know: how that is found out, SQL, HTTP.

Two questions that lead to the same articles want the same, however they are worded: the ranking
has read their words and their meaning already. `python -m eval.intent` measures it on pairs of
labelled questions; how the threshold was chosen stands in docs/MEASURING.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

LOOKED_AT = 5
"""So many articles of each question are compared."""

SAME = 0.5
"""From this likeness on, two questions want the same. Chosen on labelled pairs."""


@dataclass(frozen=True, slots=True)
class Leads:
    """A question as the ranking has it: the confidence of each of its best articles."""

    articles: Mapping[str, float]


def likeness(first: Leads, second: Leads) -> float:
    """From 0 to 1: how much of what the two lead to is the same, the sum of each article's lower
    confidence by that of its higher one. Two that lead nowhere are not alike."""
    every = first.articles.keys() | second.articles.keys()
    pairs = [(first.articles.get(a, 0.0), second.articles.get(a, 0.0)) for a in every]
    most = sum(max(pair) for pair in pairs)
    return sum(min(pair) for pair in pairs) / most if most else 0.0


def same(first: Leads, second: Leads, *, least: float = SAME) -> bool:
    """Whether the two want the same."""
    return likeness(first, second) >= least
