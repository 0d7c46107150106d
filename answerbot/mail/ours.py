"""What of the world of mail is ours: addresses, and the domain of our own Message-IDs.

Knows: how an address is written to with a tag (`support+tag@`).
Must not know: settings, where mail comes from.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Ours(NamedTuple):
    """The addresses that we receive mail at; the domain that messages of ours are named in.

    The domain is none that people write from, so that a colleague is never taken for us.
    """

    addresses: frozenset[str] = frozenset()
    id_domain: str = ""

    def receives(self, address: str) -> bool:
        """Whether mail to `address` is for us, with a `+tag` or without."""
        local, at, domain = address.strip().strip("<>").lower().rpartition("@")
        return f"{local.partition('+')[0]}{at}{domain}" in self.addresses


NOBODY = Ours()


def ours_of(addresses: Iterable[str]) -> Ours:
    """What is ours, given our addresses; the first one names the domain, in ASCII.

    Raises UnicodeError for a domain that no server could know.
    """
    listed = tuple(addresses)
    known = tuple(in_ascii(address) for address in listed)
    domain = f"answerbot.{known[0].rpartition('@')[2]}" if known else ""
    return Ours(frozenset((*listed, *known)), domain)


def in_ascii(address: str) -> str:
    """The address with its domain as servers write it. Raises UnicodeError."""
    local, at, domain = address.rpartition("@")
    return f"{local}{at}{domain.encode('idna').decode()}"
