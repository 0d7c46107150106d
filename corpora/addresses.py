"""Which network addresses belong to the public internet.

Knows: private ranges, and the IPv6 forms that carry an IPv4 address.
Must not know: names, requests.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

_NAT64 = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"))
_COMPATIBLE = IPv6Network("::/96")


def is_public(text: str) -> bool:
    """Whether an address may be connected to on behalf of an unknown source.

    False for loopback, private, link-local, shared, multicast and reserved ranges, for
    text that is no address, and for IPv6 forms that lead to such an IPv4 address.
    """
    try:
        address = ip_address(text.split("%")[0])
    except ValueError:
        return False
    if isinstance(address, IPv6Address):
        if address.teredo or address.is_site_local:
            return False
        address = _embedded(address) or address
    return address.is_global and not address.is_multicast and not address.is_reserved


def _embedded(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that an IPv6 one stands for: v4-mapped, 6to4, NAT64."""
    if address.ipv4_mapped or address.sixtofour:
        return address.ipv4_mapped or address.sixtofour
    if address in _COMPATIBLE or any(address in network for network in _NAT64):
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return None
