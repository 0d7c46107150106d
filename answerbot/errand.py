"""A chore that is a process of its own: long work that keeps a core busy and that serving shall not
wait for.

Knows: how another process is started, watched and ended; that it is not begun as soon as the
server is.
Must not know: what any of them does, when it is due.

One that is killed leaves what was found before; the next begins anew.
"""

from __future__ import annotations

import logging
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from answerbot.clock import Clock

log = logging.getLogger("answerbot")

EVERY = 600.0
"""Seconds between looks whether it is due; whoever asks for it hurries the chore."""

SETTLES = timedelta(minutes=10)
"""A server that has just started has other things to do than what is due some time today."""


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


Start = Callable[[Sequence[str]], Process]


class Due(Protocol):
    """Whether it is time. `settled` is false while the server has just started."""

    def __call__(self, *, settled: bool) -> bool:
        """Ask."""
        ...


class Errand:
    """Runs `answerbot COMMAND... --background --home HOME` when it is `due`; give `turn` and `stop`
    to a chore."""

    def __init__(
        self,
        command: Sequence[str],
        home: Path,
        due: Due,
        clock: Clock,
        start: Start | None = None,
    ) -> None:
        more = ("--background", "--home", str(home))
        self._command = (sys.executable, "-m", "answerbot", *command, *more)
        self._due = due
        self._clock = clock
        self._start = start or _started
        self._process: Process | None = None
        self._since: datetime | None = None

    def turn(self) -> int:
        """Start it if it is due and does not run."""
        now = self._clock()
        self._since = self._since or now
        if self._process:
            status = self._process.poll()
            if status is None:
                return 0
            if status:
                log.error("%s ended with status %d", " ".join(self._command[1:]), status)
            self._process = None
        if not self._due(settled=now - self._since >= SETTLES):
            return 0
        self._process = self._start(self._command)
        return 1

    def stop(self) -> None:
        """End it: the server stops."""
        if self._process and self._process.poll() is None:
            self._process.terminate()
            self._process.wait()


def _started(command: Sequence[str]) -> Process:
    return subprocess.Popen(  # noqa: S603  our own program, and nothing of it is from outside
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    )
