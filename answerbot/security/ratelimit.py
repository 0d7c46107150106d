"""How often a caller may call: token buckets in memory.

Knows: buckets, the clock passed in.
Must not know: what is limited.
"""

from __future__ import annotations

import ipaddress
import math
import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import NamedTuple

from answerbot.errors import TooMany

BUCKETS = 50_000
"""Callers remembered at once; the one that was quiet longest is forgotten first."""


class Rate(NamedTuple):
    """`per_second` in the long run, `burst` at once."""

    per_second: float
    burst: int


class Limiter:
    """One bucket a caller. `clock` gives seconds that never go back."""

    def __init__(self, rate: Rate, clock: Callable[[], float]) -> None:
        self._rate = rate
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, caller: str) -> None:
        """Use up one call. Raises TooMany with the seconds to wait."""
        now = self._clock()
        with self._lock:
            tokens, then = self._buckets.pop(caller, (float(self._rate.burst), now))
            tokens = min(self._rate.burst, tokens + (now - then) * self._rate.per_second)
            allowed = tokens >= 1
            self._buckets[caller] = (tokens - 1 if allowed else tokens, now)
            if len(self._buckets) > BUCKETS:
                self._buckets.popitem(last=False)
        if not allowed:
            wait = math.ceil((1 - tokens) / self._rate.per_second)
            raise TooMany(f"too many requests; try again in {wait} s", retry_after=wait)


def network(address: str) -> str:
    """What counts as one caller: an IPv4 address, or the /64 of an IPv6 address."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped:
            return str(ip.ipv4_mapped)
        return str(ipaddress.ip_network((ip, 64), strict=False))
    return str(ip)


def client_address(peer: str, forwarded: str, proxies: int) -> str:
    """The address of the browser, believing only the `proxies` nearest entries.

    A client can write anything into X-Forwarded-For, but only in front of what
    our own proxies append.
    """
    if proxies <= 0:
        return peer
    hops = [hop.strip() for hop in forwarded.split(",") if hop.strip()]
    return hops[-proxies] if len(hops) >= proxies else peer
