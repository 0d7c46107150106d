"""What became of an enquiry: a pure fold over its events.

Knows: the ledger's words and the outcomes (DESIGN.md section 6).
Must not know: SQL, HTTP, the clock (it is passed in).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What can happen to an enquiry."""

    ASKED = "asked"
    OFFERED = "offered"
    UNOFFERED = "unoffered"
    SEEN = "seen"
    OPENED = "opened"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    SUBMITTED = "submitted"
    LINKED = "linked"
    REOPENED = "reopened"
    RECONTACTED = "recontacted"
    UNDONE = "undone"
    RATED = "rated"


CUSTOMER_KINDS = frozenset(
    {
        Kind.SEEN, Kind.OPENED, Kind.ACCEPTED, Kind.REJECTED, Kind.UNDONE, Kind.REOPENED,
        Kind.RATED,
    }
)  # fmt: skip
"""What a browser may report of an enquiry; the server records the rest itself."""

ARTICLE_KINDS = frozenset({Kind.SEEN, Kind.OPENED, Kind.ACCEPTED})
"""Kinds that make no sense without an article."""


class Reason(StrEnum):
    """Why an article was rejected."""

    NOT_RELATED = "not_related"
    DID_NOT_ANSWER = "did_not_answer"
    OUT_OF_DATE = "out_of_date"
    COULD_NOT_FOLLOW = "could_not_follow"


RATINGS = ("satisfaction", "effort")
"""What a customer may rate, each from 1 (bad) to 5 (good)."""


class State(StrEnum):
    """What became of an enquiry, exactly one at a time."""

    CONFIRMED = "confirmed"
    ACCEPTED = "accepted"
    REVOKED = "revoked"
    REJECTED = "rejected"
    ESCALATED = "escalated"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the ledger. `id` is chosen by who reports it, so that a repeat is known."""

    id: str
    enquiry: str
    kind: Kind
    at: datetime
    article: str = ""
    locale: str = ""
    generation: str = ""
    detail: Mapping[str, Any] = field(default_factory=dict)

    @property
    def content(self) -> tuple[object, ...]:
        """What must be equal for two reports of the same id to be the same event."""
        return self.enquiry, self.kind, self.article, dict(self.detail)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The state, and the article that brought it about, if one did."""

    state: State
    article: str = ""


def outcome(events: Iterable[Event], *, now: datetime, matures: timedelta) -> Outcome:
    """The outcome of one enquiry, by the times of its events (of one moment, as they came).

    Accepted by a human and not contradicted for `matures` is confirmed; a later
    rejection of that article, reopening or re-contact revokes it; undoing takes
    the acceptance back as if it had not happened. Silence is never success.
    """
    accepted: Event | None = None
    revoked, rejected, submitted = "", False, False
    for event in sorted(events, key=lambda e: e.at):
        match event.kind:
            case Kind.ACCEPTED:
                accepted, revoked = event, ""
            case Kind.UNDONE:
                accepted = None
            case Kind.REJECTED:
                rejected = True
                accepted, revoked = _contradicted(accepted, event.article, revoked)
            case Kind.REOPENED | Kind.RECONTACTED:
                accepted, revoked = _contradicted(accepted, "", revoked)
            case Kind.SUBMITTED:
                submitted = True
                accepted, revoked = _contradicted(accepted, "", revoked)
    if accepted:
        ripe = accepted.at + matures <= now
        return Outcome(State.CONFIRMED if ripe else State.ACCEPTED, accepted.article)
    if revoked:
        return Outcome(State.REVOKED, revoked)
    if submitted:
        return Outcome(State.ESCALATED)
    return Outcome(State.REJECTED if rejected else State.SILENT)


def _contradicted(accepted: Event | None, article: str, revoked: str) -> tuple[Event | None, str]:
    """An acceptance falls; a rejection of another article leaves it standing."""
    if accepted is None or (article and article != accepted.article):
        return accepted, revoked
    return None, accepted.article
