"""/desk: the queue, filtered and sorted by its address, so that a view can be shared.

Knows: what an agent needs to choose the next ticket.
Must not know: SQL, what is done to a ticket.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse
from pydantic import Field

from answerbot.api.callers import Acting, Shared
from answerbot.pages.colleagues import members, names
from answerbot.pages.view import StaffOnly, page
from answerbot.queue import PER_PAGE, TABS, Sort, View, Wanted
from answerbot.services import Services
from answerbot.store.queue import Queues
from answerbot.store.ratings import ratings
from answerbot.tickets import Priority, Status

router = APIRouter(dependencies=[StaffOnly])

TITLES = {
    View.WAITING: "Waiting",
    View.MINE: "Mine",
    View.UNASSIGNED: "Unassigned",
    View.PENDING: "Pending",
    View.SOLVED: "Solved",
    View.ALL: "All",
    View.UNSOLVED: "Not solved",
}
SORTS = {
    Sort.WAITING: "longest waiting first",
    Sort.DUE: "next target first",
    Sort.NEWEST: "newest first",
    Sort.LATEST: "latest change first",
}
CHANNELS = {"email": "e-mail", "api": "API", "widget": "widget", "form": "form"}


class Asked(Wanted):
    """What is wanted, and what was just done to which tickets."""

    done: Annotated[str, Field(max_length=200)] = ""
    act: Annotated[str, Field(max_length=60)] = ""
    of: Annotated[int, Field(ge=0)] = 0
    n: Annotated[int, Field(ge=0)] = 0
    tickets: Annotated[str, Field(max_length=1_000, pattern=r"^[0-9.]*$")] = ""


@router.get("/desk")
def queue(
    request: Request, shared: Shared, member: Acting, wanted: Annotated[Asked, Query()]
) -> HTMLResponse:
    """A page of the view that the address asks for."""
    sequence, queues = shared.feed.latest(), Queues(shared.store)
    found = queues.page(wanted, member.id)
    return page(
        request,
        "desk.html",
        sequence=sequence,
        found=found,
        wanted=wanted,
        here=wanted.address(page=found.number),
        acted=[int(n) for n in wanted.tickets.split(".") if n][:PER_PAGE],
        news=told(wanted, names(shared)),
        me=member.id,
        members=members(request, shared),
        priorities=list(reversed(Priority)),
        titles=TITLES,
        sorts=SORTS,
        channels=CHANNELS,
        choices=choices(shared, queues),
        forms=forms(shared),
        names=names(shared),
        ratings=ratings(shared.store) if wanted.view is View.SOLVED else {},
        **tabs(shared, queues, member.id),
    )


def told(asked: Asked, called: Mapping[str, str]) -> str:
    """What was just done, in a sentence."""
    changed = asked.tickets.count(".") + 1 if asked.tickets else 0
    field, _, to = asked.done.partition(":")
    what = {
        "assignee": f"given to {called.get(to, to)}" if to else "given to nobody",
        "team": f"given to the team {to}",
        "priority": f"set to {to}",
        "status": "solved" if to == Status.SOLVED else f"set to {to}",
    }.get(field)
    if asked.done == "none":
        return "No ticket was selected. Tick the boxes before the tickets, then choose what to do."
    if asked.done == "undone":
        left = asked.of - asked.n
        kept = f" {left} left as they are: somebody changed them since." if left > 0 else ""
        return f"Taken back for {some(asked.n)}.{kept}"
    if not what:
        return ""
    already = asked.of - changed
    rest = f" {some(already)} {'was' if already == 1 else 'were'} so before." if already else ""
    return f"{some(changed)} {what}.{rest}"


def some(n: int) -> str:
    """`1 ticket`, `3 tickets`."""
    return f"{n} ticket" if n == 1 else f"{n} tickets"


def tabs(shared: Services, queues: Queues, me: str) -> dict[str, Any]:
    """What the tabs above the queue and beside it need."""
    counts = queues.counts(me)
    return {
        "views": [(view, TITLES[view], counts.views[view]) for view in TABS],
        "counts": counts,
        "outbox": shared.outbox.counts(),
        "kept_out": sum(shared.mails.kept_out_counts().values()),
    }


def forms(shared: Services) -> dict[str, str]:
    """The forms' titles by id, in the language of the help center."""
    home = shared.settings["locale"]
    return {form.id: form.title_in(home) for form in shared.settings.forms}


def choices(shared: Services, queues: Queues) -> dict[str, list[tuple[str, str]]]:
    """What can be filtered by, as (value, words)."""
    held = queues.choices()
    return {
        "form": list(forms(shared).items()),
        "priority": [(p.value, p.value) for p in reversed(Priority)],
        "status": [(s.value, s.value) for s in Status],
        "team": [(v, v) for v in held["team"]],
        "audience": [(v, v) for v in held["audience"]],
        "channel": [(v, CHANNELS.get(v, v)) for v in held["channel"]],
        "locale": [(v, v) for v in held["locale"]],
        "tag": [(v, v) for v in held["tag"]],
    }
