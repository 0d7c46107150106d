"""Which addresses an article may link to.

Knows: schemes, the tricks that disguise them, and what a safe address looks like.
Must not know: HTML, blocks, the network.
"""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

from corpora.characters import clean

MAX_LENGTH = 2_000
_WEB = ("http", "https")
_OPAQUE = ("mailto", "tel", "article")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*):")
_KEPT = "!#$%&'()*+,/:;=?@[]~"


def safe_href(href: str) -> str | None:
    """The address as it may be linked, or None where it must not be.

    Kept: http, https, mailto, tel, `article:ID`, paths and fragments. Browsers ignore
    tabs and newlines inside an address and leading blanks, so these go first.
    """
    if len(href) > MAX_LENGTH:
        return None
    address = re.sub(r"[\t\n]", "", clean(href)).strip()
    if not address:
        return None
    if match := _SCHEME.match(address):
        return _with_scheme(match[1].lower(), address[match.end() :])
    return _relative(address)


def _with_scheme(scheme: str, rest: str) -> str | None:
    if scheme in _WEB:
        return _web(scheme, rest)
    if scheme in _OPAQUE and rest.strip("/ "):
        return f"{scheme}:{_escape(rest.strip())}"
    return None


def _web(scheme: str, rest: str) -> str | None:
    """An http address with a host; user names before it are a way to fake one."""
    address = f"{scheme}://{rest.replace(chr(92), '/').lstrip('/')}"
    try:
        parts = urlsplit(address)
        known = bool(parts.hostname) and "@" not in parts.netloc and (parts.port or 1) > 0
    except ValueError:
        return None
    return _escape(address) if known else None


def _relative(address: str) -> str | None:
    """A path or fragment; `//host` and its backslash twins are web addresses."""
    address = address.replace("\\", "/")
    if address.startswith("//"):
        return _web("https", address)
    if ":" in re.split(r"[/?#]", address, maxsplit=1)[0]:
        return None
    return _escape(address)


def _escape(address: str) -> str:
    """Blanks, quotes and angle brackets percent-encoded; letters of any script stay."""
    return "".join(
        char if char.isalnum() or char in _KEPT or char in "-._" else quote(char, errors="ignore")
        for char in address
    )
