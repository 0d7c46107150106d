"""How long somebody must wait after wrong passwords.

Knows: times of failures.
Must not know: whose they are, where they are kept.

The first lock is short and each further failure doubles it, up to `LONGEST`: who forgot a
password loses minutes, who guesses gets some hundred tries a day. It is not longer because
whoever knows an address can lock it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

PER_ADDRESS = 5
PER_NETWORK = 20
WINDOW = timedelta(minutes=15)
FIRST = timedelta(minutes=1)
LONGEST = timedelta(minutes=15)
KEPT = timedelta(days=1)
"""How long failures are remembered."""


def locked_until(failures: Iterable[datetime], free: int) -> datetime | None:
    """Until when nothing more is tried, after failures at these times; None: go on.

    `free` failures within WINDOW lock; after that each one does, until it was quiet for WINDOW.
    """
    recent: list[datetime] = []
    times, until = 0, None
    for at in sorted(failures):
        if until and at > until + WINDOW:
            times, until = 0, None
        recent = [*(one for one in recent if at - one < WINDOW), at]
        if times or len(recent) >= free:
            until = at + min(FIRST * 2**times, LONGEST)
            times += 1
    return until
