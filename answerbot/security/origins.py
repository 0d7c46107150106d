"""Which web pages may call the API from a browser.

Knows: origins, compared exactly.
Must not know: keys, HTTP frameworks.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit


def is_origin(text: str) -> bool:
    """Whether `text` is scheme://host[:port] and nothing more."""
    parts = urlsplit(text)
    bare = not (parts.path or parts.query or parts.fragment or parts.username)
    return parts.scheme in ("http", "https") and bool(parts.hostname) and bare


def permitted(origin: str, own: str, listed: Iterable[str]) -> bool:
    """Whether a request with this Origin header may be answered.

    Without the header it did not come from another site's page. The server's own
    pages are always allowed; "null" (sandboxed pages, files) never is.
    """
    return origin in ("", own) or (origin != "null" and origin in listed)
