"""/health: for operators and load balancers.

Knows: whether a generation serves.
Must not know: keys (none is needed here), articles.
"""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from answerbot.api.callers import Shared
from answerbot.errors import NotReady

router = APIRouter(tags=["health"])


@router.head("/health/live", include_in_schema=False)
@router.get("/health/live")
def live() -> dict[str, str]:
    """The process runs."""
    return {"status": "live"}


@router.head("/health/ready", include_in_schema=False)
@router.get("/health/ready")
def ready(shared: Shared) -> JSONResponse:
    """200 if a generation serves, with what an operator should know; else 503."""
    try:
        manifest = shared.live.searcher.manifest
    except NotReady as error:
        return JSONResponse({"status": "not_ready", "warning": error.message}, status_code=503)
    body: dict[str, Any] = {
        "status": "ready",
        "generation": manifest.name,
        "articles": manifest.articles,
        "passages": manifest.passages,
        "languages": manifest.languages,
        "encoder": manifest.encoder,
        "warning": shared.live.warning,
    }
    return JSONResponse(body)
