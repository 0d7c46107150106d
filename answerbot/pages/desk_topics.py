"""A ticket on a topic: when the topic is settled, its customer is told with the others.

Knows: what an agent does.
Must not know: SQL, who else waits for the topic.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Response

from answerbot.api.callers import Acting, Shared
from answerbot.pages.desk_acts import Number
from answerbot.pages.telling import event_of_topic
from answerbot.pages.view import StaffOnly, see
from answerbot.store.tellings import Tellings
from answerbot.store.topics import Topics

router = APIRouter(dependencies=[StaffOnly])


@router.post("/desk/{number}/topic")
def put(
    shared: Shared,
    member: Acting,
    number: Number,
    topic: Annotated[str, Form(max_length=100)],
    off: Annotated[bool, Form()] = False,
) -> Response:
    """Put the ticket on a topic, or take it off. Raises NotFound."""
    ticket, found = shared.tickets.numbered(number), Topics(shared.store).get(topic).topic
    event = event_of_topic(shared, ticket, member, found, on=not off)
    held = Tellings(shared.store)
    if off:
        held.release(topic, number, event)
    else:
        held.gather(topic, [number], [event], shared.clock())
    return see(f"/desk/{number}#_handle")
