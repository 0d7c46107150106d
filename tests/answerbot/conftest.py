"""A bare deployment: a small index without a model, a clock and randomness that tests decide."""

from __future__ import annotations

import atexit
import itertools
import shutil
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import httpx2 as httpx
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from answerbot.app import create_app
from answerbot.security.keys import create
from answerbot.security.sessions import HEADER, LINK, form_token
from answerbot.services import Services
from answerbot.settings import Settings, read
from answerbot.staff import Member, Role
from answerbot.store.sessions import Sessions
from corpora.article import Article
from indexer.build import build
from tests.indexer.conftest import HELP_CENTER, WORDS_ONLY

START = datetime(2026, 11, 1, 9, tzinfo=UTC)
LINK_TOKEN = "the-link-token"
ORIGIN = "https://shop.example"

TOML = """
name = "Test Help"
[[forms]]
id = "account"
title = { en = "Account", it = "Conto" }
quick_links = ["password", "gone", "invoice"]
"""


GENEROUS = {
    "ANSWERBOT_TYPING_PRECISION": "0.45",
    "ANSWERBOT_FORM_PRECISION": "0.45",
    "ANSWERBOT_SUGGEST_BURST": "100000",
    "ANSWERBOT_WRITE_BURST": "100000",
    "ANSWERBOT_WATCH_SECONDS": "3600",
}
"""Four articles are little to be sure of, and all tests call from one address."""


class Clock:
    """Both clocks of the app; `pass_time` moves them."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now

    def monotonic(self) -> float:
        return self.now.timestamp()

    def pass_time(self, **delta: float) -> None:
        self.now += timedelta(**delta)


@lru_cache
def indexed(articles: tuple[Article, ...]) -> Path:
    """The index of these articles, made once for all tests of the process: copy it."""
    folder = Path(mkdtemp(prefix="answerbot-index-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    build(articles, folder, now=START, options=WORDS_ONLY)
    return folder


class Deployment:
    """A running app with one key of each kind. `site` is where customers ask, if not on its own
    pages: there nobody is staff."""

    site = ""

    def __init__(
        self,
        home: Path,
        *,
        toml: str = TOML,
        articles: Sequence[Article] = HELP_CENTER,
        **environ: str,
    ) -> None:
        (home / "answerbot.toml").write_text(toml, encoding="utf-8")
        self.settings: Settings = read(home, environ)
        shutil.copytree(indexed(tuple(articles)), self.settings.index, dirs_exist_ok=True)
        self.clock = Clock()
        numbers = itertools.count(1)
        self.app: FastAPI = create_app(
            self.settings,
            clock=self.clock,
            monotonic=self.clock.monotonic,
            random=lambda: f"random{next(numbers):016d}",
            link_token=LINK_TOKEN,
        )
        self.services: Services = self.app.state.services
        self.public = self.key("public", ORIGIN)
        self.secret = self.key("secret")
        self.client = TestClient(
            self.app, base_url="http://bot.example", raise_server_exceptions=False
        )

    def key(self, kind: Any, *origins: str) -> str:
        return create(self.services.keys, kind, label="", origins=origins, now=START)[1]

    def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        key: str | None = None,
        session: str = "tab-1",
        **headers: str,
    ) -> httpx.Response:
        key = self.public if key is None else key
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if key:
            sent["authorization"] = f"Bearer {key}"
        if self.site:
            sent.setdefault("origin", self.site)
        if session:
            sent["x-answerbot-session"] = session
        return self.client.request(method, path, json=body, headers=sent)

    def suggest(self, query: str = "reset my password", **more: Any) -> dict[str, Any]:
        session = more.pop("session", "tab-1")
        response = self.call("POST", "/v1/suggest", {"query": query, **more}, session=session)
        assert response.status_code == 200, response.text
        data: dict[str, Any] = response.json()
        return data

    def event(self, enquiry: str, kind: str, event: str, **more: Any) -> httpx.Response:
        session = more.pop("session", "tab-1")
        body = {"id": event, "kind": kind, **more}
        return self.call("POST", f"/v1/enquiries/{enquiry}/events", body, session=session)

    def ticket(self, **fields: Any) -> dict[str, Any]:
        session = fields.pop("session", "tab-1")
        response = self.call("POST", "/v1/tickets", fields, session=session)
        assert response.status_code == 201, response.text
        data: dict[str, Any] = response.json()
        return data

    def form(self, path: str, fields: dict[str, Any]) -> httpx.Response:
        """A form of the pages, sent by who is signed in; where it leads is not followed."""
        return self.client.post(path, data=fields, follow_redirects=False)

    def sign_in(self, role: Role | None = None) -> Member:
        """By the printed link, or as a new member of this role; later requests are theirs."""
        services = self.services
        if role is None:
            return self._enter(services.sessions, Member(LINK, "printed link", Role.ADMIN))
        member = Member(f"m_{role}", role.title(), role, f"{role}@shop.example")
        if services.members.by_email(member.email) is None:
            services.members.add(member, by="test", now=START)
        return self._enter(services.sessions, member)

    def set_cookie(self, session: str) -> None:
        """The cookie of a session, instead of any that the client has."""
        self.client.cookies.clear()
        self.client.cookies.set("answerbot", session, domain="bot.example")

    def _enter(self, sessions: Sessions, member: Member) -> Member:
        session = self.services.random()
        sessions.begin(session, member.id, now=self.clock())
        self.set_cookie(session)
        self.client.headers[HEADER] = form_token(session)
        return member


def generous(home: Path) -> Deployment:
    """One that offers by four articles, and lets everybody ask as much as they like."""
    return Deployment(home, toml=TOML, articles=HELP_CENTER, **GENEROUS)


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[Deployment]:
    deployment = generous(tmp_path)
    with deployment.client:
        yield deployment
