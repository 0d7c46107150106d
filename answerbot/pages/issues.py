"""/desk/.../issue: an agent makes an issue of a ticket in another program.

Knows: what the ticket's page shows of it.
Must not know: SQL, how an issue is made.
"""

from __future__ import annotations

from typing import Annotated, NamedTuple

from fastapi import APIRouter, Form, Path, Response

from answerbot.api.callers import Shared
from answerbot.errors import NotFound
from answerbot.pages.view import StaffOnly, see
from answerbot.services import Services
from answerbot.store.deliveries import Deliveries, Delivery, Link
from answerbot.store.webhooks import Webhooks
from answerbot.webhooks.endpoint import Endpoint, Format
from answerbot.webhooks.happenings import WANTED

router = APIRouter(dependencies=[StaffOnly])

Number = Annotated[int, Path(ge=1, lt=2**53)]


class Issues(NamedTuple):
    """What was made of a ticket, what is being made, and where one can be."""

    links: list[Link]
    making: list[Delivery]
    trackers: list[Endpoint]


@router.post("/desk/{number}/issue")
def make(shared: Shared, number: Number, webhook: Annotated[str, Form(max_length=100)]) -> Response:
    """Have an issue made; the link stands on the ticket's page as soon as there is one."""
    found = shared.tickets.numbered(number)
    if webhook not in {one.id for one in _trackers(shared)}:
        raise NotFound(f"no place for issues {webhook[:80]!r}; an admin adds one on the page Staff")
    message, now = f"msg_{shared.random()}", shared.clock()
    Deliveries(shared.store).add(webhook, WANTED, message, ticket=found.number, now=now)
    shared.courier.hurry()
    return see(f"/desk/{number}#_issues")


def issues(shared: Services, ticket: int) -> Issues:
    """For the page of a ticket."""
    held = Deliveries(shared.store)
    links, making = held.links(ticket), held.making(ticket)
    taken = {one.webhook for one in links} | {one.webhook for one in making}
    return Issues(links, making, [one for one in _trackers(shared) if one.id not in taken])


def _trackers(shared: Services) -> list[Endpoint]:
    found = Webhooks(shared.store).all()
    return [one for one in found if one.format is Format.JIRA and not one.disabled_at]
