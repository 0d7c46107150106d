"""GET /v1/enquiries/{id}/chain: what was asked before and again, by the same person.

Knows: how a chain looks on the wire.
Must not know: SQL, which questions want the same.

Not for customers: an address that somebody typed proves nothing, and the chain of whoever it
belongs to is not theirs.
"""

from __future__ import annotations

from datetime import datetime

from fastapi import APIRouter
from pydantic import BaseModel, Field

from answerbot.api.callers import Shared, Trusted
from answerbot.store.recontacts import Link, Recontacts

router = APIRouter(tags=["enquiries"])


class LinkResponse(BaseModel):
    """One enquiry of a chain."""

    enquiry: str
    ticket: int | None = Field(description="The number of its first ticket, if it has one.")
    asked_at: datetime


class ChainResponse(BaseModel):
    """Enquiries of the same person with the same intent, oldest first."""

    earlier: list[LinkResponse] = Field(description="Resolved before, and revoked by this one.")
    later: list[LinkResponse] = Field(description="Those that revoked this one.")


@router.get("/v1/enquiries/{enquiry}/chain")
def chain(enquiry: str, _who: Trusted, shared: Shared) -> ChainResponse:
    """What the same person asked before and again."""
    shared.ledger.enquiry(enquiry)
    found = Recontacts(shared.store).chain(enquiry)
    return ChainResponse(
        earlier=list(map(_shaped, found.earlier)), later=list(map(_shaped, found.later))
    )


def _shaped(link: Link) -> LinkResponse:
    return LinkResponse(enquiry=link.enquiry, ticket=link.ticket or None, asked_at=link.asked_at)
