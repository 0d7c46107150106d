"""Did an edit help? An article's rates before and after it.

Knows: counts by day, days of edits, the difference of two shares.
Must not know: SQL, HTML, what was edited.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from answerbot.measures import FEW, Change, difference
from answerbot.metrics import Interval, wilson

WINDOW = 28
"""Days before and after that are compared, or fewer where another edit or today is nearer."""

Days = Mapping[date, Mapping[str, int]]


class Share(NamedTuple):
    """A rate of an article: `part` of `whole` are names of counts."""

    name: str
    label: str
    part: str
    whole: str
    good: bool
    definition: str


SHARES = (
    Share("solved", "Solved of opened", "accepted", "opened", True, "Of the enquiries in which it was opened, those whose customer said that it solved the question and was not contradicted since."),
    Share("clicked", "Opened of offered", "clicked", "offered", True, "Of the enquiries in which it was offered, those in which it was opened."),
    Share("rejected", "No of opened", "rejected", "opened", False, "Of the enquiries in which it was opened, those in which a customer said that it did not help."),
    Share("ticketed", "Ticket after opening", "ticketed", "opened", False, "Of the enquiries in which it was opened, those in which a ticket was written afterwards."),
)  # fmt: skip


class Part(NamedTuple):
    """A rate over some days."""

    share: Share
    n: int
    whole: int

    @property
    def interval(self) -> Interval | None:
        """With its 95 % interval; None where nothing was counted."""
        return wilson(min(self.n, self.whole), self.whole)

    @property
    def few(self) -> bool:
        """Whether a percentage would say more about chance."""
        return self.whole < FEW


class Effect(NamedTuple):
    """What changed with an edit; None where either side has too few to tell."""

    day: date
    before: Part
    after: Part
    change: Change | None


def parts(days: Days, first: date, last: date) -> list[Part]:
    """All rates over some days, both included."""
    there = [counts for day, counts in days.items() if first <= day <= last]
    return [_part(share, there) for share in SHARES]


def effects(days: Days, edits: Iterable[date], today: date) -> list[Effect]:
    """Of each edit the change of the first of SHARES, the latest first; none of those around which
    nobody opened it. The day itself is left out: nobody knows which of its enquiries met which
    version."""
    ordered = sorted(set(edits))
    found = []
    for place, day in enumerate(ordered):
        begin = day - timedelta(WINDOW)
        end = min(day + timedelta(WINDOW), today)
        if place:
            begin = max(begin, ordered[place - 1] + timedelta(1))
        if place + 1 < len(ordered):
            end = min(end, ordered[place + 1] - timedelta(1))
        before = parts(days, begin, day - timedelta(1))[0]
        after = parts(days, day + timedelta(1), end)[0]
        if not (before.whole or after.whole):
            continue
        known = not (before.few or after.few)
        change = difference(after.interval, before.interval) if known else None
        found.append(Effect(day, before, after, change))
    return found[::-1]


def _part(share: Share, there: Sequence[Mapping[str, int]]) -> Part:
    n, whole = (sum(counts[name] for counts in there) for name in (share.part, share.whole))
    return Part(share, n, whole)
