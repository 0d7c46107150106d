"""Which addresses of the web may be opened, and where a connection then goes.

Knows: what a plain web address is, look-ups, private networks, `Retry-After`.
Must not know: requests, what is fetched or sent.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx2 as httpx

from corpora.addresses import is_public

PORTS = {"http": 80, "https": 443}

Lookup = Callable[[str, int], Iterable[str]]


class FetchError(ValueError):
    """An address that was not opened; the message names it and says why."""


def lookup(host: str, port: int) -> list[str]:
    """The addresses of a host, in the order of the system."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def parsed(url: str) -> httpx.URL:
    """A plain web address. Raises FetchError."""
    try:
        found = httpx.URL(url)
    except (httpx.InvalidURL, ValueError) as error:
        raise FetchError(f"{url[:200]!r} is not an address: {error}") from None
    if found.scheme not in PORTS or not found.host:
        raise FetchError(f"{url[:200]!r}: only http:// and https:// addresses are fetched")
    if found.userinfo:
        raise FetchError(f"{found.host}: user names and passwords do not belong in an address")
    return found.copy_with(fragment=None)


def checked_address(
    url: httpx.URL, lookup: Lookup, *, allow_private: bool = False, hint: str = ""
) -> str:
    """The network address to connect to: looked up once, so that no second look-up can lead
    elsewhere. Raises FetchError if any of the host's is not of the public internet; `hint`
    says what to do then."""
    port = url.port or PORTS[url.scheme]
    try:
        addresses = list(lookup(url.host, port))
    except (OSError, UnicodeError) as error:
        raise FetchError(f"{url}: host {url.host!r} is not found ({error})") from None
    if not addresses:
        raise FetchError(f"{url}: host {url.host!r} has no address")
    refused = [one for one in addresses if not (allow_private or is_public(one))]
    if refused:
        raise FetchError(f"{url}: {refused[0]} is not an address of the public internet{hint}")
    return addresses[0]


def retry_after(value: str) -> float | None:
    """Seconds to wait by a `Retry-After` header, a number or a date; None without one."""
    value = value.strip()
    if value.isascii() and value.isdigit():
        return float(value[:9])
    try:
        moment = parsedate_to_datetime(value)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return max(0.0, (moment - datetime.now(UTC)).total_seconds())
    except (ValueError, OverflowError, TypeError, RecursionError):
        return None  # whatever a server writes there
