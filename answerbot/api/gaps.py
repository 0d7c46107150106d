"""GET /v1/editor/gaps and /v1/editor/gaps/{id}: what customers ask and no article answers.

Knows: how gaps look on the wire.
Must not know: SQL, how gaps are found.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from answerbot.api.callers import Analyst, Shared
from answerbot.gaps.gap import Status
from answerbot.gaps.listing import NOTHING, Row, listed, row, weeks_of
from answerbot.store.gap_searches import Searches
from answerbot.store.gaps import Gaps

router = APIRouter(tags=["editor"])

PAGE = 100


class ShareResponse(BaseModel):
    """A share with its n and its 95 % interval (Wilson)."""

    part: int
    of: int
    share: float | None = Field(description="None if there is nothing to take a share of.")
    low: float | None
    high: float | None
    few: bool = Field(description="Too few to tell: the share says more about chance.")


class GapResponse(BaseModel):
    """A gap with its figures."""

    id: str
    name: str
    words: list[str] = Field(description="Those that tell it from other gaps.")
    language: str
    status: Status
    assignee: str
    reason: str
    article: str = Field(description="The one that was published for it.")
    decided_at: datetime | None
    first_seen: datetime
    questions: int
    weeks: dict[date, int] = Field(description="Questions by the Monday (UTC) of their week.")
    unoffered: int
    rejected: int
    ticketed: ShareResponse
    closest: str = Field(description="The article that the bot was surest of for most of them.")
    confidence: float
    why: dict[str, int] = Field(description="Why there was no answer, by questions.")
    samples: list[str]


class GapsResponse(BaseModel):
    """A page of gaps, the largest first, as of the last search."""

    searched_at: datetime | None
    since: datetime | None
    total: int
    gaps: list[GapResponse]


class QuestionResponse(BaseModel):
    """A question, without what is private, and what became of it."""

    enquiry: str
    asked_at: datetime
    text: str
    offered: bool
    rejected: bool
    ticket: bool


class OneGapResponse(GapResponse):
    """A gap with questions, those in its middle first."""

    parts: list[str] = Field(description="Ids of the gaps that editors put together with it.")
    asked: list[QuestionResponse]
    next_start: int | None


@router.get("/v1/editor/gaps")
def gaps(
    _who: Analyst,
    shared: Shared,
    status: Annotated[Status | None, Query(description="Only those of it.")] = None,
    language: Annotated[str, Query(max_length=35, description="Only those in it.")] = "",
    start: Annotated[int, Query(ge=0, le=1_000_000, description="How many to leave out.")] = 0,
) -> GapsResponse:
    """What customers ask and no article answers, the largest first."""
    held, last = Gaps(shared.store), Searches(shared.store).last_finished()
    wanted = status.value if status else ""
    found = listed(held.all(), held.counted(), weeks_of(last), status=wanted, language=language)
    return GapsResponse(
        searched_at=last.started_at if last else None,
        since=last.first if last else None,
        total=len(found),
        gaps=[GapResponse(**_shaped(one)) for one in found[start : start + PAGE]],
    )


@router.get("/v1/editor/gaps/{gap}")
def one(
    gap: str,
    _who: Analyst,
    shared: Shared,
    start: Annotated[int, Query(ge=0, le=1_000_000, description="`next_start` of before.")] = 0,
) -> OneGapResponse:
    """A gap and its questions; of a part of one the whole."""
    held, last = Gaps(shared.store), Searches(shared.store).last_finished()
    found = held.get(held.whole(gap))
    counted = row(found, held.counted(found.id).get(found.id, NOTHING), weeks_of(last))
    members = held.members(found.id, most=PAGE + 1, after=start - 1)
    asked = [
        QuestionResponse(
            enquiry=member.enquiry,
            asked_at=member.asked_at,
            text=member.text,
            offered=member.offered,
            rejected=member.objected,
            ticket=member.submitted,
        )
        for _, member in members[:PAGE]
    ]
    more = members[PAGE][0] if len(members) > PAGE else None
    parts = [one.id for one in held.parts(found.id)]
    return OneGapResponse(**_shaped(counted), parts=parts, asked=asked, next_start=more)


def _shaped(one: Row) -> dict[str, Any]:
    gap, counted, decision = one.gap, one.counted, one.gap.decision
    share = one.ticketed
    return {
        "id": gap.id,
        "name": gap.name,
        "words": list(gap.words),
        "language": gap.language,
        "status": decision.status,
        "assignee": decision.assignee,
        "reason": decision.reason,
        "article": decision.article,
        "decided_at": decision.at,
        "first_seen": gap.first_seen,
        "questions": counted.volume,
        "weeks": dict(one.weeks),
        "unoffered": counted.unoffered,
        "rejected": counted.objected,
        "ticketed": ShareResponse(
            part=counted.submitted,
            of=counted.volume,
            share=share.share if share else None,
            low=share.low if share else None,
            high=share.high if share else None,
            few=one.few,
        ),
        "closest": gap.failing.article,
        "confidence": gap.failing.confidence,
        "why": dict(gap.failing.reasons),
        "samples": list(counted.samples),
    }
