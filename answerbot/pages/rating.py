"""Two questions on a solved ticket's page: satisfaction and effort, each from 1 to 5.

Knows: a form that works without any script.
Must not know: SQL, what figures become of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from pydantic import BaseModel, Field

from answerbot.api.callers import Shared
from answerbot.asking import event_of, happened
from answerbot.enquiries import RATINGS, Event, Kind
from answerbot.errors import Conflict
from answerbot.pages.guard import Refused, excluded, pressed
from answerbot.pages.view import see, visitor
from answerbot.ticketing import solver
from answerbot.tickets import Status

router = APIRouter()

Grade = Annotated[int | None, Field(ge=1, le=5)]


class Rated(BaseModel):
    """What was chosen; a question may be left out."""

    satisfaction: Grade = None
    effort: Grade = None
    press: str = Field(default="", max_length=1_000)


@router.post("/tickets/{ticket}/rated")
def rate(request: Request, shared: Shared, ticket: str, sent: Annotated[Rated, Form()]) -> Response:
    """Rate the help, once it is solved; the last of each rating counts. Only a person does."""
    shared.write_limit.take(f"contact {visitor(request, shared)}")
    found = shared.tickets.get(ticket)
    path = f"/tickets/{found.id}"
    if found.status is not Status.SOLVED:
        raise Conflict("this request is open: it can be rated once it is solved")
    given = {name: getattr(sent, name) for name in RATINGS if getattr(sent, name)}
    if not given:
        return see(f"{path}#_rating")
    try:
        by = pressed(request, shared, sent.press, path)
    except Refused as refused:
        excluded(request, shared, found, article="", told=refused.machine, channel="ticket")
        return see(f"{path}?again=true")
    detail = {**given, "ticket": found.id, "solved_by": solver(found)}
    event = event_of(
        shared, found.enquiry, Kind.RATED, identifier=by, channel="ticket", detail=detail
    )
    happened(shared, event, on=found)
    return see(f"{path}#_rating")


def given_on(events: Iterable[Event], ticket: str) -> dict[str, int]:
    """The last of each rating that a ticket was given on its page."""
    found: dict[str, int] = {}
    for event in events:
        if event.kind is Kind.RATED and event.detail.get("ticket") == ticket:
            found |= {name: event.detail[name] for name in RATINGS if name in event.detail}
    return found
