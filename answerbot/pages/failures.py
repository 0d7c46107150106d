"""Errors on pages, as pages.

Knows: which requests want a page.
Must not know: what failed.
"""

from __future__ import annotations

from urllib.parse import quote

from fastapi import Request
from starlette.responses import Response

from answerbot.errors import CODES
from answerbot.pages.view import page, see

HEADINGS = {
    404: "There is nothing here",
    403: "That is not allowed",
    429: "Too many requests",
    503: "Not ready yet",
    500: "Something went wrong",
}


def error_page(request: Request, code: str, message: str, request_id: str) -> Response | None:
    """The error as a page, or the way to the sign-in page; None for API calls."""
    path = request.url.path
    if path.startswith(("/v1/", "/health/")) or "text/html" not in request.headers.get(
        "accept", ""
    ):
        return None
    if code == "unauthorised" and request.method == "GET":
        return see(f"/sign-in?after={quote(path)}")
    status = CODES[code].status
    heading = HEADINGS.get(status, "That did not work")
    return page(
        request,
        "error.html",
        status,
        heading=heading,
        message=message,
        request_id=request_id,
        plain=path if status == 422 and request.method == "GET" and request.url.query else "",
        sent=status == 422 and request.method == "POST",
    )
