"""What is known of a gap, and what is decided about it.

Knows: statuses, what a decision needs, when one that was dismissed comes back.
Must not know: SQL, HTTP, how gaps are found.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from answerbot.errors import Invalid

LONGEST_REASON = 500
COMES_BACK_AT = 2
"""A gap that was dismissed is open again when it has so many times the questions."""

WEEK = timedelta(days=7)
SETTLES = timedelta(days=14)
"""So long after publishing it is too early to say whether a gap closed."""

CLOSED_BELOW = 0.25
"""A gap closed if its questions without an answer a week fell to this share of before."""


class Status(StrEnum):
    """What is decided about a gap."""

    OPEN = "open"
    ASSIGNED = "assigned"
    DISMISSED = "dismissed"
    PUBLISHED = "published"


@dataclass(frozen=True, slots=True)
class Decision:
    """Who decided what and when. `volume` and `rate` are the questions that the gap had then: all
    in the time looked at, and a week."""

    status: Status = Status.OPEN
    at: datetime | None = None
    by: str = ""
    assignee: str = ""
    reason: str = ""
    article: str = ""
    volume: int = 0
    rate: float = 0.0


@dataclass(frozen=True, slots=True)
class Failing:
    """Why the bot did not answer: for each reason how many questions, the article that was
    closest to most of them, how sure it was of it, and why customers rejected what they saw."""

    reasons: Mapping[str, int] = field(default_factory=dict)
    article: str = ""
    nearest_to: int = 0
    confidence: float = 0.0
    rejected: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Gap:
    """Questions about the same that no article answered. `words` tell it from others. An editor
    may say that it is `part_of` another, whose questions its own are then, with who `joined` them
    and when. `near` are the likest by the last search, the likest first."""

    id: str
    language: str
    name: str
    words: tuple[str, ...]
    first_seen: datetime
    failing: Failing
    decision: Decision = Decision()
    previous: Decision | None = None
    part_of: str = ""
    joined: tuple[str, datetime] | None = None
    near: tuple[str, ...] = ()


def assigned(gap: Gap, to: str, *, by: str, at: datetime) -> Gap:
    """Somebody is to write an article. Raises Invalid."""
    if not to:
        raise Invalid("choose who shall write the article", field="assignee")
    return _decided(gap, Decision(Status.ASSIGNED, at, by, assignee=to))


def dismissed(gap: Gap, reason: str, *, volume: int, by: str, at: datetime) -> Gap:
    """No article is wanted. Raises Invalid without a reason."""
    said = " ".join(reason.split())
    if not said:
        raise Invalid("say why no article is wanted, for whoever sees it next", field="reason")
    if len(said) > LONGEST_REASON:
        raise Invalid(f"a reason has at most {LONGEST_REASON} characters", field="reason")
    return _decided(gap, Decision(Status.DISMISSED, at, by, reason=said, volume=volume))


def published(gap: Gap, article: str, *, volume: int, rate: float, by: str, at: datetime) -> Gap:
    """An article answers it now; from here on is looked whether it does. `rate` is how many
    questions a week it had so far. Raises Invalid."""
    if not article:
        raise Invalid("choose the article that answers these questions", field="article")
    decision = Decision(Status.PUBLISHED, at, by, article=article, volume=volume, rate=rate)
    return _decided(gap, decision)


def was_there(gap: Gap, since: date | None, edited: date | None) -> bool:
    """Whether an article, known `since` a day and last `edited` on one, is as it was before the gap
    began: then its questions were asked in spite of it."""
    first = gap.first_seen.date()
    return since is not None and since < first and (edited is None or edited < first)


def with_part(whole: Failing, part: Failing) -> Failing:
    """Of a whole, as of the last search, when a part comes to it."""
    most = max(whole, part, key=lambda one: one.nearest_to)
    return replace(
        most,
        reasons=_sum(whole.reasons, part.reasons),
        rejected=_sum(whole.rejected, part.rejected),
    )


def without_part(whole: Failing, part: Failing) -> Failing:
    """Likewise, when it goes; the closest article stays until the next search."""
    return replace(
        whole,
        reasons=dict((Counter(whole.reasons) - Counter(part.reasons)).most_common()),
        rejected=dict((Counter(whole.rejected) - Counter(part.rejected)).most_common()),
    )


def _sum(one: Mapping[str, int], other: Mapping[str, int]) -> dict[str, int]:
    return dict((Counter(one) + Counter(other)).most_common())


UNDECIDED = (Status.OPEN, Status.ASSIGNED)


def check_joined(part: Gap, whole: Gap) -> None:
    """Raises Invalid if the one cannot be part of the other: a decision is of the questions that a
    gap had, and is not to be told of others."""
    if part.id == whole.id:
        raise Invalid("the two are one gap already", field="other")
    if part.language != whole.language:
        raise Invalid("gaps in two languages want two articles", field="other")
    for one in (part, whole):
        _check_undecided(one)


def check_parted(whole: Gap) -> None:
    """Raises Invalid if something is decided of the whole."""
    _check_undecided(whole)


def _check_undecided(gap: Gap) -> None:
    if (status := gap.decision.status) not in UNDECIDED:
        raise Invalid(
            f"“{gap.name}” is {status.value}, with the questions that it had: open it again first",
            field="other",
        )


def reopened(gap: Gap, *, by: str, at: datetime) -> Gap:
    """It is to be decided again."""
    return _decided(gap, Decision(Status.OPEN, at, by))


def undone(gap: Gap) -> Gap:
    """As before the last decision; undoing that again brings the decision back."""
    if gap.previous is None:
        return gap
    return replace(gap, decision=gap.previous, previous=gap.decision)


def come_back(gap: Gap, volume: int, *, at: datetime) -> Gap:
    """The gap with so many questions now: open again if it was dismissed with half of them."""
    if gap.decision.status is not Status.DISMISSED:
        return gap
    then = max(1, gap.decision.volume)
    if volume < COMES_BACK_AT * then:
        return gap
    reason = f"came back: {volume} questions, {then} when it was dismissed"
    return _decided(gap, Decision(Status.OPEN, at, "bot", reason=reason))


def _decided(gap: Gap, decision: Decision) -> Gap:
    return replace(gap, decision=decision, previous=gap.decision)


def a_week(questions: int, first: datetime, until: datetime) -> float:
    """How many questions a week there were; less than a day counts as one."""
    return questions / max((until - first) / WEEK, 1 / 7)


class Closing(StrEnum):
    """Whether a gap closed after an article was published."""

    EARLY = "early"
    CLOSED = "closed"
    SMALLER = "smaller"
    STAYS = "stays"


@dataclass(frozen=True, slots=True)
class Followed:
    """What became of a gap since an article was published: its questions without an answer a week
    before and since, and of those that were offered the article since, how many it resolved and
    how many were sent as tickets all the same."""

    since: datetime
    before: float
    after: float
    unanswered: int
    offered: int
    resolved: int
    ticketed: int
    closing: Closing


def followed(
    decision: Decision,
    *,
    unanswered: int,
    offered: int,
    resolved: int,
    ticketed: int,
    first: datetime,
    until: datetime,
) -> Followed | None:
    """What became of it; None if nothing was published. The questions `unanswered` are known by a
    search that looked at those from `first` on, and began at `until`."""
    if decision.status is not Status.PUBLISHED or decision.at is None:
        return None
    after = a_week(unanswered, max(decision.at, first), until)
    closing = Closing.EARLY
    if until - decision.at >= SETTLES:
        share = after / decision.rate if decision.rate else 0.0
        closing = (
            Closing.CLOSED
            if share <= CLOSED_BELOW
            else Closing.SMALLER
            if share < 1
            else Closing.STAYS
        )
    return Followed(
        decision.at, decision.rate, after, unanswered, offered, resolved, ticketed, closing
    )
