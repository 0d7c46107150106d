"""/widget/embed.js: the loader, by itself, so that nothing else of its folder is served.

Knows: where it lies.
Must not know: what it does.
"""

from __future__ import annotations

from importlib.resources import files

from fastapi import APIRouter
from fastapi.responses import FileResponse

router = APIRouter()


@router.get("/widget/embed.js")
def embed() -> FileResponse:
    """The script that a page includes."""
    return FileResponse(str(files("widget") / "embed.js"), media_type="text/javascript")
