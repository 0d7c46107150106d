"""The only file that wires: settings in, a running application out.

Knows: every part.
Must not know: any rule.
"""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from importlib.resources import files
from importlib.util import find_spec
from random import SystemRandom

from fastapi import FastAPI
from starlette.staticfiles import StaticFiles

from answerbot import __version__
from answerbot.announcing import NAME as TELLINGS
from answerbot.announcing import Announcer
from answerbot.answering import NAME as AUTO_REPLY
from answerbot.answering import AutoReply
from answerbot.api import (
    agent,
    article_figures,
    articles,
    beacon,
    errors,
    events,
    explain,
    health,
    health_findings,
    recontacts,
    suggest,
    tickets,
    topics,
)
from answerbot.api import experiments as experiments_api
from answerbot.api import gaps as gaps_api
from answerbot.api.middleware import Envelope
from answerbot.api.schemas import ErrorResponse
from answerbot.aside import EVERY as ASIDE_EVERY
from answerbot.aside import NAME as ASIDE
from answerbot.aside import Aside
from answerbot.catalogue import Shelf
from answerbot.chores import Chore, Chores
from answerbot.clock import Clock
from answerbot.counting import EVERY as COUNTING_EVERY
from answerbot.counting import NAME as COUNTING
from answerbot.counting import Counting
from answerbot.errand import EVERY as ERRANDS
from answerbot.errors import BadSettings
from answerbot.feed import Feed
from answerbot.gaps.watching import NAME as GAPS
from answerbot.gaps.watching import gap_watch
from answerbot.health.watching import NAME as HEALTH
from answerbot.health.watching import health_watch
from answerbot.inbox import Inbox
from answerbot.letters.compose import Writer
from answerbot.live_index import LiveIndex
from answerbot.pages import (
    article_acts,
    article_table,
    closing,
    customer,
    desk,
    desk_acts,
    desk_articles,
    desk_events,
    desk_topics,
    experiments,
    gaps,
    gaps_together,
    invitation,
    issues,
    kept_out,
    macros,
    mail_preview,
    members,
    oidc,
    one_article,
    overview,
    panel,
    playground,
    queue,
    reference,
    sign_in,
    tasks,
    telling,
    trying,
    webhooks,
    widget,
    wordings,
)
from answerbot.pages import explain as why
from answerbot.pages import (
    health as health_page,
)
from answerbot.pages import outbox as outbox_page
from answerbot.pages import topics as topic_pages
from answerbot.pages.failures import error_page
from answerbot.pages.faults import in_words
from answerbot.postman import NAME as POST
from answerbot.postman import Postman, sender_of
from answerbot.reporting import EVERY as REPORT_EVERY
from answerbot.reporting import NAME as REPORT
from answerbot.reporting import Reporter
from answerbot.security.article_links import ArticleLinks
from answerbot.security.oidc import Provider
from answerbot.security.passwords import Passwords
from answerbot.security.presses import Presses
from answerbot.security.ratelimit import Limiter, Rate
from answerbot.services import Services
from answerbot.settings import Settings, listed
from answerbot.silence import EVERY as SILENCE_EVERY
from answerbot.silence import NAME as SILENCE
from answerbot.silence import Silence, check_silence
from answerbot.simulation.demo import TRUTH
from answerbot.smtp import Handler, Listener
from answerbot.store.article_days import EVERY as PACKING_EVERY
from answerbot.store.article_days import NAME as PACKING
from answerbot.store.article_days import ArticleDays, pack_days
from answerbot.store.articles import Articles
from answerbot.store.db import Store
from answerbot.store.experiments import Experiments
from answerbot.store.feed import latest, since
from answerbot.store.identity_keys import IdentityKeys
from answerbot.store.keys import Keys
from answerbot.store.ledger import Ledger
from answerbot.store.mails import Mails
from answerbot.store.members import Members
from answerbot.store.outbox import Outbox
from answerbot.store.precisions import Precisions
from answerbot.store.sessions import Sessions
from answerbot.store.standings import Standings
from answerbot.store.targets import Watched
from answerbot.store.tickets import Tickets
from answerbot.transport import server_of
from answerbot.watching import WATCHING, watch
from answerbot.webhooks.courier import Courier
from answerbot.webhooks.post import Post

log = logging.getLogger("answerbot")

