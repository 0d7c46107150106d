"""What customers said of what they were offered, by how sure the bot was.

Knows: events, offers with their confidence, yes and no.
Must not know: SQL, thresholds, pages.

Only who says yes or no is counted, and most say nothing: the shares are those of the people
who spoke, not of all offers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from answerbot.enquiries import Event, Kind
from answerbot.metrics import Interval, wilson

BINS = 5


@dataclass(frozen=True, slots=True)
class Bin:
    """The verdicts on offers with a confidence from `low` to below `high`; `n` is above 0."""

    low: float
    high: float
    claimed: float
    n: int
    accepted: int

    @property
    def right(self) -> float:
        """The share that was accepted."""
        return self.accepted / self.n

    @property
    def interval(self) -> Interval:
        """The same with its 95 % interval."""
        return wilson(self.accepted, self.n) or Interval(0.0, 0.0, 1.0)


def verdicts(
    enquiries: Iterable[tuple[str, Sequence[Event]]],
) -> Iterator[tuple[float, bool]]:
    """The confidence of each offered article that got a last word, and whether it was yes.
    A yes that was taken back is none."""
    for _, events in enquiries:
        sure: dict[str, float] = {}
        said: dict[str, bool] = {}
        for event in events:
            match event.kind:
                case Kind.OFFERED:
                    shown = event.detail.get("articles", ()), event.detail.get("confidence", ())
                    sure.update(zip(*shown, strict=False))
                case Kind.ACCEPTED | Kind.REJECTED:
                    said[event.article] = event.kind is Kind.ACCEPTED
                case Kind.UNDONE:
                    said = {article: yes for article, yes in said.items() if not yes}
        yield from ((sure[article], yes) for article, yes in said.items() if article in sure)


def bins(found: Iterable[tuple[float, bool]]) -> list[Bin]:
    """Verdicts in equal bins of confidence; empty bins are left out."""
    held: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for sure, yes in found:
        held[min(BINS - 1, int(sure * BINS))].append((sure, yes))
    return [
        Bin(
            low=place / BINS,
            high=(place + 1) / BINS,
            claimed=sum(sure for sure, _ in one) / len(one),
            n=len(one),
            accepted=sum(yes for _, yes in one),
        )
        for place, one in enumerate(held)
        if one
    ]
