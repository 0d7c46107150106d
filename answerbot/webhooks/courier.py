"""Tells webhooks what happens, beside the server's own work.

Knows: whose turn it is, that a slow one holds up no other, that each try is recorded.
Must not know: SQL, formats, how a request is sent.

One thread with one loop of its own. Each webhook has at most one task at a time, which sends its
messages one after another, so that a webhook that hangs makes only its own wait. What is under
way when the server stops is sent again at the next start, under the same id.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from answerbot.clock import Clock
from answerbot.enquiries import Event, Kind
from answerbot.errors import NotFound
from answerbot.store.db import Store
from answerbot.store.deliveries import Deliveries, Delivery
from answerbot.store.tickets import Tickets
from answerbot.store.webhooks import Webhooks
from answerbot.webhooks.endpoint import Endpoint, Format
from answerbot.webhooks.happenings import TEST, News
from answerbot.webhooks.messages import found_issue, message
from answerbot.webhooks.post import Post
from answerbot.webhooks.retries import Answer, Verdict, verdict, wait

log = logging.getLogger("answerbot")

EVERY = 1.0
A_TURN = 20
"""Messages of one webhook before it is looked whether it was disabled meanwhile."""

AT_ONCE = 32
"""Webhooks that are sent to at the same time."""

TIDY = timedelta(hours=1)


@dataclass
class Courier:
    """Runs from `start` until `stop`; `base` is the address of links. `chance` gives numbers
    from 0 to 1."""

    store: Store
    post: Post
    base: str
    clock: Clock
    random: Callable[[], str]
    chance: Callable[[], float]
    _stop: threading.Event = field(default_factory=threading.Event)
    _wake: asyncio.Event | None = None
    _loop: asyncio.AbstractEventLoop | None = None
    _thread: threading.Thread | None = None
    _tidied: datetime | None = None

    def start(self) -> None:
        """Begin."""
        self._thread = threading.Thread(target=self._run, name="webhooks", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End at once: what is under way is tried again at the next start."""
        self._stop.set()
        self.hurry()
        if self._thread:
            self._thread.join()

    def hurry(self) -> None:
        """There is something to do now."""
        if self._loop and self._wake:
            with suppress(RuntimeError):  # the loop has ended
                self._loop.call_soon_threadsafe(self._wake.set)

    def turn(self) -> int:
        """Send all that is due, and wait until it is tried; returns how much was. For commands
        and tests: the thread does the same without waiting for the slowest."""
        return asyncio.run(self._whole_turn())

    def send_now(self, endpoint: Endpoint, message: str) -> Answer:
        """Send one message, whatever else waits; for commands."""
        return asyncio.run(self._deliver(endpoint, Deliveries(self.store).get(message)))

    def _run(self) -> None:
        with suppress(asyncio.CancelledError):
            asyncio.run(self._main())

    async def _main(self) -> None:
        self._loop, self._wake = asyncio.get_running_loop(), asyncio.Event()
        busy: dict[str, asyncio.Task[int]] = {}
        while not self._stop.is_set():
            self._begin(busy)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), EVERY)
            self._wake.clear()
        for task in busy.values():
            task.cancel()
        await asyncio.gather(*busy.values(), return_exceptions=True)

    def _begin(self, busy: dict[str, asyncio.Task[int]]) -> None:
        """A task for each webhook that has none."""
        for webhook in [name for name, task in busy.items() if task.done()]:
            del busy[webhook]
        try:
            self._tidy()
            for endpoint in Webhooks(self.store).all():
                if endpoint.id not in busy and len(busy) < AT_ONCE and self._has_work(endpoint):
                    busy[endpoint.id] = asyncio.create_task(self._serve(endpoint))
        except Exception:
            log.exception("webhooks failed and will be tried again in %g s", EVERY)

    async def _whole_turn(self) -> int:
        endpoints = Webhooks(self.store).all()
        ready = [endpoint for endpoint in endpoints if self._has_work(endpoint)]
        return sum(await asyncio.gather(*map(self._serve, ready)))

    def _has_work(self, endpoint: Endpoint) -> bool:
        """Whether something is to be sent, now that what happened is a message."""
        held, now = Deliveries(self.store), self.clock()
        held.take(endpoint, lambda: f"msg_{self.random()}", now=now)
        return not endpoint.disabled_at and bool(held.due(endpoint.id, now=now, limit=1))

    async def _serve(self, endpoint: Endpoint) -> int:
        """One webhook's turn; one that does not answer is left alone until the next."""
        sent = 0
        try:
            due = Deliveries(self.store).due(endpoint.id, now=self.clock(), limit=A_TURN)
            for delivery in due:
                answer = await self._safely(endpoint, delivery)
                sent += 1
                if not answer.good:
                    break
        except Exception:
            log.exception("webhook %s failed and will be tried again", endpoint.id)
        return sent

    async def _safely(self, endpoint: Endpoint, delivery: Delivery) -> Answer:
        """Whatever goes wrong here is a failed try like others: without a record it would be
        sent each second for ever."""
        try:
            return await self._deliver(endpoint, delivery)
        except Exception as error:
            log.exception("message %s failed and will be tried again", delivery.id)
            answer = Answer(0, f"answerbot failed: {type(error).__name__}")
            self._record(endpoint, delivery, answer, b"")
            return answer

    async def _deliver(self, endpoint: Endpoint, delivery: Delivery) -> Answer:
        news = self._news(delivery)
        now = self.clock()
        if news is None:
            answer = Answer(0, "what it was about is erased")
            Deliveries(self.store).tried(delivery, answer, Verdict.DEAD, now=now)
            return answer
        if endpoint.format is Format.JIRA and self._is_made(delivery):
            answer, body = Answer(200, "there is an issue already"), b""
        else:
            made = message(endpoint, news, delivery.id, base=self.base, now=now)
            answer, body = await self.post.send(made)
        self._record(endpoint, delivery, answer, body)
        return answer

    def _record(self, endpoint: Endpoint, delivery: Delivery, answer: Answer, body: bytes) -> None:
        now, tries = self.clock(), delivery.tries + 1
        what = verdict(answer, tries)
        again = now + wait(answer, tries, self.chance()) if what is Verdict.AGAIN else None
        made = endpoint.format is Format.JIRA and answer.good
        link = found_issue(endpoint, body) if made and delivery.name != TEST else None
        Deliveries(self.store).tried(delivery, answer, what, now=now, again=again, link=link)
        if what is Verdict.GONE:
            Webhooks(self.store).disable(
                endpoint.id, "it answered 410: it wants no more", by="bot", now=now
            )

    def _is_made(self, delivery: Delivery) -> bool:
        made = Deliveries(self.store)
        return bool(delivery.ticket) and made.has_link(delivery.webhook, delivery.ticket or 0)

    def _news(self, delivery: Delivery) -> News | None:
        """What a message is about; None if its ticket is gone."""
        event = Deliveries(self.store).event(delivery) or Event(
            delivery.id, "", Kind.ASKED, delivery.created_at, who="bot"
        )
        try:
            ticket = Tickets(self.store).numbered(delivery.ticket) if delivery.ticket else None
        except NotFound:
            return None
        return News(delivery.name, event, ticket, delivery.sequence)

    def _tidy(self) -> None:
        now = self.clock()
        if self._tidied is None or now - self._tidied >= TIDY:
            Deliveries(self.store).forget(now=now)
            self._tidied = now
