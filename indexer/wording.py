"""A question as it is searched for: its words with all their readings.

Knows: plain records.
Must not know: how they are made.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from indexer.slots import Slot


class Text(NamedTuple):
    """One reading of the whole question, for the encoder, and its share."""

    text: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Wording:
    """`words` and `pieces` are the slots for either index of words, `texts` the readings of
    which the encoder's vectors are averaged.

    `read_as` are the words that were corrected or completed, each with what it was
    read as.
    """

    words: Sequence[Slot]
    pieces: Sequence[Slot]
    texts: Sequence[Text]
    read_as: tuple[tuple[str, str], ...] = ()
