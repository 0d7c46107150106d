"""/desk/events: what happens on tickets, as server-sent events, for pages that are open.

Knows: the headers of an event stream.
Must not know: what is told.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Annotated

from fastapi import APIRouter, Header, Query, Request
from starlette.responses import StreamingResponse

from answerbot.api.callers import Shared, staff
from answerbot.pages.view import StaffOnly
from answerbot.services import Services

router = APIRouter(dependencies=[StaffOnly])

HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
"""The second asks nginx not to hold events back."""

After = Annotated[int | None, Query(ge=0, lt=2**63)]


@router.get("/desk/events")
async def events(
    request: Request,
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
    told = while_staff(stream, request, shared)
    return StreamingResponse(told, media_type="text/event-stream", headers=HEADERS)


async def while_staff(
    stream: AsyncGenerator[str], request: Request, shared: Services
) -> AsyncGenerator[str]:
    """The stream until the session ends: signed out or disabled, nobody hears one more thing."""
    async with aclosing(stream) as told:
        async for text in told:
            if staff(request, shared) is None:
                return
            yield text
