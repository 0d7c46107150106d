"""Articles to write: what the tickets are about for which nothing was offered.

Knows: tickets without an offer, in groups.
Must not know: how texts are compared, how gaps are shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from statistics import fmean
from typing import Any, NamedTuple

import numpy as np

from eval.replay.asking import Replayed
from eval.replay.groups import Likeness, grouped
from eval.replay.samples import sample
from eval.replay.vocabulary import Text, Vocabulary, beginning, written
from indexer.build import silent
from indexer.embed import Progress
from indexer.encoder import Encoder
from indexer.searcher import Searcher
from indexer.tokens import says_something

ALIKE = 0.45
ALIKE_WORDS = 0.25
"""How alike tickets of one group are to its centre: by words and meaning, by words alone."""

SAMPLES = 3

FEWEST = 2
"""Tickets of a group; what is asked but once is counted, not shown."""

_BATCH = 32


class Gaps(NamedTuple):
    """Groups of tickets without an offer, the largest first, and how many tickets are in none
    of them; `empty` have no text that could be searched for."""

    groups: tuple[tuple[Replayed, ...], ...]
    alone: int
    empty: int


def gaps(
    replayed: Sequence[Replayed],
    vocabulary: Vocabulary,
    encoder: Encoder | None,
    *,
    progress: Progress = silent,
) -> Gaps:
    """Group what nothing was offered for, by words and, with an encoder, by meaning."""
    unanswered = [one for one in replayed if not one.offered]
    asking = [one for one in unanswered if says_something(one.ticket.text)]
    empty = len(unanswered) - len(asking)
    if not asking:
        return Gaps((), 0, empty)
    kinds: list[Any] = [vocabulary.vectors([text_of(one) for one in asking])]
    if encoder:
        kinds.append(_encoded(asking, encoder, progress))
    least = ALIKE if encoder else ALIKE_WORDS
    groups = grouped(Likeness(*kinds), least=least)
    kept = tuple(
        tuple(asking[number] for number in group) for group in groups if len(group) >= FEWEST
    )
    return Gaps(kept, len(asking) - sum(map(len, kept)), empty)


def text_of(one: Replayed) -> Text:
    """A ticket's words with their language."""
    return one.ticket.text, one.language


def _encoded(asking: Sequence[Replayed], encoder: Encoder, progress: Progress) -> Any:
    parts = []
    for start in range(0, len(asking), _BATCH):
        batch = asking[start : start + _BATCH]
        parts.append(encoder.encode([beginning(one.ticket.text) for one in batch]))
        progress("Grouping", start + len(batch), len(asking))
    return np.vstack(parts)


def report(
    found: Gaps, vocabulary: Vocabulary, searcher: Searcher, *, most: int, texts: bool
) -> dict[str, Any]:
    """As it stands in a report. Without texts, a name holds only words of the help center."""
    groups = [_group(group, vocabulary, searcher, texts=texts) for group in found.groups[:most]]
    rest = found.groups[most:]
    return {
        "groups": groups,
        "more_groups": len(rest),
        "in_more_groups": sum(map(len, rest)),
        "alone": found.alone,
        "empty": found.empty,
    }


def _group(
    group: Sequence[Replayed], vocabulary: Vocabulary, searcher: Searcher, *, texts: bool
) -> dict[str, Any]:
    words = [text_of(one) for one in group]
    allowed = None if texts else _known_terms(words, searcher)
    shown = dict.fromkeys(sample(one.ticket.text) for one in group)
    return {
        "name": vocabulary.name(words, allowed=allowed),
        "tickets": len(group),
        "languages": dict(Counter(one.language for one in group).most_common()),
        "samples": list(shown)[:SAMPLES] if texts else None,
        "nearest": _nearest(group),
    }


def _known_terms(words: Sequence[Text], searcher: Searcher) -> set[str]:
    return {
        term for text in words for term in written(text) if searcher.idf(term, text[1]) is not None
    }


def _nearest(group: Sequence[Replayed]) -> dict[str, Any] | None:
    """The article that is the best for most of them, with its mean confidence."""
    hits = [one.nearest for one in group if one.nearest]
    if not hits:
        return None
    counts = Counter(hit.article for hit in hits)
    article = min(counts, key=lambda a: (-counts[a], a))
    own = [hit for hit in hits if hit.article == article]
    return {
        "article": article,
        "title": own[0].title,
        "tickets": len(own),
        "confidence": round(fmean(hit.confidence for hit in own), 4),
    }
