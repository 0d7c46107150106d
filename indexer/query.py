"""What is asked of an index, and what it answers.

Knows: plain records.
Must not know: how either is made.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from corpora.article import EVERYONE


@dataclass(frozen=True, slots=True)
class Query:
    """One question. `language` None means: find out. Of several articles' translations in
    one language, that in `locale` (pt-BR rather than pt-PT) is taken.

    `audiences` are those that the asker belongs to, besides everyone. Labels: an
    article must carry all of `labels_all`, any of `labels_any` (if given) and none
    of `labels_none`. `within` are subjects (see `subjects.py`): an article must have one of
    them, if any is given. `excluded` are the ids of articles that are not to be found.

    `typing`: the text is not finished, its last word perhaps the beginning of one.
    `shown` are the articles that the asker sees for what was typed before, best first.
    """

    text: str
    now: datetime
    language: str | None = None
    audiences: frozenset[str] = frozenset()
    labels_any: frozenset[str] = frozenset()
    labels_all: frozenset[str] = frozenset()
    labels_none: frozenset[str] = frozenset()
    within: frozenset[str] = frozenset()
    excluded: frozenset[str] = frozenset()
    limit: int = 3
    locale: str = ""
    typing: bool = False
    shown: tuple[str, ...] = ()

    @property
    def may_see(self) -> frozenset[str]:
        """The audiences whose articles may be shown."""
        return self.audiences | {EVERYONE}


@dataclass(frozen=True, slots=True)
class Hit:
    """An article for a query, with the passage that answers best.

    `confidence` is the calibrated probability that the article is right.
    `highlights` are [start, end) offsets of matched words in `text`, in code points.
    `signals` are the figures behind the rank, for explanations.
    """

    article: str
    locale: str
    title: str
    url: str
    heading: tuple[str, ...]
    anchor: str
    text: str
    highlights: tuple[tuple[int, int], ...]
    score: float
    confidence: float
    reason: str
    signals: dict[str, float]


@dataclass(frozen=True, slots=True)
class Ranking:
    """The hits, best first. `translated` says that they are in another language than asked.

    `read_as` are the words that were corrected or completed, each as typed and as read.
    """

    hits: tuple[Hit, ...]
    language: str
    translated: bool = False
    read_as: tuple[tuple[str, str], ...] = ()
