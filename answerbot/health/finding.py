"""What was found to be wrong with an article.

Knows: the kinds of findings, what each means.
Must not know: how it is found, SQL, HTML.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What is wrong."""

    DUPLICATE = "duplicate"
    STALE = "stale"
    DATES = "dates"
    LINK = "link"
    EMPTY = "empty"
    LONG = "long"
    UNREAD = "unread"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at. `note` says what exactly, in words; `weight` orders those of a kind,
    the heaviest first. Only a duplicate has an `other`."""

    kind: Kind
    article: str
    locale: str
    note: str
    weight: float = 0.0
    other: str = ""
    other_locale: str = ""

    @property
    def key(self) -> tuple[str, str, str, str, str]:
        """What is the same from search to search: dismissed once, it stays so."""
        return self.kind.value, self.article, self.locale, self.other, self.other_locale
