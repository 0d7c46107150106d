"""The security headers of every answer.

Knows: what a browser may load and do.
Must not know: what is in the answer.
"""

from __future__ import annotations

API = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}

PAGE = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}

LINKED = {**PAGE, "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow"}
"""A page whose address is a secret: it is told to nobody."""

SANDBOXED = {
    "Content-Security-Policy": (
        "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
        "form-action 'none'; base-uri 'none'; frame-ancestors 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
"""A message's HTML in a frame of ours: it runs nothing, loads nothing, leads nowhere."""

WIDGET = {
    "X-Content-Type-Options": "nosniff",
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Cache-Control": "no-cache",
}
"""The widget's files hold nothing secret and are loaded from other sites' pages."""


def for_path(path: str) -> dict[str, str]:
    """The headers for an address."""
    if path.startswith("/widget/"):
        return WIDGET
    if path.startswith(("/v1/", "/health/", "/openapi.json")):
        return API
    if path.startswith("/a/"):
        return LINKED
    if path.startswith("/static/"):
        return {"X-Content-Type-Options": "nosniff", "Cache-Control": "public, max-age=300"}
    return PAGE
