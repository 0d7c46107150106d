"""What the server does by itself, again and again: sending mail, watching targets.

Knows: when a chore is due, and that one that fails is tried again and stops no other.
Must not know: what any chore does.

All chores take turns in one thread. A chore keeps what it has to do in the database, so that
a killed process loses nothing, and does a bounded piece of it each time: one that may be slow
asks its `shift` whether to go on, and hurries itself if there is more.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

log = logging.getLogger("answerbot")


@dataclass(frozen=True, slots=True)
class Chore:
    """`run` is called every so many seconds; it returns how much it did. `stop` is called once,
    after the last turn."""

    name: str
    every: float
    run: Callable[[], int]
    stop: Callable[[], object] = bool


class Chores:
    """Runs chores from `start` until `stop`."""

    def __init__(
        self, chores: Iterable[Chore], monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._chores = tuple(chores)
        self._monotonic = monotonic
        self._due = {chore.name: 0.0 for chore in self._chores}
        self._failed: dict[str, str] = {}
        self._wake = threading.Event()
        self._stopping = False
        self._thread = threading.Thread(target=self._loop, name="chores", daemon=True)

    @property
    def failed(self) -> dict[str, str]:
        """The chores whose last turn failed, and how."""
        return dict(self._failed)

    def add(self, chore: Chore) -> None:
        """One more, before the start: for those that need what the chores are a part of."""
        self._chores = (*self._chores, chore)
        self._due[chore.name] = 0.0

    def start(self) -> None:
        """Begin, if there is anything to do."""
        if self._chores:
            self._thread.start()

    def stop(self) -> None:
        """End after the turn that is under way."""
        self._stopping = True
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join()
        for chore in self._chores:
            chore.stop()

    def hurry(self, name: str) -> None:
        """Let a chore have its turn at once: there is something for it to do."""
        self._due[name] = 0.0
        self._wake.set()

    def shift(self, seconds: float) -> Callable[[], bool]:
        """For a turn that begins now: tells whether it is to end, as it took so long, or as
        the server stops."""
        ends = self._monotonic() + seconds
        return lambda: self._stopping or self._monotonic() >= ends

    def turn(self) -> float:
        """Run what is due; returns the seconds until the next is."""
        for chore in self._chores:
            if self._due[chore.name] <= self._monotonic() and not self._stopping:
                self._due[chore.name] = self._monotonic() + chore.every
                self._run(chore)
        return max(0.0, min(self._due.values()) - self._monotonic())

    def _run(self, chore: Chore) -> None:
        try:
            chore.run()
            self._failed.pop(chore.name, None)
        except Exception as error:
            self._failed[chore.name] = f"{type(error).__name__}: {error}"
            log.exception("%s failed and will be tried again in %g s", chore.name, chore.every)

    def _loop(self) -> None:
        while not self._stopping:
            wait = self.turn()
            self._wake.wait(wait)
            self._wake.clear()
