"""The only file that wires: settings in, a running application out.

Knows: every part.
Must not know: any rule.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from importlib.resources import files

from fastapi import FastAPI
from starlette.staticfiles import StaticFiles

from answerbot import __version__
from answerbot.api import (
    articles,
    beacon,
    errors,
    events,
    explain,
    health,
    recontacts,
    suggest,
    tickets,
    topics,
)
from answerbot.api.middleware import Envelope
from answerbot.api.schemas import ErrorResponse
from answerbot.chores import Chores
from answerbot.clock import Clock
from answerbot.errors import BadSettings
from answerbot.inbox import Inbox
from answerbot.live_index import LiveIndex
from answerbot.pages import (
    customer,
    desk,
    editor,
    kept_out,
    playground,
    precision,
    reference,
    sign_in,
    widget,
    wordings,
)
from answerbot.pages import explain as why
from answerbot.pages import topics as topic_pages
from answerbot.pages.failures import error_page
from answerbot.security.ratelimit import Limiter, Rate
from answerbot.security.sessions import StaffSessions
from answerbot.services import Services
from answerbot.settings import Settings
from answerbot.smtp import Handler, Listener
from answerbot.store.db import Store
from answerbot.store.identity_keys import IdentityKeys
from answerbot.store.keys import Keys
from answerbot.store.ledger import Ledger
from answerbot.store.mails import Mails
from answerbot.store.tickets import Tickets

ROUTERS = (suggest, events, beacon, articles, tickets, topics, explain, recontacts, health)
PAGES = (
    customer,
    kept_out,
    desk,
    editor,
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
) -> FastAPI:
    """An application that serves the deployment in `settings.home`.

    `link_token` is the secret of the printed sign-in link. With `demo`, the customer's
    page leads to the staff's.
    """
    token = link_token or random_id()
    services = replace(make_services(settings, clock, random, monotonic, token), demo=demo)
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
) -> Services:
    """Open the store and prepare the rest; nothing runs yet."""
    store = Store(settings.database)
    keys = Keys(store)
    signing_key = keys.constant("cookie_key", secrets.token_urlsafe(32))
    live = LiveIndex(settings.index, every=settings["watch_seconds"])
    suggesting = Rate(settings["suggest_per_second"], settings["suggest_burst"])
    writing = Rate(settings["write_per_minute"] / 60, settings["write_burst"])
    return Services(
        settings=settings,
        store=store,
        keys=keys,
        identity_keys=IdentityKeys(store),
        ledger=Ledger(store),
        tickets=Tickets(store),
        mails=Mails(store),
        inbox=Inbox(settings, store, clock, random, lambda: live.serving),
        live=live,
        staff=StaffSessions(signing_key, link_token),
        suggest_limit=Limiter(suggesting, monotonic),
        write_limit=Limiter(writing, monotonic),
        chores=Chores((), monotonic),
        clock=clock,
        random=random,
    )


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
