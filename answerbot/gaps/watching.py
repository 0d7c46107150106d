"""The chore that has gaps searched for: once a day, and when an editor asks.

Knows: when a search is due, how another process is started.
Must not know: how gaps are found.

The search is a process of its own, as indexing is: it keeps a core busy for a while, and serving
shall not wait for it. One that is killed leaves what was found before; the next begins anew.
"""

from __future__ import annotations

import logging
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Protocol

from answerbot.services import Services
from answerbot.store.gap_searches import Searches

log = logging.getLogger("answerbot")

NAME = "gaps"
EVERY = 600.0
LEAST = 20
"""With fewer questions without an answer nothing is searched unasked."""


class Process(Protocol):
    """What is needed of a process that was started."""

    def poll(self) -> int | None:
        """Its exit status; None while it runs."""
        ...

    def terminate(self) -> None:
        """End it."""
        ...

    def wait(self) -> int:
        """Its exit status, once it has ended."""
        ...


class GapWatch:
    """Give `turn` to the chores."""

    def __init__(
        self, services: Services, start: Callable[[Sequence[str]], Process] | None = None
    ) -> None:
        self._services = services
        self._start = start or _started
        self._process: Process | None = None

    def turn(self) -> int:
        """Start a search if one is due and none runs."""
        if self._process:
            status = self._process.poll()
            if status is None:
                return 0
            if status:
                log.error("the search for gaps ended with status %d", status)
            self._process = None
        if not self._due():
            return 0
        home = str(self._services.settings.home)
        self._process = self._start(
            [sys.executable, "-m", "answerbot", "gaps", "find", "--background", "--home", home]
        )
        return 1

    def stop(self) -> None:
        """End a search that runs: the server stops. What it has read is kept."""
        if self._process and self._process.poll() is None:
            self._process.terminate()
            self._process.wait()

    def _due(self) -> bool:
        searches, settings = Searches(self._services.store), self._services.settings
        if searches.wanted():
            return True
        now, every = self._services.clock(), timedelta(hours=settings["gap_hours"])
        last = searches.last()
        if not every or (last and now - last.started_at < every):
            return False
        first = now - timedelta(weeks=settings["gap_weeks"])
        return searches.unanswered_since(first, most=LEAST) >= LEAST


def _started(command: Sequence[str]) -> Process:
    return subprocess.Popen(  # noqa: S603  our own program, and nothing of it is from outside
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    )
