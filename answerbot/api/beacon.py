"""POST /v1/beacon: the last events of a page that is being left.

Knows: that `navigator.sendBeacon` sends text/plain without headers, and that nobody reads the
answer.
Must not know: SQL, what follows from an event.
"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError

from answerbot.api.callers import Shared, hashed, holder, limit_writing, proven
from answerbot.api.events import checked
from answerbot.api.schemas import Beacon, BeaconEvent
from answerbot.asking import belongs, happened
from answerbot.errors import AnswerbotError, Invalid
from answerbot.identity import Identity
from answerbot.services import Services

router = APIRouter(tags=["enquiries"])

NOT_JSON = "body: send a JSON object as text, as navigator.sendBeacon does"


def schema() -> dict[str, Any]:
    """The body as OpenAPI has it: FastAPI describes JSON bodies only."""
    found = Beacon.model_json_schema(ref_template="#/components/schemas/{model}")
    found["properties"]["events"]["items"] = found.pop("$defs")["BeaconEvent"]
    return found


async def read(request: Request) -> Beacon:
    """The body, whatever its Content-Type says. Raises Invalid, RequestValidationError."""
    try:
        return Beacon.model_validate_json(await request.body())
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        if not first["loc"]:
            raise Invalid(NOT_JSON, field="body") from None
        raise RequestValidationError([{**first, "loc": ("body", *first["loc"])}]) from None


@router.post(
    "/v1/beacon",
    status_code=204,
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"text/plain": {"schema": schema()}},
        }
    },
)
def beacon(sent: Annotated[Beacon, Depends(read)], request: Request, shared: Shared) -> None:
    """Several events at once, checked as each by itself; an event sent before counts once.

    It counts once against the rate limit: nobody sends it again. All that can be recorded
    is; the answer tells the first fault.
    """
    who = holder(sent.key, request, shared)
    limit_writing(request, who, shared)
    customer = proven(sent.identity, shared)
    faults = list[AnswerbotError]()
    for one in sent.events:
        try:
            _record(shared, one, hashed(sent.session), customer, who.channel)
        except AnswerbotError as error:
            faults.append(error)
    if faults:
        raise faults[0]


def _record(
    shared: Services, one: BeaconEvent, session: str, customer: Identity, channel: str
) -> None:
    belongs(shared, one.enquiry, session, customer)
    event = checked(shared, one.enquiry, one.event, channel=channel, audiences=customer.audiences)
    happened(shared, event)
