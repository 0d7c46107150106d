"""What agents do to tickets from the queue and from a ticket's page, and taking it back.

Knows: forms that work without any script; what is recorded of each act.
Must not know: SQL, what a change makes of a ticket (`answerbot/changes.py` does).

An act on several tickets has a name, and each of its events is named after it: so the same
form sent twice acts once, and undoing it finds what it did.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Path, Request, Response
from pydantic import BaseModel, Field

from answerbot import changes
from answerbot.api.callers import Acting, Shared
from answerbot.changes import Change, Outdated
from answerbot.enquiries import Event
from answerbot.errors import Invalid, NotFound
from answerbot.pages.colleagues import members
from answerbot.pages.view import StaffOnly, see
from answerbot.queue import PER_PAGE
from answerbot.services import Services
from answerbot.staff import Member
from answerbot.tickets import Status, Ticket

router = APIRouter(dependencies=[StaffOnly])

Number = Annotated[int, Path(ge=1, lt=2**53)]
Numbers = Annotated[list[Annotated[int, Field(ge=1, lt=2**53)]], Field(max_length=PER_PAGE)]


class Bulk(BaseModel):
    """What to do to the tickets that were selected. `set` is such as `priority:high`."""

    ticket: Numbers = []
    set: str = Field(default="", max_length=200)
    back: str = Field(default="/desk", max_length=1_000)
    act: str = Field(default="", max_length=60)


class One(BaseModel):
    """A change of one ticket. `was` is what its page showed."""

    field: changes.Field
    to: str = Field(default="", max_length=200)
    was: str | None = Field(default=None, max_length=2_000)
    act: str = Field(default="", max_length=60)


class Undo(BaseModel):
    """Take back what an act did to these tickets."""

    act: str = Field(max_length=60)
    ticket: Numbers = []
    back: str = Field(default="/desk", max_length=1_000)


@router.post("/desk/bulk")
def bulk(
    request: Request, shared: Shared, member: Acting, sent: Annotated[Bulk, Form()]
) -> Response:
    """Do the same to several tickets. Those that are so already are left alone."""
    back = queue_address(sent.back)
    if not sent.ticket:
        return see(with_query(back, done="none"))
    change = parsed(sent.set)
    assignable(request, shared, change)
    act = sent.act or shared.random()
    made = [(n, change, event_of_change(shared, member, change, act, n)) for n in sent.ticket]
    shared.tickets.change(made, shared.settings.targets)
    done = [ticket for ticket in sent.ticket if shared.ledger.known(act_id(act, ticket))]
    return see(with_query(back, done=sent.set, act=act, of=len(sent.ticket), tickets=_listed(done)))


@router.post("/desk/undo")
def undo(shared: Shared, member: Acting, sent: Annotated[Undo, Form()]) -> Response:
    """Take an act back. What somebody changed since then stays as it is."""
    found = shared.ledger.named(act_id(sent.act, number) for number in sent.ticket)
    taken = 0
    for event in found:
        ticket = shared.tickets.get(str(event.detail.get("ticket", "")))
        change = reverse(event)
        number = ticket.number
        made = event_of_change(shared, member, change, f"{sent.act}-undo", number)
        try:
            taken += len(_changed(shared, number, change, made))
        except Outdated:
            continue
    return see(with_query(queue_address(sent.back), done="undone", of=len(found), n=taken))


@router.post("/desk/{number}/change")
def change_one(
    request: Request,
    shared: Shared,
    member: Acting,
    number: Number,
    sent: Annotated[One, Form()],
) -> Response:
    """Change a field of one ticket, unless somebody else did so since the page was shown."""
    ticket = shared.tickets.numbered(number)
    change = Change(sent.field, sent.to.strip(), sent.was)
    assignable(request, shared, change)
    act = sent.act or shared.random()
    event = event_of_change(shared, member, change, act, ticket.number)
    try:
        done = _changed(shared, number, change, event)
    except Outdated:
        return see(f"/desk/{number}?outdated={sent.field}")
    except Invalid as error:
        return see(f"/desk/{number}?{urlencode({'wrong': error.message[:200]})}")
    return see(f"/desk/{number}?{urlencode({'act': act})}" if done else f"/desk/{number}")


def _changed(shared: Services, number: int, change: Change, event: Event) -> list[Ticket]:
    return shared.tickets.change([(number, change, event)], shared.settings.targets)


def act_id(act: str, number: int) -> str:
    """What an act on one ticket is called in the ledger: with a colon, which no id that a
    browser chooses may have, so that nobody takes it beforehand."""
    return f"act:{act}:{number}"


def event_of_change(
    shared: Services, member: Member, change: Change, act: str, number: int
) -> Event:
    """The event of a change of one ticket; the store fills in what it changed."""
    return Event(
        id=act_id(act, number),
        enquiry="",
        kind=change.kind,
        at=shared.clock(),
        detail={"by": member.name},
        who=member.who,
        channel="desk",
    )


def reverse(event: Event) -> Change:
    """The change that takes an event's back. Raises NotFound if it made none."""
    detail = event.detail
    try:
        field, before, after = changes.Field(detail["field"]), detail["from"], detail["to"]
    except (KeyError, ValueError):
        raise NotFound(f"nothing to undo in {event.id[:80]!r}") from None
    if field in (changes.Field.TAG, changes.Field.UNTAG):
        return _tag_back(field, before, after)
    since = detail.get("since")
    return Change(field, before, after, changes.moment(since) if since else None)


def _tag_back(field: changes.Field, before: str, after: str) -> Change:
    (tag,) = changes.tags_in(before) ^ changes.tags_in(after)
    back = changes.Field.UNTAG if field is changes.Field.TAG else changes.Field.TAG
    return Change(back, tag)


def parsed(words: str) -> Change:
    """`priority:high` as a change. Raises Invalid."""
    name, colon, to = words.partition(":")
    try:
        field = changes.Field(name)
    except ValueError:
        colon, field = "", changes.Field.STATUS
    if not colon:
        raise Invalid(f"choose what to do with the tickets, not {words[:40]!r}", field="set")
    return Change(field, to)


def assignable(request: Request, shared: Services, change: Change) -> None:
    """Raises Invalid for a ticket given to somebody who is no member."""
    given = change.field is changes.Field.ASSIGNEE and change.to
    if given and all(member.id != change.to for member in members(request, shared)):
        raise Invalid(f"nobody here is {change.to[:40]!r}", field="assignee")


def queue_address(address: str) -> str:
    """Where to go back to, if it is a page of the desk."""
    return address if address == "/desk" or address.startswith(("/desk?", "/desk/")) else "/desk"


def with_query(address: str, **more: object) -> str:
    """The address with more in its query."""
    return f"{address}{'&' if '?' in address else '?'}{urlencode(more)}"


def _listed(numbers: Sequence[int]) -> str:
    return ".".join(str(number) for number in numbers)


SOLVED = f"{changes.Field.STATUS}:{Status.SOLVED}"
