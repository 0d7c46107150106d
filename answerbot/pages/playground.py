"""/playground: every option of the widget, live, with the snippet to copy.

Knows: what stands on the tag, the hash of the tag, the policy that it needs.
Must not know: what the widget does. A script on the page keeps the snippet up to date.
"""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from answerbot.api.callers import Shared, address
from answerbot.bundle import LOADER, bundled
from answerbot.pages.view import page

router = APIRouter()

MODES = {
    "inline": "In the page",
    "floating": "A button with a panel",
    "attach": "Beside a form that is there",
}
LANGUAGES = ("ar", "de", "en", "es", "fr", "it", "ja", "nl", "pt", "zh")


@router.get("/playground")
def playground(request: Request, shared: Shared) -> HTMLResponse:
    """The options, the widget, the snippet."""
    own = address(request, shared)
    loader = bundled(LOADER)
    return page(
        request,
        "playground.html",
        key=next((key.public for key in shared.keys.all() if key.kind == "public"), ""),
        src=f"{own}/widget/{LOADER}",
        policy=f"script-src {own}; connect-src {own}",
        integrity=loader.integrity if loader else "",
        forms={one.id: one.title_in(shared.settings["locale"]) for one in shared.settings.forms},
        modes=MODES,
        languages=LANGUAGES,
    )
