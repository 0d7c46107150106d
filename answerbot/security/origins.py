"""Which web pages may call the API from a browser.

Knows: origins, compared exactly.
Must not know: keys, HTTP frameworks.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

DEFAULT_PORTS = {"http": 80, "https": 443}


def is_origin(text: str) -> bool:
    """Whether `text` is exactly what a browser sends as Origin: scheme://host[:port], in
    lower case, without the scheme's usual port. Patterns never match, so they are refused."""
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return False
    if parts.scheme not in DEFAULT_PORTS or not parts.hostname or "*" in text:
        return False
    usual = port == DEFAULT_PORTS[parts.scheme]
    return (
        not usual
        and text == f"{parts.scheme}://{parts.netloc}" == text.lower()
        and not (parts.username or parts.password)
    )


def permitted(origin: str, own: str, listed: Iterable[str]) -> bool:
    """Whether a request with this Origin header may be answered.

    Without the header it did not come from another site's page. The server's own
    pages are always allowed; "null" (sandboxed pages, files) never is.
    """
    return origin in ("", own) or (origin != "null" and origin in listed)
