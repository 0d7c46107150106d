"""Do two questions want the same? By the articles that they lead to, and by their meaning.

Knows: how likely each article answers each question, how near the two are.
Must not know: how either is found out, SQL, HTTP.

Two questions that lead to the same articles want the same, however they are worded; where no
article fits either, only their meaning tells. `python -m eval.intent` measures it on pairs of
labelled questions; how the two figures below were chosen stands in docs/MEASURING.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

LOOKED_AT = 5
"""So many articles of each question are compared."""

SHARE_OF_MEANING = 0.5
"""What the cosine counts beside the articles. Chosen on labelled pairs, as the next one."""

SAME = 0.55
"""From this likeness on, two questions want the same."""


@dataclass(frozen=True, slots=True)
class Leads:
    """A question as the ranking has it: the confidence of each of its best articles."""

    articles: Mapping[str, float]


def likeness(first: Leads, second: Leads, cosine: float | None) -> float:
    """From 0 to 1. `cosine` is that of the encoder, None where there is none."""
    common = shared(first, second)
    if cosine is None:
        return common
    return (1 - SHARE_OF_MEANING) * common + SHARE_OF_MEANING * max(0.0, cosine)


def shared(first: Leads, second: Leads) -> float:
    """How much of what the two lead to is the same: the sum of each article's lower confidence
    by that of its higher one. What is offered for neither does not count."""
    every = first.articles.keys() | second.articles.keys()
    pairs = [(first.articles.get(a, 0.0), second.articles.get(a, 0.0)) for a in every]
    most = sum(max(pair) for pair in pairs)
    return sum(min(pair) for pair in pairs) / most if most else 0.0


def same(first: Leads, second: Leads, cosine: float | None, *, least: float = SAME) -> bool:
    """Whether the two want the same."""
    return likeness(first, second, cosine) >= least
