"""Shares of tickets with their intervals, over all of them and by form, language and week.

Knows: what is counted of what, the kinds of slices.
Must not know: how a ticket was asked, how shares are shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from answerbot.metrics import wilson
from eval.replay.asking import Replayed
from eval.slices import FEWEST


@dataclass(frozen=True, slots=True)
class Share:
    """`count` of `n`, with the Wilson 95 % interval of the share."""

    count: int
    n: int

    @property
    def enough(self) -> bool:
        """Whether `n` is large enough to tell anything."""
        return self.n >= FEWEST

    @property
    def report(self) -> dict[str, Any]:
        """As it stands in a report; share and interval are None of nothing."""
        interval = wilson(self.count, self.n) or (None, None, None)
        rounded = (None if value is None else round(value, 4) for value in interval)
        figures = dict(zip(("share", "low", "high"), rounded, strict=True))
        return {"count": self.count, "n": self.n, **figures, "enough": self.enough}


def offered(replayed: Iterable[Replayed]) -> Share:
    """Tickets with an offer, of all."""
    return _share(bool(one.offered) for one in replayed)


def right(replayed: Iterable[Replayed]) -> Share:
    """Tickets with a known article among those offered, of all whose article is known."""
    return _share(one.right for one in replayed if one.known)


def right_offers(replayed: Iterable[Replayed]) -> Share:
    """The same, of those of them with an offer."""
    return _share(one.right for one in replayed if one.known and one.offered)


def _share(values: Iterable[bool]) -> Share:
    found = list(values)
    return Share(sum(found), len(found))


def week_of(one: Replayed) -> str:
    """The ISO week in which the ticket came in: 2026-W45."""
    moment = one.ticket.created_at
    return f"{moment:%G-W%V}" if moment else "not known"


KINDS: Mapping[str, Callable[[Replayed], str]] = {
    "form": lambda one: one.ticket.form or "none",
    "language": lambda one: one.language,
    "week": week_of,
}


def slices(replayed: Sequence[Replayed]) -> list[dict[str, Any]]:
    """Offered and right by each kind: the largest slice first, weeks in their order. A kind
    that puts all tickets into one slice says nothing and is left out."""
    found = []
    for kind, value_of in KINDS.items():
        groups: dict[str, list[Replayed]] = {}
        for one in replayed:
            groups.setdefault(value_of(one), []).append(one)
        if len(groups) > 1:
            ordered = sorted(groups, key=lambda v: (0 if kind == "week" else -len(groups[v]), v))
            found += [_slice(kind, value, groups[value]) for value in ordered]
    return found


def _slice(kind: str, value: str, group: Sequence[Replayed]) -> dict[str, Any]:
    return {
        "slice": kind,
        "value": value,
        "offered": offered(group).report,
        "right": right(group).report,
    }


PLACES = ("1", "2", "3", "4-10", "11 and on", "not found")


def places(replayed: Iterable[Replayed]) -> dict[str, int]:
    """How far down the first known article stands, in tickets whose article is known."""
    counts = dict.fromkeys(PLACES, 0)
    for one in replayed:
        if one.known:
            counts[_place(one.rank)] += 1
    return counts


def _place(rank: int | None) -> str:
    if rank is None:
        return "not found"
    if rank <= 3:
        return str(rank)
    return "4-10" if rank <= 10 else "11 and on"
