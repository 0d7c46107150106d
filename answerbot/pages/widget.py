"""/widget/...: the widget's files, for pages of any site.

Knows: caching and compression.
Must not know: what the files do.
"""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from answerbot.bundle import BundledFile, bundled
from answerbot.errors import NotFound

router = APIRouter()

FOR_GOOD = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"


@router.get("/widget/{path:path}")
def widget(path: str, request: Request) -> Response:
    """One file. Under its own hash (`?v=`) it may be kept for good, else it is asked for again,
    so that a page never has a loader and a widget that do not belong together."""
    found = bundled(path)
    if found is None:
        raise NotFound(f"the widget has no file {path!r}; a page embeds /widget/embed.js")
    headers = {
        "ETag": f'"{found.sha256[:32]}"',
        "Vary": "Accept-Encoding",
        "Cache-Control": FOR_GOOD if request.url.query == f"v={found.version}" else ASK_AGAIN,
    }
    if headers["ETag"] in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return _sent(found, headers, request.headers.get("accept-encoding", ""))


def _sent(found: BundledFile, headers: dict[str, str], accepted: str) -> Response:
    if "gzip" in accepted:
        packed = {**headers, "Content-Encoding": "gzip"}
        return Response(found.packed, headers=packed, media_type="text/javascript")
    return Response(found.content, headers=headers, media_type="text/javascript")
