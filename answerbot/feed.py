"""What happens on tickets, told to everybody who looks at the desk.

Knows: who listens, what they have heard, when to stop.
Must not know: SQL, HTTP, what a page makes of it.

One look a second at the ledger's last number serves all listeners; only when it has grown
is anything read. Nobody who listens holds up a stop, and nobody listens for ever: whether
they are still staff is asked again when they come back.
"""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import suppress
from typing import NamedTuple

from answerbot.errors import TooMany

EVERY = 1.0
HEARTBEAT = 15.0
LONGEST = 300.0
MOST = 200
KEPT = 1_000
AGAIN_MS = 2_000


class Heard(NamedTuple):
    """Something on a ticket, as event number `sequence` of the ledger; `who` did it."""

    sequence: int
    ticket: int
    kind: str
    who: str

    @property
    def text(self) -> str:
        """As a server-sent event."""
        data = json.dumps({"ticket": self.ticket, "kind": self.kind, "who": self.who})
        return f"id: {self.sequence}\nevent: ticket\ndata: {data}\n\n"


class Feed:
    """`latest` gives the ledger's last number, `since` the latest KEPT things after one."""

    def __init__(
        self,
        latest: Callable[[], int],
        since: Callable[[int], list[Heard]],
        *,
        every: float = EVERY,
        heartbeat: float = HEARTBEAT,
    ) -> None:
        self._latest, self._since = latest, since
        self._every, self._heartbeat = every, heartbeat
        self._kept: deque[Heard] = deque(maxlen=KEPT)
        self._from = self._upto = 0
        self._listeners = 0
        self._closed = False
        self._looking: asyncio.Task[None] | None = None
        self._news = asyncio.Event()
        self._beginning = asyncio.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None

    @property
    def listeners(self) -> int:
        """How many listen."""
        return self._listeners

    def latest(self) -> int:
        """The ledger's last number."""
        return self._latest()

    def close(self) -> None:
        """Let every listener go, at once. From any thread."""
        self._closed = True
        if self._loop and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._news.set)

    def admit(self) -> None:
        """Raises TooMany."""
        if self._listeners >= MOST:
            raise TooMany(f"{MOST} pages listen already", retry_after=30)

    async def follow(self, after: int) -> AsyncGenerator[str]:
        """Server-sent events from number `after` on, until the time is up."""
        self._loop = asyncio.get_running_loop()
        until = self._loop.time() + LONGEST
        self._listeners += 1
        try:
            await self._begin()
            yield f"retry: {AGAIN_MS}\n\n"
            for heard in await self._missed(after):
                after = heard.sequence
                yield heard.text
            async for text in self._further(max(after, 0), until):
                yield text
        finally:
            self._listeners -= 1
            self._end()

    async def _further(self, after: int, until: float) -> AsyncIterator[str]:
        loop = asyncio.get_running_loop()
        while not self._closed and loop.time() < until:
            news = self._news
            for heard in [one for one in self._kept if one.sequence > after]:
                after = heard.sequence
                yield heard.text
            try:
                await asyncio.wait_for(news.wait(), self._heartbeat)
            except TimeoutError:
                yield ": still here\n\n"

    async def _begin(self) -> None:
        async with self._beginning:
            if self._looking is None or self._looking.done():
                self._from = self._upto = await asyncio.to_thread(self._latest)
                self._kept.clear()
                self._looking = asyncio.create_task(self._look())

    def _end(self) -> None:
        if not self._listeners and self._looking:
            self._looking.cancel()
            self._looking = None

    async def _missed(self, after: int) -> list[Heard]:
        """What came after `after` and before the looking began or what of it is kept."""
        first = self._kept[0].sequence if len(self._kept) == KEPT else self._from + 1
        if after < 0 or after + 1 >= first:
            return []
        found = await asyncio.to_thread(self._since, after)
        return [heard for heard in found if heard.sequence < first]

    async def _look(self) -> None:
        while not self._closed:
            await asyncio.sleep(self._every)
            with suppress(Exception):  # a busy or closing database: the next look reads it
                await self._once()

    async def _once(self) -> None:
        latest = await asyncio.to_thread(self._latest)
        if latest == self._upto:
            return
        found = await asyncio.to_thread(self._since, self._upto)
        self._kept.extend(found)
        self._upto = max(latest, found[-1].sequence if found else 0)
        told, self._news = self._news, asyncio.Event()
        told.set()
