"""What another precision wanted would do: to the reference questions, and to past enquiries.

Knows: recorded confidences, thresholds, how few are too few.
Must not know: SQL, pages, how a question is searched.

A past enquiry counts by the best confidence that was recorded of it, by the generation that
served then. Articles in other languages were only looked at where its own had nothing good
enough: an enquiry that would lose its offer may have got one in another language.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest
from typing import NamedTuple

from answerbot.enquiries import Event, Kind
from answerbot.thresholds import Channel, of_question, thresholds
from indexer.calibrate import Confidence

WANTED = tuple(round(0.5 + 0.05 * i, 2) for i in range(10))
FEW = 20
"""Below this many enquiries a number says more about chance than about a setting."""

EXAMPLES = 10


class Past(NamedTuple):
    """An enquiry of a channel: the last words of it, the article that was nearest to them
    (empty if none was), and the best confidences reached, in the asker's language and, if it
    was looked at, in others."""

    enquiry: str
    at: datetime
    text: str
    best: tuple[float, ...]
    nearest: str = ""


@dataclass(frozen=True, slots=True)
class History:
    """A channel's past enquiries. Of `untold` no threshold decided, or none is recorded."""

    enquiries: tuple[Past, ...]
    untold: int

    @property
    def enough(self) -> bool:
        """Whether there are enough to tell anything."""
        return len(self.enquiries) >= FEW


class Row(NamedTuple):
    """What a precision wanted leads to. `coverage` is the share of the reference questions
    with an offer, `offered` the number of past enquiries with one, None where they are too
    few. Where no threshold reaches the precision, `reached` is false: nothing is offered."""

    wanted: float
    threshold: float
    reached: bool
    coverage: float
    offered: int | None
    current: bool


class Change(NamedTuple):
    """The past enquiries to which another precision would make a difference, latest first."""

    gained: tuple[Past, ...]
    lost: tuple[Past, ...]


def history(enquiries: Iterable[tuple[str, Sequence[Event]]], channel: Channel) -> History:
    """The enquiries in which something was looked for on a channel."""
    found: list[Past] = []
    untold = 0
    for _, events in enquiries:
        looked = [event for event in events if _channel(event) is channel]
        bests = [best for event in looked if (best := _best(event))]
        if bests and len(bests) == len(looked):
            best = tuple(max(level) for level in zip_longest(*bests, fillvalue=0.0))
            found.append(_past(looked[-1], best))
        else:
            untold += bool(looked)
    return History(tuple(sorted(found, key=lambda p: p.at, reverse=True)), untold)


def _past(last: Event, best: tuple[float, ...]) -> Past:
    nearest = last.detail.get("nearest") or next(iter(last.detail.get("articles", [])), "")
    return Past(last.enquiry, last.at, last.detail.get("query", ""), best, nearest)


def _channel(event: Event) -> Channel | None:
    if event.kind not in (Kind.OFFERED, Kind.UNOFFERED):
        return None
    if event.detail.get("channel") == Channel.EMAIL:
        return Channel.EMAIL
    return of_question(typing=bool(event.detail.get("typing")))


def _best(event: Event) -> tuple[float, ...]:
    """The recorded best; of older events, which have none, that of the offer."""
    if "best" in event.detail:
        return tuple(event.detail["best"])
    offered = event.detail.get("confidence", [])
    return (max(offered),) if offered else ()


def rows(known: Confidence, past: History, current: float) -> list[Row]:
    """A row for each precision of WANTED, and one for the current precision."""
    return [
        _row(known, past, wanted, current=wanted == current)
        for wanted in sorted({*WANTED, current})
    ]


def _row(known: Confidence, past: History, wanted: float, *, current: bool) -> Row:
    reached = known.curve.reaching(wanted)
    least = thresholds(known, wanted)
    offered = sum(least.passed(one.best) for one in past.enquiries)
    return Row(
        wanted=wanted,
        threshold=least.own,
        reached=reached is not None,
        coverage=reached.coverage if reached else 0.0,
        offered=offered if past.enough else None,
        current=current,
    )


def change(known: Confidence, past: History, current: float, wanted: float) -> Change:
    """Who would gain an offer and who would lose one if `wanted` took the place of `current`."""
    now, then = thresholds(known, current), thresholds(known, wanted)
    gained = (p for p in past.enquiries if then.passed(p.best) and not now.passed(p.best))
    lost = (p for p in past.enquiries if now.passed(p.best) and not then.passed(p.best))
    return Change(tuple(gained), tuple(lost))


def line(channel: Channel, wanted: float) -> str:
    """What to put into answerbot.toml."""
    return f"{channel.setting} = {wanted:g}"
