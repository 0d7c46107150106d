"""Why the bot did not answer the questions of a gap.

Knows: what was recorded when each was asked.
Must not know: SQL, groups, thresholds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from statistics import fmean

from answerbot.gaps.gap import Failing

CLOSE = 0.1
"""A confidence below which an article is not close at all."""


class Why(StrEnum):
    """Why one question had no answer."""

    NOTHING_CLOSE = "nothing_close"
    NOT_SURE = "not_sure"
    OTHER_LANGUAGE = "other_language"
    REJECTED = "rejected"
    NOT_ENOUGH = "not_enough"


@dataclass(frozen=True, slots=True)
class Question:
    """An enquiry without an answer, as the ledger has it: its last question, without what is
    private; what was nearest to it, or offered; and what its customer said."""

    enquiry: str
    asked_at: datetime
    language: str
    text: str
    nearest: str = ""
    confidence: float = 0.0
    offered: bool = False
    rejected: tuple[str, ...] = ()
    """Reasons."""


def why(question: Question, languages: Mapping[str, Set[str]]) -> Why:
    """The reason for one. `languages` says in which ones each article is."""
    if question.rejected:
        return Why.REJECTED
    if question.offered:
        return Why.NOT_ENOUGH
    if not question.nearest or question.confidence < CLOSE:
        return Why.NOTHING_CLOSE
    if question.language not in languages.get(question.nearest, {question.language}):
        return Why.OTHER_LANGUAGE
    return Why.NOT_SURE


def failing(questions: Iterable[Question], languages: Mapping[str, Set[str]]) -> Failing:
    """Of all, the commonest reason first."""
    given = list(questions)
    reasons = Counter(why(one, languages).value for one in given)
    nearest = Counter(one.nearest for one in given if one.nearest and one.confidence >= CLOSE)
    rejected = Counter(reason for one in given for reason in one.rejected)
    if not nearest:
        return Failing(dict(reasons.most_common()), rejected=dict(rejected.most_common()))
    article = min(nearest, key=lambda name: (-nearest[name], name))
    sure = fmean(one.confidence for one in given if one.nearest == article)
    return Failing(
        dict(reasons.most_common()),
        article,
        nearest[article],
        round(sure, 4),
        dict(rejected.most_common()),
    )
