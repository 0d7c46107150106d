"""Who looks at the desk hears of every ticket, once and in order, and holds up nothing."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from time import monotonic
from typing import Any

import httpx2 as httpx
import pytest
import uvicorn

from answerbot import feed as feeds
from answerbot.commands.serve import address_of, listen
from answerbot.errors import TooMany
from answerbot.feed import Feed, Heard
from answerbot.security.sessions import LINK
from answerbot.server import Server
from answerbot.store.feed import latest, since
from tests.answerbot.conftest import Deployment
from tests.loops import run_apart


class Ledger:
    """Numbers as they come; counts how often it is read."""

    def __init__(self) -> None:
        self.told: list[Heard] = []
        self.reads = 0

    def add(self, *numbers: int) -> None:
        self.told += [Heard(number, number, "wrote", "customer") for number in numbers]

    def latest(self) -> int:
        return self.told[-1].sequence if self.told else 0

    def since(self, after: int) -> list[Heard]:
        self.reads += 1
        return [one for one in self.told if one.sequence > after]


def numbers(texts: list[str]) -> list[int]:
    return [int(text.split("\n")[0][4:]) for text in texts if text.startswith("id: ")]


async def take(stream: Any, count: int) -> list[str]:
    found: list[str] = []
    while len(numbers(found)) < count:
        found.append(await asyncio.wait_for(anext(stream), 10))
    return found


def test_all_hear_everything_once_in_order_wherever_they_begin() -> None:
    async def scene() -> None:
        ledger = Ledger()
        ledger.add(1, 2, 3)
        feed = Feed(ledger.latest, ledger.since, every=0.01, heartbeat=0.05)
        early, late, new = feed.follow(1), feed.follow(3), feed.follow(-1)
        assert numbers(await take(early, 2)) == [2, 3]
        for stream in (late, new):
            assert (await anext(stream)).startswith("retry: ")
        ledger.add(4, 5)
        for stream in (early, late, new):
            assert numbers(await take(stream, 2)) == [4, 5]
        again = feed.follow(3)
        assert numbers(await take(again, 2)) == [4, 5]
        ledger.add(9)
        assert numbers(await take(again, 1)) == [9]
        feed.close()

    run_apart(scene())


def test_one_look_serves_all_who_listen() -> None:
    async def scene() -> None:
        ledger = Ledger()
        feed = Feed(ledger.latest, ledger.since, every=0.01, heartbeat=5)
        streams = [feed.follow(-1) for _ in range(20)]
        for stream in streams:
            await anext(stream)
        ledger.add(1)
        await asyncio.gather(*(take(stream, 1) for stream in streams))
        assert ledger.reads == 1
        feed.close()

    run_apart(scene())


def test_silence_is_broken_by_a_heartbeat_and_ended_by_closing() -> None:
    async def scene() -> None:
        ledger = Ledger()
        feed = Feed(ledger.latest, ledger.since, every=0.01, heartbeat=0.02)
        stream = feed.follow(-1)
        await anext(stream)
        assert (await anext(stream)).startswith(":")
        feed.close()
        assert [text async for text in stream] == []
        assert feed.listeners == 0

    run_apart(scene())


def test_there_are_never_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    async def scene() -> None:
        monkeypatch.setattr(feeds, "MOST", 2)
        ledger = Ledger()
        feed = Feed(ledger.latest, ledger.since, heartbeat=0.01)
        streams = [feed.follow(-1) for _ in range(2)]
        for stream in streams:
            feed.admit()
            await anext(stream)
        with pytest.raises(TooMany):
            feed.admit()
        await streams[0].aclose()
        feed.admit()
        feed.close()

    run_apart(scene())


def test_the_ledger_tells_of_tickets_and_not_of_questions(bot: Deployment) -> None:
    store = bot.services.store
    before = latest(store)
    bot.suggest()
    made = bot.ticket(subject="x")
    bot.client.post(f"/tickets/{made['ticket']}/reply", data={"text": "More."})
    heard = since(store, before)
    assert [(one.ticket, one.kind) for one in heard] == [(1, "submitted"), (1, "wrote")]
    assert latest(store) >= heard[-1].sequence
    assert since(store, heard[-1].sequence) == []


@pytest.fixture
def served(bot: Deployment) -> Iterator[tuple[str, Server, threading.Thread]]:
    listener = listen("127.0.0.1", 0)
    config = uvicorn.Config(bot.app, log_level="error", lifespan="off", ws="none")
    server = Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    yield address_of(listener), server, thread
    server.should_exit = True
    thread.join()
    listener.close()


def test_a_page_hears_of_a_ticket_and_does_not_hold_up_a_stop(
    bot: Deployment, served: tuple[str, Server, threading.Thread], tmp_path: Path
) -> None:
    url, server, thread = served
    with httpx.Client(base_url=url, trust_env=False, timeout=20) as client:
        bot.services.sessions.begin("a-session", LINK, now=bot.clock())
        client.cookies.set("answerbot", "a-session")
        with client.stream("GET", "/desk/events") as stream:
            assert stream.headers["content-type"].startswith("text/event-stream")
            lines = stream.iter_lines()
            assert next(lines).startswith("retry")
            bot.ticket(subject="x")
            data = next(json.loads(line[6:]) for line in lines if line.startswith("data: "))
            assert data == {"ticket": 1, "kind": "submitted", "who": "customer"}
            begun = monotonic()
            server.should_exit = True
            assert not list(lines)[1:]
            thread.join(10)
            assert not thread.is_alive()
            assert monotonic() - begun < 5
