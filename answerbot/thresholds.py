"""From the precision wanted of a channel to the confidence that an offer needs.

Knows: channels with their settings, the reference curve of the generation that serves.
Must not know: questions, rankings, SQL.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from indexer.calibrate import Confidence
from indexer.searcher import Searcher

ELSEWHERE = 0.75
"""Of the wrong offers that are put up with in the asker's language, the share that is in
another one: confidence is fitted within a language, and the customer may not be able to
read it."""


class Channel(StrEnum):
    """Where something is offered; each has its own precision wanted."""

    TYPING = "typing"
    FORM = "form"
    EMAIL = "email"

    @property
    def setting(self) -> str:
        """The name of its setting."""
        return f"{self.value}_precision"


class Thresholds(NamedTuple):
    """The confidence that one article must have: in the asker's language, and in another."""

    own: float
    elsewhere: float

    def passed(self, best: tuple[float, ...]) -> bool:
        """Whether something is offered, `best` being the highest confidence in the asker's
        language and, if that was not enough, in the others."""
        return any(sure >= least for sure, least in zip(best, self, strict=False))


def thresholds(known: Confidence, precision: float) -> Thresholds:
    """The thresholds of a precision wanted, a share of offers that shall be right."""
    stricter = 1 - ELSEWHERE * (1 - precision)
    return Thresholds(known.threshold(precision), known.threshold(stricter))


def in_force(searcher: Searcher, precision: float) -> Thresholds:
    """The thresholds that keep the precision by whichever fit answers."""
    found = [thresholds(fit, precision) for fit in searcher.fits]
    return Thresholds(max(one.own for one in found), max(one.elsewhere for one in found))


def of_question(*, typing: bool) -> Channel:
    """The channel of a question that somebody types, or has sent."""
    return Channel.TYPING if typing else Channel.FORM
