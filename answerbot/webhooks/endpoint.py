"""Who is told: an address, its secrets, what it wants.

Knows: what an endpoint must be like, rotation of secrets.
Must not know: SQL, HTTP.
"""

from __future__ import annotations

import secrets
from base64 import b64encode
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from answerbot.errors import Invalid
from answerbot.webhooks.happenings import NAMES
from corpora.guard import FetchError, parsed

OVERLAP = timedelta(days=1)
"""How long the secret before the present one still signs."""

PREFIX = "whsec_"


class Format(StrEnum):
    """How a message is written."""

    STANDARD = "standard"
    SLACK = "slack"
    JIRA = "jira"


@dataclass(frozen=True, slots=True)
class Jira:
    """Where an issue is made, and by whom."""

    project: str = ""
    issue_type: str = "Task"
    email: str = ""
    token: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Somebody who is told. `events` empty: of everything; where issues are made, of what an
    agent presses the button for. `words`: with the customer's words.
    `old_secret` signs beside `secret` until `old_until`. `why` says why it is disabled."""

    id: str
    url: str
    format: Format = Format.STANDARD
    label: str = ""
    events: tuple[str, ...] = ()
    words: bool = False
    secret: str = field(default="", repr=False)
    old_secret: str = field(default="", repr=False)
    old_until: datetime | None = None
    jira: Jira = Jira()
    created_at: datetime | None = None
    disabled_at: datetime | None = None
    why: str = ""

    @property
    def name(self) -> str:
        """What people call it. Of an address only the host: the rest may be a secret."""
        return self.label or host_of(self.url)

    def wants(self, name: str) -> bool:
        """Whether it is to be told of what is called so."""
        return name in self.events or (not self.events and self.format is not Format.JIRA)

    def signing(self, now: datetime) -> tuple[str, ...]:
        """The secrets that sign now."""
        old = self.old_secret if self.old_until and now < self.old_until else ""
        return tuple(filter(None, (self.secret, old)))


def new_secret() -> str:
    """Of the length that the standard recommends."""
    return PREFIX + b64encode(secrets.token_bytes(32)).decode()


def host_of(url: str) -> str:
    """The host of an address."""
    try:
        return parsed(url).host
    except FetchError:
        return url[:40]


def checked(endpoint: Endpoint, *, hosts: tuple[str, ...] = ()) -> Endpoint:
    """An endpoint that may be kept; `hosts` are those of the own network. Raises Invalid."""
    try:
        url = parsed(endpoint.url)
    except FetchError as error:
        raise Invalid(str(error), field="url") from None
    if url.scheme != "https" and url.host not in hosts:
        raise Invalid(
            f"{endpoint.url[:200]!r} must begin with https://, unless the setting webhook_hosts"
            f" lists {url.host}",
            field="url",
        )
    unknown = [name for name in endpoint.events if name not in NAMES]
    if unknown:
        raise Invalid(
            f"{unknown[0][:50]!r} is no event; there are {', '.join(NAMES)}", field="events"
        )
    if endpoint.format is Format.JIRA:
        _complete(endpoint.jira)
    return endpoint


def _complete(jira: Jira) -> None:
    for name in ("project", "issue_type", "email", "token"):
        if not getattr(jira, name).strip():
            raise Invalid(f"Jira needs a {name.replace('_', ' ')}", field=name)
