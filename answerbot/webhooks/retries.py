"""What follows from an answer, or from none.

Knows: statuses, how long to wait.
Must not know: SQL, HTTP, clocks.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

FIRST = timedelta(seconds=5)
LONGEST = timedelta(hours=12)
TRIES = 13
"""The first and twelve more: over two days and 20 hours, give or take the jitter."""

FURTHEST = timedelta(days=1)
"""The longest that a server may ask to wait."""

GONE = 410
ASKS_TO_WAIT = (429, 503)


class Verdict(StrEnum):
    """What becomes of a message after a try."""

    DONE = "done"
    AGAIN = "again"
    DEAD = "dead"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. `status` is 0 if nothing did; `text` is its beginning, or the error."""

    status: int
    text: str
    retry_after: float | None = None
    milliseconds: int = 0

    @property
    def good(self) -> bool:
        """Whether the other side has it."""
        return 200 <= self.status < 300

    @property
    def is_down(self) -> bool:
        """Whether the other side would take no other message now either."""
        return self.status == 0 or self.status >= 500

    @property
    def asked_to_wait(self) -> timedelta | None:
        """How long the other side wants to be left alone, within reason."""
        if self.status not in ASKS_TO_WAIT or self.retry_after is None:
            return None
        return min(timedelta(seconds=self.retry_after), FURTHEST)


def pause(answer: Answer) -> timedelta | None:
    """How long all that waits for the other side waits at least; None: it need not."""
    return answer.asked_to_wait or (FIRST if answer.is_down else None)


def verdict(answer: Answer, tries: int) -> Verdict:
    """After so many tries, this one included."""
    if answer.good:
        return Verdict.DONE
    if answer.status == GONE:
        return Verdict.GONE
    return Verdict.DEAD if tries >= TRIES else Verdict.AGAIN


def wait(answer: Answer, tries: int, chance: float) -> timedelta:
    """Until the next try: four times longer each time, give or take a fifth by `chance` (0 to 1),
    so that many messages do not come back together; at least what the server asks for."""
    growth: int = 4 ** min(tries - 1, 20)
    plain = min(FIRST * growth, LONGEST)
    jittered = plain * (0.8 + 0.4 * chance)
    return max(jittered, answer.asked_to_wait or jittered)
