"""One-time tokens for a page's buttons, bound to the browser that the page was shown to.

Knows: signing, cookies, ages.
Must not know: what a button does, how a machine is told.

A page and its cookie are given together. Who has only the address of the page (a scanner, a
proxy, a colleague's prefetcher) cannot press; who replays what was pressed presses nothing.
The token is spent by the event that it becomes: events of one id happen once.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import NamedTuple

from itsdangerous import BadData, URLSafeSerializer

from answerbot.clock import Clock

COOKIE = "answerbot_page"
LIFETIME = timedelta(days=1)
_COOKIE = re.compile(r"[A-Za-z0-9_-]{16,100}")


class Press(NamedTuple):
    """A button of ours was pressed: once (`id`), so long after the page was shown."""

    id: str
    waited: timedelta


@dataclass(frozen=True, slots=True)
class Presses:
    """Gives and checks tokens. What they are for is called their subject."""

    key: str
    clock: Clock
    random: Callable[[], str]

    def cookie(self, held: str) -> str:
        """The cookie to set: the one that the browser holds, if it is such a one."""
        return held if _COOKIE.fullmatch(held) else self.random()

    def token(self, subject: str, cookie: str) -> str:
        """For the buttons of one page."""
        shown = self.clock().timestamp()
        return str(self._serializer().dumps([self._bound(subject, cookie), self.random(), shown]))

    def check(self, token: str, subject: str, cookie: str) -> Press | None:
        """The press; None if the page, or the browser, is not the one it was given to."""
        try:
            bound, identifier, shown = self._serializer().loads(token)
            waited = self.clock() - datetime.fromtimestamp(float(shown), self.clock().tzinfo)
            same = hmac.compare_digest(str(bound), self._bound(subject, cookie))
        except (BadData, ValueError, TypeError, OverflowError, OSError):
            return None
        if not same or not cookie or waited > LIFETIME:
            return None
        return Press(f"prs_{identifier}", waited)

    def _bound(self, subject: str, cookie: str) -> str:
        return sha256(f"{subject}\n{cookie}".encode()).hexdigest()

    def _serializer(self) -> URLSafeSerializer:
        return URLSafeSerializer(self.key, salt="page press")
