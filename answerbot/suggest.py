"""From a ranking to an offer, or to an abstention.

Knows: confidence, thresholds.
Must not know: SQL, HTTP, how confidence is computed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from indexer.pins import PINNED
from indexer.query import Hit, Ranking


@dataclass(frozen=True, slots=True)
class Offer:
    """What to show: at most a few articles, or nothing."""

    hits: tuple[Hit, ...]
    translated: bool = False
    best: tuple[float, ...] = ()
    """The highest confidence of each ranking that was looked at, offered or not: in the
    asker's language and, if that was not enough, in the others."""
    nearest: str = ""
    """The article that had the highest of them; empty if none was found."""

    @property
    def pinned(self) -> bool:
        """Whether an editor's word decided, and no threshold."""
        return any(hit.reason == PINNED for hit in self.hits)

    @property
    def abstained(self) -> bool:
        """Whether nothing was good enough."""
        return not self.hits


def offer(ranking: Ranking, *, threshold: float, limit: int) -> Offer:
    """The best hits, if one of them reaches `threshold`; else nothing.

    Once one article is good enough, the others are shown down to half its threshold: a
    customer who sees one likely article may see two less likely ones beside it, but
    never only unlikely ones. What an editor pinned is good enough by the editor's word.
    """
    if not any(hit.confidence >= threshold for hit in ranking.hits):
        pinned = tuple(hit for hit in ranking.hits if hit.reason == PINNED)
        return Offer(pinned[:limit], ranking.translated)
    kept = tuple(hit for hit in ranking.hits if hit.confidence >= threshold / 2)
    return Offer(kept[:limit], ranking.translated)


def considered(chosen: Offer, hits: tuple[Hit, ...], before: Offer) -> Offer:
    """The offer with what was found for it, and for the one `before` that came to nothing."""
    surest = max(hits, key=lambda hit: hit.confidence, default=None)
    sure = surest.confidence if surest else 0.0
    nearer = surest and sure > max(before.best, default=0.0)
    return replace(
        chosen,
        best=(*before.best, sure),
        nearest=surest.article if surest and nearer else before.nearest,
    )


def question(query: str, subject: str = "", description: str = "") -> str:
    """The text to search for, from whatever fields the customer has filled in.

    A space after the last word stays: while one types, it says that the word is finished.
    """
    parts = [part for part in (query, subject, description) if part.strip()]
    text = "\n".join(dict.fromkeys(part.strip() for part in parts))
    return f"{text} " if parts and parts[-1][-1].isspace() else text


LATER = 1_000
"""Characters of each later message: what comes first is the question."""


def words_of(subject: str, description: str, said: Sequence[str]) -> str:
    """A ticket's words as a question. Of what its customer `said` later the newest comes first:
    of a long text the beginning counts."""
    newest = "\n".join(text[:LATER] for text in reversed(said))
    return question(newest, subject, description)
