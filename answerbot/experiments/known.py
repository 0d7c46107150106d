"""By what the people of an experiment are told apart, and whether that makes them people.

Knows: the ways, from the surest to the weakest; when a number of people is one of page loads.
Must not know: SQL, HTML, how anybody is drawn.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

PLURAL = {
    "person": "by a verified identity",
    "email": "by their address",
    "visitor": "by what their browser keeps",
    "session": "only by page load",
}


class Known(StrEnum):
    """The surest first. A `session` is one page, from loading to leaving."""

    PERSON = "person"
    EMAIL = "email"
    VISITOR = "visitor"
    SESSION = "session"

    @property
    def words(self) -> str:
        """Behind a number of people."""
        return PLURAL[self]


@dataclass(frozen=True, slots=True)
class Told:
    """How many people are told apart by what."""

    counts: Mapping[Known, int] = field(default_factory=dict)

    @property
    def people(self) -> int:
        """All of them."""
        return sum(self.counts.values())

    @property
    def lines(self) -> list[tuple[Known, int]]:
        """Those that there are, the surest first."""
        return [(known, n) for known in Known if (n := self.counts.get(known, 0))]

    @property
    def pages(self) -> int:
        """People who are page loads: whoever loads another page is another one."""
        return self.counts.get(Known.SESSION, 0)

    @property
    def mostly_pages(self) -> bool:
        """Whether a number of people is rather one of page loads."""
        return 2 * self.pages > self.people


NOBODY = Told()


def told(found: Iterable[Known]) -> Told:
    """One entry for each person."""
    return Told(Counter(found))
