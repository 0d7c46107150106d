"""What the parts of the running service share, made once by `app.py`.

Knows: which parts there are.
Must not know: how they work.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from answerbot.aside import Aside
from answerbot.catalogue import Shelf
from answerbot.chores import Chores
from answerbot.clock import Clock
from answerbot.errors import NotReady
from answerbot.feed import Feed
from answerbot.inbox import Inbox
from answerbot.letters.compose import Writer
from answerbot.live_index import LiveIndex
from answerbot.security.article_links import ArticleLinks
from answerbot.security.oidc import Provider
from answerbot.security.passwords import Passwords
from answerbot.security.presses import Presses
from answerbot.security.ratelimit import Limiter
from answerbot.settings import Settings
from answerbot.store.article_days import ArticleDays
from answerbot.store.db import Store
from answerbot.store.identity_keys import IdentityKeys
from answerbot.store.keys import Keys
from answerbot.store.ledger import Ledger
from answerbot.store.mails import Mails
from answerbot.store.members import Members
from answerbot.store.outbox import Outbox
from answerbot.store.precisions import Precisions
from answerbot.store.sessions import Sessions
from answerbot.store.standings import Standings
from answerbot.store.tickets import Tickets
from answerbot.webhooks.courier import Courier
from indexer.searcher import Searcher


@dataclass(frozen=True, slots=True)
class Services:
    """Clock and randomness are passed in, so that tests decide them."""

    settings: Settings
    store: Store
    keys: Keys
    identity_keys: IdentityKeys
    ledger: Ledger
    precisions: Precisions
    standings: Standings
    article_days: ArticleDays
    shelf: Shelf
    tickets: Tickets
    mails: Mails
    inbox: Inbox
    outbox: Outbox
    writer: Writer
    article_links: ArticleLinks
    presses: Presses
    live: LiveIndex
    aside: Aside
    members: Members
    sessions: Sessions
    passwords: Passwords
    suggest_limit: Limiter
    write_limit: Limiter
    chores: Chores
    feed: Feed
    courier: Courier
    clock: Clock
    random: Callable[[], str]
    link_token: str = ""
    provider: Provider | None = None
    demo: bool = False

    @property
    def searcher(self) -> Searcher | None:
        """What serves now, or None."""
        try:
            return self.live.searcher
        except NotReady:
            return None

    @property
    def warning(self) -> str:
        """What staff should know of the server: an index that is refused, a chore that fails."""
        failed = (
            f"{name} fails and is tried again: {how}" for name, how in self.chores.failed.items()
        )
        return "; ".join(filter(None, (self.live.warning, *failed)))

    @property
    def matures(self) -> timedelta:
        """How long an accepted answer must stand to be confirmed."""
        return timedelta(days=self.settings["mature_after_days"])
