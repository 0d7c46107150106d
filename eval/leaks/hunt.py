"""Sends what customers ask for, and looks through each answer for words of others.

Knows: which audiences' words an answer may hold.
Must not know: how requests are made up.

A word that the customer wrote may come back where answers repeat what was sent: the whole text
is taken out first, so that only what the server added is looked through. What was written on a
ticket stays on it.
"""

from __future__ import annotations

import html
import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple
from urllib.parse import quote

from fastapi.routing import APIRoute
from fastapi.testclient import TestClient

from eval.leaks.customers import CASES, OFTEN, Customer, Request
from eval.leaks.world import World, make

WORLDS = 5
CUSTOMERS = 12
SEED = 20261101
BAD_REQUEST = 400


class Leak(NamedTuple):
    """Words that came to somebody whom they are not for."""

    request: str
    words: tuple[str, ...]
    allowed: tuple[str, ...]


@dataclass(slots=True)
class Found:
    """How often each route was called with which status, how many answers had words of an
    audience besides everyone that they may have, and what leaked."""

    calls: Counter[tuple[str, int]] = field(default_factory=Counter)
    rightly: int = 0
    leaks: list[Leak] = field(default_factory=list)

    @property
    def requests(self) -> int:
        """How many there were."""
        return self.calls.total()


def hunt(requests: int, *, seed: int = SEED, worlds: int = WORLDS) -> Found:
    """So many requests over several help centers."""
    found = Found()
    for number in range(worlds):
        random = Random(f"{seed} {number}")  # noqa: S311  a test's, not a secret's
        with running(random) as (world, client):
            share = requests // worlds + (number < requests % worlds)
            _hunt_in(world, client, random, share, found)
    return found


@contextmanager
def running(random: Random) -> Iterator[tuple[World, TestClient]]:
    """A help center, and somebody to ask it."""
    with TemporaryDirectory() as folder:
        world = make(Path(folder), random)
        app: Any = world.app
        with TestClient(app, raise_server_exceptions=False) as client:
            yield world, client


def customers_of(world: World, random: Random) -> list[Customer]:
    """Some anonymous, the others with any audiences."""
    found = [Customer(world, random, "", ()) for _ in range(2)]
    for number in range(CUSTOMERS):
        chosen = random.sample(world.audiences, random.randint(0, len(world.audiences) - 1))
        found.append(Customer(world, random, f"person{number}", tuple(chosen)))
    return found


def _hunt_in(world: World, client: TestClient, random: Random, requests: int, found: Found) -> None:
    everybody = customers_of(world, random)
    names = list(CASES)
    weights = [OFTEN.get(CASES[name], 1) for name in names]
    for name in random.choices(names, weights, k=requests):
        who = random.choice(everybody)
        request = CASES[name](who)
        answer = client.request(
            request.method,
            request.path,
            headers=dict(request.headers),
            content=request.body or None,
            follow_redirects=False,
        )
        found.calls[" ".join(name), answer.status_code] += 1
        _look(world, who, request, answer, found)


def _look(world: World, who: Customer, request: Request, answer: Any, found: Found) -> None:
    written = _written(who, request, answer.status_code)
    text = answer.text + "\n" + "\n".join(f"{k}: {v}" for k, v in answer.headers.items())
    for said in sorted(written, key=len, reverse=True):
        for form in (said, html.escape(said), quote(said, safe=""), json.dumps(said)[1:-1]):
            text = text.replace(form, "")
    leaked = world.canaries.forbidden(text, request.allowed)
    if leaked:
        asked = f"{request.method} {request.path} {request.body[:300]!r}"
        found.leaks.append(Leak(asked, tuple(leaked), tuple(sorted(request.allowed))))
    others = request.allowed - {"everyone"}
    found.rightly += any(word in text.casefold() for word in world.canaries.of(*others))
    _remember(who, request, answer)


def _written(who: Customer, request: Request, status: int) -> set[str]:
    """What an answer may repeat: an error what it is about, a ticket and its page what was
    written. An offer repeats nothing."""
    path = request.path.partition("?")[0]
    found = set(request.said) if status >= BAD_REQUEST else set[str]()
    ticket = path.startswith(("/tickets", "/v1/tickets", "/a/"))
    if ticket and not path.endswith("/suggestions"):
        found |= {*request.said, *who.written}
    return found - {""}


def _remember(who: Customer, request: Request, answer: Any) -> None:
    if request.path.startswith(("/v1/tickets", "/tickets")) and request.body:
        who.written |= {one.strip() for one in request.said}
    if request.path == "/v1/suggest" and answer.status_code == 200:
        who.enquiries.append(answer.json()["enquiry"])
    if request.path == "/v1/tickets" and answer.status_code == 201:
        who.tickets.append((answer.json()["ticket"], who.may_see))


def routes_of(app: Any) -> set[tuple[str, str]]:
    """Every method and path that is served."""
    found, pending = set[tuple[str, str]](), list(app.routes)
    while pending:
        route = pending.pop()
        if isinstance(route, APIRoute):
            found |= {(method, route.path) for method in route.methods or ()}
        pending += getattr(getattr(route, "original_router", None), "routes", [])
    return found


def for_customers(world: World, client: TestClient) -> set[tuple[str, str]]:
    """The routes that do not refuse who has a public key and a token, and no cookie."""
    who = Customer(world, Random(0), "person", ())  # noqa: S311
    headers = {**who.headers, "authorization": f"Bearer {world.public}"}
    found = set[tuple[str, str]]()
    for method, path in routes_of(world.app):
        address = path.replace("{number}", "1").replace(":path}", "}")
        answer = client.request(
            method, address, headers=headers, json={} if method == "POST" else None,
            follow_redirects=False,
        )  # fmt: skip
        if method != "HEAD" and answer.status_code not in (401, 403):
            found.add((method, path))
    return found
