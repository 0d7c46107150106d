"""Links in our mail by which a customer says whether an article solved their ticket.

Knows: signing, expiry.
Must not know: HTTP, pages, what a yes does.

A link is good for one ticket, one article and a time. It stands in the path of its address:
query strings are what proxies log and what pages leak to others.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from itsdangerous import BadData, URLSafeSerializer

from answerbot.clock import Clock

SALT = "article link"
LONGEST = 1_000


class Meant(NamedTuple):
    """What a link is for. `expired`: it is ours, but its time is over."""

    ticket: int
    article: str
    locale: str
    issued: datetime
    expired: bool


@dataclass(frozen=True, slots=True)
class ArticleLinks:
    """Makes and reads links. `base` is the address that customers reach us by."""

    key: str
    base: str
    days: int
    clock: Clock

    def address(self, ticket: int, article: str, locale: str) -> str:
        """The whole link."""
        return f"{self.base}/a/{self.token(ticket, article, locale)}"

    def token(self, ticket: int, article: str, locale: str) -> str:
        """What stands behind /a/."""
        now = int(self.clock().timestamp())
        return str(self._serializer().dumps([ticket, article, locale, now]))

    def read(self, token: str) -> Meant | None:
        """What the link is for; None if it is not ours, or was changed."""
        if len(token) > LONGEST:
            return None
        try:
            ticket, article, locale, issued = self._serializer().loads(token)
            at = datetime.fromtimestamp(int(issued), UTC)
            old = self.clock() > at + timedelta(days=self.days)
            return Meant(int(ticket), str(article), str(locale), at, old)
        except (BadData, ValueError, TypeError, OverflowError, OSError):
            return None

    def _serializer(self) -> URLSafeSerializer:
        return URLSafeSerializer(self.key, salt=SALT)