ROUTERS = (
    agent, suggest, events, beacon, articles, tickets, topics, explain, recontacts, health,
    experiments_api,
    article_figures,
    gaps_api, health_findings,
)  # fmt: skip
PAGES = (
    closing,
    customer,
    kept_out,
    outbox_page,
    macros,
    queue,
    desk_acts,
    desk_articles,
    desk_events,
    desk_topics,
    mail_preview,
    desk,
    article_table,
    experiments,
    one_article,
    article_acts,
    overview,
    wordings,
    topic_pages,
    telling,
    tasks,
    gaps,
    gaps_together,
    health_page,
    why,
    trying,
    playground,
    reference,
    sign_in,
    oidc,
    invitation,
    members,
    webhooks,
    issues,
    panel,
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

    `link_token` is the secret of the printed sign-in link. With `demo`, or in a home that
    `answerbot demo` filled, pages say that it is one. `base` is the address that it
    listens on, as in http://host:port.
    """
    token = link_token or random_id()
    base = settings["public_url"].rstrip("/") or base or settings.address
    made = make_services(settings, clock, random, monotonic, base)
    services = replace(made, link_token=token, demo=demo or (settings.home / TRUTH).exists())
    counting = Counting(Experiments(services.store), clock, services.chores)
    gap_errand, health_errand = gap_watch(services), health_watch(services)
    for chore in (
        Chore(AUTO_REPLY, 2.0, AutoReply(services).turn),
        Chore(SILENCE, SILENCE_EVERY, Silence(services).turn),
        Chore("kept_out", 3600.0, services.inbox.forget),
        Chore(TELLINGS, 5.0, Announcer(services).turn),
        Chore(REPORT, REPORT_EVERY, Reporter(services).turn),
        Chore(COUNTING, COUNTING_EVERY, counting.turn),
        Chore(GAPS, ERRANDS, gap_errand.turn, gap_errand.stop),
        Chore(HEALTH, ERRANDS, health_errand.turn, health_errand.stop),
        Chore(ASIDE, ASIDE_EVERY, services.aside.turn),
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
    errors.install(app, error_page, in_words)
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
    base: str = "",
) -> Services:
    """Open the store and prepare the rest; nothing runs yet."""
    check_silence(settings)
    way = server_of(settings)
    store = Store(settings.database)
    keys, ledger = Keys(store), Ledger(store)
    signing_key = keys.constant("signing_key", secrets.token_urlsafe(32))
    live = LiveIndex(settings.index, every=settings["watch_seconds"])
    if settled := ledger.settle():
        log.info("worked out where %d enquiries stand", settled)
    suggesting = Rate(settings["suggest_per_second"], settings["suggest_burst"])
    writing = Rate(settings["write_per_minute"] / 60, settings["write_burst"])
    outbox, sender, inbox = (
        Outbox(store),
        sender_of(settings),
        Inbox(settings, store, clock, random, lambda: live.serving),
    )
    chores = Chores(_chores(settings, store, clock), monotonic)
    postman = Postman(outbox, way, sender, clock, SystemRandom().random, chores)
    chores.add(Chore(POST, 5.0, postman.turn))
    article_days = ArticleDays(store)
    chores.add(Chore(PACKING, PACKING_EVERY, partial(pack_days, article_days, chores, clock)))
    domain, ours = sender.id_domain, inbox.ours
    return Services(
        settings=settings,
        store=store,
        keys=keys,
        identity_keys=IdentityKeys(store),
        ledger=ledger,
        precisions=Precisions(store, settings),
        standings=Standings(store),
        article_days=article_days,
        shelf=Shelf(settings["locale"], Articles(store).known),
        tickets=Tickets(store),
        mails=Mails(store),
        inbox=inbox,
        outbox=outbox,
        writer=Writer(settings.home, settings["name"], base, domain, ours, random),
        article_links=ArticleLinks(signing_key, base, settings["link_days"], clock),
        presses=Presses(signing_key, clock, random),
        live=live,
        aside=Aside(settings.index, Experiments(store), clock),
        members=Members(store),
        sessions=Sessions(store),
        passwords=Passwords(),
        suggest_limit=Limiter(suggesting, monotonic),
        write_limit=Limiter(writing, monotonic),
        chores=chores,
        feed=Feed(partial(latest, store), partial(since, store)),
        courier=make_courier(settings, store, base, clock, random),
        clock=clock,
        random=random,
        provider=make_provider(settings, clock),
    )


def _chores(settings: Settings, store: Store, clock: Clock) -> Iterator[Chore]:
    """What the server does by itself."""
    if settings.targets.targets:
        run = partial(watch, settings, Watched(store), clock)
        yield Chore("targets", WATCHING, run)


def make_provider(settings: Settings, clock: Clock) -> Provider | None:
    """Where staff may sign in besides here, if the deployment wants it. Raises BadSettings."""
    if not settings["oidc_issuer"]:
        return None
    for name in ("oidc_client_id", "oidc_client_secret"):
        if not settings[name]:
            raise BadSettings(f"oidc_issuer = {settings['oidc_issuer']!r} needs {name}")
    if find_spec("authlib") is None:
        raise BadSettings("oidc_issuer needs Authlib: pip install 'answerbot[oidc]'")
    return Provider(
        settings["oidc_issuer"],
        settings["oidc_client_id"],
        settings["oidc_client_secret"],
        settings["oidc_scopes"],
        clock,
    )


def make_courier(
    settings: Settings, store: Store, base: str, clock: Clock, random: Callable[[], str]
) -> Courier:
    """What tells webhooks; links in it begin with `base`."""
    post = Post(listed(settings["webhook_hosts"]))
    chance = secrets.SystemRandom().random
    return Courier(store, post, base, clock, random, chance)


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
    services.courier.start()
    yield
    services.feed.close()
    services.courier.stop()
    services.chores.stop()
    services.live.stop()
    services.store.close()
