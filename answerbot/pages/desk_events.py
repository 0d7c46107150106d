"""/desk/events: what happens on tickets, as server-sent events, for pages that are open.

Knows: the headers of an event stream.
Must not know: what is told.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header, Query
from starlette.responses import StreamingResponse

from answerbot.api.callers import Shared
from answerbot.pages.view import StaffOnly

router = APIRouter(dependencies=[StaffOnly])

HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
"""The second asks nginx not to hold events back."""

After = Annotated[int | None, Query(ge=0, lt=2**63)]


@router.get("/desk/events")
async def events(
    shared: Shared,
    since: After = None,
    last_event_id: Annotated[str, Header(max_length=20)] = "",
) -> StreamingResponse:
    """From event number `since` of the ledger on; a browser that comes back says itself where
    it was."""
    shared.feed.admit()
    known = last_event_id.isascii() and last_event_id.isdigit()
    after = int(last_event_id) if known else since
    stream = shared.feed.follow(-1 if after is None else after)
    return StreamingResponse(stream, media_type="text/event-stream", headers=HEADERS)
