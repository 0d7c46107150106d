"""What a key looks like, and what each kind of caller may do.

Knows: the shape of keys, the kinds of callers.
Must not know: HTTP, SQL.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from answerbot.errors import Invalid
from answerbot.security.origins import is_origin
from answerbot.staff import Member
from answerbot.store.identity_keys import IdentityKeys
from answerbot.store.keys import Key, KeyKind, Keys

PREFIX: dict[KeyKind, str] = {"public": "pk_", "secret": "sk_"}

Role = Literal["public", "secret", "staff"]


@dataclass(frozen=True, slots=True)
class Caller:
    """Who sent a request: a browser with a public key, a server with a secret one, or staff,
    of whom `member` says who it is."""

    role: Role
    key: str = ""
    member: Member | None = None

    @property
    def channel(self) -> str:
        """How what the caller sends reaches us."""
        return "widget" if self.role == "public" else "api"

    @property
    def trusted(self) -> bool:
        """Whether the caller works for the help center."""
        return self.role != "public"


def random_text() -> str:
    """256 bits, URL-safe."""
    return secrets.token_urlsafe(32)


def create(
    keys: Keys, kind: KeyKind, *, label: str, origins: tuple[str, ...], now: datetime
) -> tuple[Key, str]:
    """Make and keep a key; returns it with its full text, which is not shown again.

    Raises Invalid for an origin that is not of the form https://host[:port].
    """
    for origin in origins:
        if not is_origin(origin):
            raise Invalid(
                f"{origin!r} is not an origin such as https://shop.example", field="origins"
            )
    text = PREFIX[kind] + random_text()
    key = Key(secrets.token_hex(4), kind, text if kind == "public" else "", label, origins)
    keys.add(key, text, now=now)
    return key, text


IDENTITY_PREFIX = "ik_"


def create_identity(keys: IdentityKeys, *, label: str, now: datetime) -> tuple[str, str]:
    """Make and keep a key by which a site signs who its customers are: its id, which tokens
    name as `kid`, and its secret, which is not shown again."""
    identifier, secret = f"idk_{secrets.token_hex(4)}", IDENTITY_PREFIX + random_text()
    keys.add(identifier, secret, label=label, now=now)
    return identifier, secret
