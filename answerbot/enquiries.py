"""What became of an enquiry: a pure fold over its events.

Knows: the ledger's words and the outcomes (DESIGN.md section 6).
Must not know: SQL, HTTP, the clock (it is passed in).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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
    WROTE = "wrote"
    LINKED = "linked"
    REOPENED = "reopened"
    RECONTACTED = "recontacted"
    UNDONE = "undone"
    RATED = "rated"
    ASSIGNED = "assigned"
    CHANGED = "changed"
    ANSWERED = "answered"
    SOLVED = "solved"
    REMINDED = "reminded"
    ASSUMED = "assumed"
    NEARING = "nearing"
    BREACHED = "breached"
    FLAGGED = "flagged"
    EXCLUDED = "excluded"


BY_STAFF = "staff"
"""The channel of what members of staff ask to try things out: in the ledger, and in no figure
about customers."""

CUSTOMER_KINDS = frozenset(
    {
        Kind.SEEN, Kind.OPENED, Kind.ACCEPTED, Kind.REJECTED, Kind.UNDONE, Kind.REOPENED,
        Kind.RATED,
    }
)  # fmt: skip
"""What a browser may report of an enquiry; the server records the rest itself."""

ARTICLE_KINDS = frozenset({Kind.SEEN, Kind.OPENED, Kind.ACCEPTED})
"""Kinds that make no sense without an article."""


DECIDING = frozenset(
    {
        Kind.ACCEPTED, Kind.REJECTED, Kind.SUBMITTED, Kind.REOPENED, Kind.RECONTACTED,
        Kind.UNDONE, Kind.RATED, Kind.ASSUMED, Kind.EXCLUDED,
    }
)  # fmt: skip
"""Kinds that may change where an enquiry stands; others never do, but for an offer and an opened
article, which are marked."""

_BY_THE_CUSTOMER = CUSTOMER_KINDS | {
    Kind.ASKED, Kind.SUBMITTED, Kind.WROTE, Kind.RECONTACTED,
}  # fmt: skip


def doer(kind: Kind) -> str:
    """Who does what is of this kind, if it was not a member of staff."""
    return "customer" if kind in _BY_THE_CUSTOMER else "bot"


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
    ASSUMED = "assumed"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the ledger. `id` is chosen by who reports it, so that a repeat is known.

    `who` did it: "customer", "bot", or "staff:" and the member's id. `channel` is where.
    """

    id: str
    enquiry: str
    kind: Kind
    at: datetime
    article: str = ""
    locale: str = ""
    generation: str = ""
    detail: Mapping[str, Any] = field(default_factory=dict)
    who: str = ""
    channel: str = ""

    @property
    def content(self) -> tuple[object, ...]:
        """What must be equal for two reports of the same id to be the same event."""
        return self.enquiry, self.kind, self.article, dict(self.detail)


_SAYS_MORE = frozenset(
    {Kind.REJECTED, Kind.SUBMITTED, Kind.REOPENED, Kind.RECONTACTED, Kind.UNDONE}
)
"""After these nothing is assumed any more."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The state, and the article that brought it about, if one did."""

    state: State
    article: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """What the events alone say of an enquiry, whatever the time is.

    `state` is never CONFIRMED, which takes time: ACCEPTED becomes that, counted from `since`.
    What follows says what ever happened. Of those that were offered an article: `clicked` is
    opened or accepted (a link in an e-mail is accepted without being opened here), `objected`
    a No to any article.
    `satisfaction` and `effort` are the last that were given, None if none was. `excluded` are
    the hits of machines.
    """

    state: State = State.SILENT
    article: str = ""
    since: datetime | None = None
    offered: bool = False
    opened: bool = False
    clicked: bool = False
    objected: bool = False
    submitted: bool = False
    recontacted: bool = False
    satisfaction: int | None = None
    effort: int | None = None
    excluded: int = 0

    def outcome(self, *, now: datetime, matures: timedelta) -> Outcome:
        """The outcome by now: an acceptance that stood for `matures` is confirmed."""
        if self.state is State.ACCEPTED and self.since and self.since + matures <= now:
            return Outcome(State.CONFIRMED, self.article)
        return Outcome(self.state, self.article)


def outcome(events: Iterable[Event], *, now: datetime, matures: timedelta) -> Outcome:
    """The outcome of one enquiry by the time `now`."""
    return standing(events).outcome(now=now, matures=matures)


def standing(events: Iterable[Event]) -> Standing:
    """Where one enquiry stands, by the times of its events (of one moment, as they came).

    Accepted by a human and not contradicted is accepted; a later rejection of that article,
    reopening or re-contact revokes it; undoing takes the acceptance back as if it had not
    happened. Silence is never success: a ticket that was closed for want of an answer is
    assumed, until its customer says anything.
    """
    ordered = sorted(events, key=lambda e: e.at)
    state, article, since = _stands(ordered)
    kinds = [event.kind for event in ordered]
    given = {k: v for e in ordered if e.kind is Kind.RATED for k, v in e.detail.items()}
    return Standing(
        state,
        article,
        since,
        offered=(offered := Kind.OFFERED in kinds),
        opened=Kind.OPENED in kinds,
        clicked=offered and (Kind.OPENED in kinds or Kind.ACCEPTED in kinds),
        objected=offered and Kind.REJECTED in kinds,
        submitted=Kind.SUBMITTED in kinds,
        recontacted=Kind.RECONTACTED in kinds,
        satisfaction=given.get("satisfaction"),
        effort=given.get("effort"),
        excluded=kinds.count(Kind.EXCLUDED),
    )


def _stands(ordered: Sequence[Event]) -> tuple[State, str, datetime | None]:
    accepted: Event | None = None
    revoked: Event | None = None
    for event in ordered:
        if event.kind is Kind.ACCEPTED:
            accepted, revoked = event, None
        elif event.kind is Kind.UNDONE:
            accepted = None
        elif accepted and _contradicts(event, accepted):
            accepted, revoked = None, accepted
    if accepted:
        return State.ACCEPTED, accepted.article, accepted.at
    return (State.REVOKED, revoked.article, None) if revoked else (_unsolved(ordered), "", None)


def _contradicts(event: Event, accepted: Event) -> bool:
    """Whether an acceptance falls by it; a rejection of another article leaves it standing."""
    if event.kind is Kind.REJECTED:
        return event.article in ("", accepted.article)
    return event.kind in (Kind.REOPENED, Kind.RECONTACTED, Kind.SUBMITTED)


def _unsolved(ordered: Iterable[Event]) -> State:
    """The state of an enquiry without an acceptance."""
    kinds = [event.kind for event in ordered]
    telling = [kind for kind in kinds if kind is Kind.ASSUMED or kind in _SAYS_MORE]
    if telling[-1:] == [Kind.ASSUMED]:
        return State.ASSUMED
    if Kind.SUBMITTED in kinds:
        return State.ESCALATED
    return State.REJECTED if Kind.REJECTED in kinds else State.SILENT
