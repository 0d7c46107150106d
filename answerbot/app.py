"""The only file that wires: settings in, a running application out.

Knows: every part.
Must not know: any rule.
"""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from importlib.resources import files
from random import SystemRandom

from fastapi import FastAPI
from starlette.staticfiles import StaticFiles

from answerbot import __version__
from answerbot.answering import NAME as AUTO_REPLY
from answerbot.answering import AutoReply
from answerbot.api import (
    articles,
    beacon,
    errors,
    events,
    explain,
    health,
    suggest,
    tickets,
    topics,
)
from answerbot.api.middleware import Envelope
from answerbot.api.schemas import ErrorResponse
from answerbot.chores import Chore, Chores
from answerbot.clock import Clock
from answerbot.errors import BadSettings
from answerbot.inbox import Inbox
from answerbot.letters.compose import Writer
from answerbot.live_index import LiveIndex
from answerbot.pages import (
    closing,
    customer,
    desk,
    editor,
    kept_out,
    mail_preview,
    overview,
    playground,
    precision,
    reference,
    sign_in,
    widget,
    wordings,
)
from answerbot.pages import explain as why
from answerbot.pages import outbox as outbox_page
from answerbot.pages import topics as topic_pages
from answerbot.pages.failures import error_page
from answerbot.postman import NAME as POST
from answerbot.postman import Postman, sender_of
from answerbot.security.article_links import ArticleLinks
from answerbot.security.presses import Presses
from answerbot.security.ratelimit import Limiter, Rate
from answerbot.security.sessions import StaffSessions
from answerbot.services import Services
from answerbot.settings import Settings
from answerbot.silence import EVERY as SILENCE_EVERY
from answerbot.silence import NAME as SILENCE
from answerbot.silence import Silence, check_silence
from answerbot.smtp import Handler, Listener
from answerbot.store.db import Store
from answerbot.store.keys import Keys
from answerbot.store.ledger import Ledger
from answerbot.store.mails import Mails
from answerbot.store.outbox import Outbox
from answerbot.store.standings import Standings
from answerbot.store.tickets import Tickets
from answerbot.transport import server_of

log = logging.getLogger("answerbot")

ROUTERS = (suggest, events, beacon, articles, tickets, topics, explain, health)
PAGES = (
    closing,
    customer,
    kept_out,
    outbox_page,
    mail_preview,
    desk,
    editor,
    overview,
    wordings,
    topic_pages,
    why,
    precision,
    playground,
    reference,
    sign_in,
)


def utc_now() -> datetime:
    """The clock of production."""
    return datetime.now(UTC)


def random_id() -> str:
    """The randomness of production: 128 bits, URL-safe."""
    return secrets.token_urlsafe(16)


def create_app(
    settings: Settings,
    *,
    clock: Clock = utc_now,
    random: Callable[[], str] = random_id,
    monotonic: Callable[[], float] = time.monotonic,
    link_token: str = "",
    demo: bool = False,
    base: str = "",
) -> FastAPI:
    """An application that serves the deployment in `settings.home`.

    `link_token` is the secret of the printed sign-in link. With `demo`, the customer's
    page leads to the staff's. `base` is the address that it listens on, as in http://host:port.
    """
    token = link_token or random_id()
    base = settings["public_url"].rstrip("/") or base or _own_address(settings)
    made = make_services(settings, clock, random, monotonic, token, base)
    services = replace(made, demo=demo)
    for chore in (
        Chore(AUTO_REPLY, 2.0, AutoReply(services).turn),
        Chore(SILENCE, SILENCE_EVERY, Silence(services).turn),
        Chore("kept_out", 3600.0, services.inbox.forget),
    ):
        services.chores.add(chore)
    app = FastAPI(
        title="answerbot",
        version=__version__,
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan,
        responses={"4XX": {"model": ErrorResponse}, "5XX": {"model": ErrorResponse}},
    )
    app.state.services = services
    for part in ROUTERS:
        app.include_router(part.router)
    for page in PAGES:
        app.include_router(page.router, include_in_schema=False)
    app.mount("/static", StaticFiles(directory=str(files("answerbot") / "static")))
    app.include_router(widget.router, include_in_schema=False)
    errors.install(app, error_page)
    app.add_middleware(
        Envelope,
        origins=lambda: {o for key in services.keys.all() for o in key.origins},
        new_id=random,
        failed=errors.unexpected(error_page),
        body_limit=settings["body_limit"],
        address=settings["public_url"].rstrip("/"),
    )
    return app


def make_services(
    settings: Settings,
    clock: Clock,
    random: Callable[[], str],
    monotonic: Callable[[], float],
    link_token: str,
    base: str = "",
) -> Services:
    """Open the store and prepare the rest; nothing runs yet."""
    check_silence(settings)
    way = server_of(settings)
    store = Store(settings.database)
    keys, ledger = Keys(store), Ledger(store)
    if settled := ledger.settle():
        log.info("worked out where %d enquiries stand", settled)
    signing_key = keys.constant("cookie_key", secrets.token_urlsafe(32))
    suggesting = Rate(settings["suggest_per_second"], settings["suggest_burst"])
    writing = Rate(settings["write_per_minute"] / 60, settings["write_burst"])
    outbox, sender, inbox = (
        Outbox(store),
        sender_of(settings),
        Inbox(settings, store, clock, random),
    )
    postman = Postman(outbox, way, sender, clock, SystemRandom().random)
    domain, ours = sender.id_domain, inbox.ours
    return Services(
        settings=settings,
        store=store,
        keys=keys,
        ledger=ledger,
        standings=Standings(store),
        tickets=Tickets(store),
        mails=Mails(store),
        inbox=inbox,
        outbox=outbox,
        writer=Writer(settings.home, settings["name"], base, domain, ours, random),
        article_links=ArticleLinks(signing_key, base, settings["link_days"], clock),
        presses=Presses(signing_key, clock, random),
        live=LiveIndex(settings.index, every=settings["watch_seconds"]),
        staff=StaffSessions(signing_key, link_token),
        suggest_limit=Limiter(suggesting, monotonic),
        write_limit=Limiter(writing, monotonic),
        chores=Chores((Chore(POST, 5.0, postman.turn),), monotonic),
        clock=clock,
        random=random,
    )


def _own_address(settings: Settings) -> str:
    host = f"[{settings['host']}]" if ":" in settings["host"] else settings["host"]
    return f"http://{host}:{settings['port']}"


def mail_listener(app: FastAPI) -> Listener | None:
    """What takes mail by SMTP, if the deployment wants it. Raises BadSettings."""
    services: Services = app.state.services
    settings = services.settings
    if not settings["smtp_port"]:
        return None
    if not settings["mail_addresses"]:
        raise BadSettings(
            f"smtp_port = {settings['smtp_port']} needs mail_addresses: whom is the mail for?"
            ' Such as mail_addresses = "support@shop.example"'
        )
    inbox = services.inbox
    handler = Handler(inbox, inbox.ours)
    host, port = settings["smtp_host"], settings["smtp_port"]
    return Listener(handler, host, port, limit=settings["mail_limit"])


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    services: Services = app.state.services
    services.live.start()
    services.chores.start()
    yield
    services.chores.stop()
    services.live.stop()
    services.store.close()
