"""Putting gaps together that ask for the same, and taking them apart.

Knows: forms that work without script.
Must not know: SQL, how gaps are found.
"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Response

from answerbot.api.callers import Acting, Shared
from answerbot.gaps.gap import UNDECIDED, Gap
from answerbot.pages.view import EditorsOnly, see
from answerbot.services import Services
from answerbot.store.gaps import Gaps

router = APIRouter(dependencies=[EditorsOnly])

LIKEST = 5


def whole_of(shared: Shared, gap: str) -> str:
    """The gap of an address; of a part of one the whole. Raises NotFound."""
    return Gaps(shared.store).whole(gap)


Whole = Annotated[str, Depends(whole_of)]


@router.post("/editor/gaps/{gap}/join")
def join(
    shared: Shared, member: Acting, gap: Whole, other: Annotated[str, Form(max_length=60)]
) -> Response:
    """Another one asks for the same: it is part of this from now on."""
    held = Gaps(shared.store)
    other = held.whole(other)
    held.join(other, gap, by=member.name, at=shared.clock())
    return see(f"/editor/gaps/{gap}?done=joined&to={other}")


@router.post("/editor/gaps/{gap}/part")
def part(shared: Shared, gap: str) -> Response:
    """It stands for itself again."""
    held = Gaps(shared.store)
    was = held.whole(gap)
    held.part(gap)
    return see(f"/editor/gaps/{was}?done=parted&to={gap}")


def together(shared: Services, gap: Gap) -> dict[str, Any]:
    """What the page of a gap says of others: its parts, those that may ask for the same, and all
    that have questions now, by name."""
    held = Gaps(shared.store)
    volumes, wholes = held.volumes(), held.wholes()
    open_too = gap.decision.status in UNDECIDED
    others = {
        one.id: one
        for one in held.all()
        if one.id in volumes
        and one.id != gap.id
        and one.language == gap.language
        and one.decision.status in UNDECIDED
        and open_too
    }
    parts = held.parts(gap.id)
    near = dict.fromkeys(wholes.get(name, "") for one in (gap, *parts) for name in one.near)
    likest = [name for name in near if name in others][:LIKEST]
    rest = sorted(others.keys() - likest, key=lambda name: others[name].name.casefold())
    return {
        "parts": parts,
        "near": [(others[name], volumes[name]) for name in likest],
        "others": [others[name] for name in rest],
    }
