"""What a member of staff changes on a ticket, and what becomes of the ticket then.

Knows: the fields that can be changed, what they may be set to, when a change comes too late.
Must not know: SQL, HTTP, who is a member.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from answerbot.enquiries import Kind
from answerbot.errors import Conflict, Invalid
from answerbot.tickets import BOT_RESOLVED, Priority, Status, Ticket, paused, solved_by_agent

LONGEST_TEAM = 60
MOST_TAGS = 20
_TAG = re.compile(r"\w[\w .:+-]{0,39}")


class Field(StrEnum):
    """What can be changed. `tag` puts one on, `untag` takes one off."""

    ASSIGNEE = "assignee"
    TEAM = "team"
    PRIORITY = "priority"
    STATUS = "status"
    TAG = "tag"
    UNTAG = "untag"


class Outdated(Conflict):
    """Somebody else changed it since the page was shown."""


@dataclass(frozen=True, slots=True)
class Change:
    """Set a field. `was` is what whoever changes it saw there; None: whatever it is.

    `since` is given to a ticket that is opened again by an undo: since when its customer
    waits.
    """

    field: Field
    to: str
    was: str | None = None
    since: datetime | None = None

    @property
    def kind(self) -> Kind:
        """What it is called in the ledger."""
        if self.field in (Field.ASSIGNEE, Field.TEAM):
            return Kind.ASSIGNED
        if self.field is Field.STATUS and self.to == Status.SOLVED:
            return Kind.SOLVED
        if self.field is Field.STATUS and self.was == Status.SOLVED:
            return Kind.REOPENED
        return Kind.CHANGED


def value(ticket: Ticket, field: Field) -> str:
    """What the field holds now."""
    match field:
        case Field.TAG | Field.UNTAG:
            return ", ".join(ticket.tags)
        case _:
            return str(getattr(ticket, field))


def changed(ticket: Ticket, change: Change, now: datetime) -> Ticket:
    """The ticket after a change; the same one if it is so already.

    Raises Outdated if it is not what it was, Invalid for a value that makes no sense.
    """
    held = value(ticket, change.field)
    if held == change.to and change.field not in (Field.TAG, Field.UNTAG):
        return ticket
    if change.was is not None and held != change.was:
        raise Outdated(f"the {change.field} is {held!r} by now", field=change.field)
    after = _set(ticket, change, now)
    return ticket if after == ticket else replace(after, updated_at=now)


def _set(ticket: Ticket, change: Change, now: datetime) -> Ticket:
    match change.field:
        case Field.ASSIGNEE:
            return replace(ticket, assignee=change.to)
        case Field.TEAM:
            return replace(ticket, team=_team(change.to))
        case Field.PRIORITY:
            return replace(ticket, priority=_priority(change.to))
        case Field.STATUS:
            return _status(ticket, change, now)
        case Field.TAG:
            return _tagged(ticket, tag_of(change.to))
        case Field.UNTAG:
            return _untagged(ticket, change.to)


def _team(name: str) -> str:
    found = " ".join(name.split())
    if len(found) > LONGEST_TEAM:
        raise Invalid(f"a team's name has at most {LONGEST_TEAM} characters", field="team")
    return found


def _priority(name: str) -> Priority:
    try:
        return Priority(name)
    except ValueError:
        known = ", ".join(Priority)
        raise Invalid(f"no priority {name[:40]!r}; there are {known}", field="priority") from None


def _status(ticket: Ticket, change: Change, now: datetime) -> Ticket:
    """Solving is an agent's word; what was solved is open again, and pending waits for nobody."""
    match change.to:
        case Status.SOLVED:
            return solved_by_agent(ticket, now)
        case Status.PENDING:
            return paused(_opened(ticket, Status.PENDING, None), now)
        case Status.OPEN | Status.REOPENED:
            since = ticket.waiting_since or change.since or now
            return _opened(ticket, Status(change.to), since)
        case _:
            known = ", ".join(Status)
            raise Invalid(f"no status {change.to[:40]!r}; there are {known}", field="status")


def _opened(ticket: Ticket, status: Status, since: datetime | None) -> Ticket:
    tags = tuple(tag for tag in ticket.tags if tag != BOT_RESOLVED)
    return replace(ticket, status=status, waiting_since=since, tags=tags, resolved_by="")


def tag_of(text: str) -> str:
    """A tag as it is kept. Raises Invalid."""
    found = " ".join(text.casefold().split())
    if not _TAG.fullmatch(found):
        raise Invalid(
            f"{text[:60]!r} is no tag: letters, digits, spaces and . : + - _, at most 40",
            field="tag",
        )
    if found == BOT_RESOLVED:
        raise Invalid(f"only a customer's Yes gives the tag {found!r}", field="tag")
    return found


def _tagged(ticket: Ticket, tag: str) -> Ticket:
    tags = tuple(dict.fromkeys((*ticket.tags, tag)))
    if len(tags) > MOST_TAGS:
        raise Invalid(f"a ticket has at most {MOST_TAGS} tags", field="tag")
    return replace(ticket, tags=tags)


def _untagged(ticket: Ticket, tag: str) -> Ticket:
    if tag == BOT_RESOLVED:
        raise Invalid(f"the tag {tag!r} goes when the ticket is opened again", field="tag")
    return replace(ticket, tags=tuple(held for held in ticket.tags if held != tag))


def moment(text: str) -> datetime:
    """A moment as an event's detail has it."""
    return datetime.fromisoformat(text)


def tags_in(text: str) -> set[str]:
    """The tags in what an event's detail has of them."""
    return {tag for tag in text.split(", ") if tag}
