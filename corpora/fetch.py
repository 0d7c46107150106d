"""A guarded GET: the only way in which this program opens an address that it was given.

Knows: which addresses are refused, redirects, limits, when to try again.
Must not know: what is fetched, and for whom.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

import httpx2 as httpx

from corpora.guard import PORTS, FetchError, checked_address, lookup, parsed, retry_after

__all__ = ["FetchError", "Fetched", "Fetcher", "Limits", "lookup"]

_REDIRECTS = (301, 302, 303, 307, 308)
_BUSY = (429, 503)
_HINT = "; to read from your own network, allow private addresses"


class Fetched(NamedTuple):
    """A complete answer: the address it came from, its status and body."""

    url: str
    status: int
    body: bytes


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Bounds of one `get`: `seconds` for each try, `longest_wait` between two tries."""

    bytes: int = 20_000_000
    seconds: float = 60.0
    redirects: int = 3
    tries: int = 5
    longest_wait: float = 300.0


class Fetcher:
    """Fetches http(s) addresses of the public internet.

    The host is looked up once and the connection goes to the address that was checked,
    so that a second lookup cannot lead elsewhere. Redirects are checked alike.
    Credentials go to the host of the first request only.
    """

    def __init__(
        self,
        *,
        auth: tuple[str, str] | None = None,
        allow_private: bool = False,
        limits: Limits | None = None,
        sleep: Callable[[float], object] = time.sleep,
        lookup: Callable[[str, int], Iterable[str]] = lookup,
    ) -> None:
        self._auth = auth
        self._allow_private = allow_private
        self._limits = limits or Limits()
        self._sleep = sleep
        self._lookup = lookup

    def get(self, url: str) -> Fetched:
        """The answer to a GET, whatever its status; `FetchError` if there is none.

        429 and 503 are tried again after the time that the server asks for.
        """
        for attempt in range(1, self._limits.tries + 1):
            fetched, wait = self._follow(url)
            if fetched.status not in _BUSY or attempt == self._limits.tries:
                return fetched
            pause = 2.0**attempt if wait is None else wait
            if pause > self._limits.longest_wait:
                raise FetchError(f"{url}: busy, asks to wait {pause:.0f} s; try again later")
            self._sleep(pause)
        raise FetchError(f"{url}: no tries allowed")

    def _follow(self, url: str) -> tuple[Fetched, float | None]:
        """The answer after redirects, and the seconds that a busy server asks to wait."""
        deadline = time.monotonic() + self._limits.seconds
        first = here = parsed(url)
        for _ in range(self._limits.redirects + 1):
            auth = self._auth if _origin(here) == _origin(first) else None
            response, body = self._once(here, auth, deadline)
            if response.status_code not in _REDIRECTS or "location" not in response.headers:
                wait = retry_after(response.headers.get("retry-after", ""))
                return Fetched(str(here), response.status_code, body), wait
            here = parsed(str(here.join(response.headers["location"])))
        raise FetchError(f"{url}: more than {self._limits.redirects} redirects")

    def _once(
        self, url: httpx.URL, auth: tuple[str, str] | None, deadline: float
    ) -> tuple[httpx.Response, bytes]:
        address = checked_address(url, self._lookup, allow_private=self._allow_private, hint=_HINT)
        request = httpx.Request(
            "GET",
            url.copy_with(host=address),
            headers={"Host": url.netloc.decode(), "Accept-Encoding": "identity"},
            extensions={"sni_hostname": url.host},
        )
        timeout = max(0.1, min(20.0, deadline - time.monotonic()))
        try:
            with httpx.Client(trust_env=False, timeout=timeout) as client:
                response = client.send(request, auth=auth, stream=True, follow_redirects=False)
                return response, self._body(response, url, deadline)
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
            raise FetchError(f"{url}: {error or type(error).__name__}") from None

    def _body(self, response: httpx.Response, url: httpx.URL, deadline: float) -> bytes:
        """The body, within the limits. Compressed ones are refused: they can unfold to anything."""
        if response.headers.get("content-encoding", "identity").lower() != "identity":
            raise FetchError(f"{url}: the answer is compressed, which was not asked for")
        parts, size = [], 0
        for part in response.iter_raw():
            parts.append(part)
            size += len(part)
            if size > self._limits.bytes:
                raise FetchError(f"{url}: more than {self._limits.bytes:,} bytes")
            if time.monotonic() > deadline:
                raise FetchError(f"{url}: took longer than {self._limits.seconds:.0f} s")
        return b"".join(parts)


def _origin(url: httpx.URL) -> tuple[str, str, int]:
    return url.scheme, url.host, url.port or PORTS[url.scheme]
