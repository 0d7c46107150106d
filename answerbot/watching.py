"""The chore that watches targets.

Knows: the order of its steps, and how long before a target is near.
Must not know: SQL, business hours.
"""

from __future__ import annotations

from answerbot.clock import Clock
from answerbot.settings import Settings
from answerbot.store.targets import Watched
from answerbot.targets import MINUTE, add

WATCHING = 15.0
"""Seconds between two turns."""


def watch(settings: Settings, watched: Watched, clock: Clock) -> int:
    """One turn: let time go on, then say what is near and what was missed."""
    now, targets = clock(), settings.targets
    done = watched.resume(targets)
    near = add(targets.hours, now, settings["near_minutes"] * MINUTE)
    return done + watched.tell(now, near)
