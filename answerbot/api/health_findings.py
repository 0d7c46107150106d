"""GET /v1/editor/health: what is wrong with the articles themselves.

Knows: how findings look on the wire.
Must not know: SQL, what is looked for.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from answerbot.api.callers import Analyst, Shared
from answerbot.health.finding import Kind
from answerbot.store.health import Health

router = APIRouter(tags=["editor"])

PAGE = 200


class FindingResponse(BaseModel):
    """One thing to look at."""

    kind: Kind
    article: str
    locale: str
    note: str = Field(description="What exactly, in words.")
    other: str = Field(description="Of a duplicate, the other article.")
    other_locale: str


class FindingsResponse(BaseModel):
    """A page of findings of one kind, the heaviest first."""

    looked_at: datetime | None
    total: int
    findings: list[FindingResponse]


@router.get("/v1/editor/health")
def findings(
    _who: Analyst,
    shared: Shared,
    kind: Annotated[Kind, Query(description="What is wrong.")],
    start: Annotated[int, Query(ge=0, le=1_000_000, description="How many to leave out.")] = 0,
) -> FindingsResponse:
    """What is wrong with the articles themselves, but for what editors dismissed."""
    held = Health(shared.store)
    return FindingsResponse(
        looked_at=held.looked(),
        total=held.counts().get(kind, 0),
        findings=[
            FindingResponse(
                kind=one.kind,
                article=one.article,
                locale=one.locale,
                note=one.note,
                other=one.other,
                other_locale=one.other_locale,
            )
            for one in held.list(kind, most=PAGE, start=start)
        ],
    )
