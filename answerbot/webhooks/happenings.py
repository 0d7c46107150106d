"""What other programs may be told, and what of the ledger says so.

Knows: the table of names, what a message carries.
Must not know: SQL, HTTP, any program's own format.

The docs are generated from HAPPENINGS. Of two rows of a kind the first that fits counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from answerbot.enquiries import Event, Kind
from answerbot.tickets import Ticket

TEST = "webhook.test"
WANTED = "ticket.issue_wanted"
"""An agent pressed the button that makes an issue of a ticket."""


TAKING_BACK = (Kind.UNDONE, Kind.REJECTED)
"""What a customer says that opens a ticket again, if an article had solved it."""


class Happening(NamedTuple):
    """A row of the table. `needs_ticket`: it is told only of an enquiry that has one.

    Events `of` more kinds are called so if they took an article's solution back.
    """

    name: str
    kind: Kind
    meaning: str
    needs_ticket: bool = True
    of: tuple[Kind, ...] = ()


HAPPENINGS = (
    Happening("ticket.created", Kind.SUBMITTED, "a request for a human came in"),
    Happening("ticket.bot_resolved", Kind.ACCEPTED, "the customer accepted an article on a ticket, which closed it"),
    Happening("ticket.reopened", Kind.REOPENED, "a solved ticket was opened again", of=TAKING_BACK),
    Happening("ticket.message", Kind.WROTE, "the customer wrote again on a ticket"),
    Happening("ticket.changed", Kind.CHANGED, "an agent set priority, status or tags"),
    Happening("ticket.assigned", Kind.ASSIGNED, "an agent took a ticket, or gave it to another"),
    Happening("ticket.replied", Kind.ANSWERED, "an agent wrote to the customer"),
    Happening("ticket.solved", Kind.SOLVED, "an agent closed a ticket"),
    Happening("ticket.assumed", Kind.ASSUMED, "a ticket was closed because nobody answered, where a setting says so"),
    Happening("target.nearing", Kind.NEARING, "a target for a first answer or a solution is near"),
    Happening("target.breached", Kind.BREACHED, "a target was missed"),
    Happening("enquiry.accepted", Kind.ACCEPTED, "an article answered a question before there was a ticket", needs_ticket=False),
    Happening("enquiry.recontacted", Kind.RECONTACTED, "the same person asked the same again", needs_ticket=False),
    Happening("enquiry.rated", Kind.RATED, "the customer rated the help", needs_ticket=False),
    Happening("article.flagged", Kind.FLAGGED, "an agent says that an article is wrong, old or missing", needs_ticket=False),
)  # fmt: skip

NAMES = tuple(one.name for one in HAPPENINGS)
DETAILS = ("reason", "target", "due", "field", "from", "to", "satisfaction", "effort", "what")
"""What of an event's detail is told: none of it is in the customer's words."""


@dataclass(frozen=True, slots=True)
class News:
    """What there is to tell: the name, the event, its ticket if there is one.

    `sequence` is the event's in the ledger, 0 if no event led to this. An event's id stays here:
    some are made of a ticket's secret id, with which anybody reads the ticket.
    """

    name: str
    event: Event
    ticket: Ticket | None = None
    sequence: int = 0


def named(event: Event, *, has_ticket: bool, took_back: bool = False) -> str:
    """What the event is called outside; empty if it is told to nobody. `took_back`: it took the
    solution of a ticket back."""
    for one in HAPPENINGS:
        is_one = event.kind is one.kind or (took_back and event.kind in one.of)
        if is_one and (has_ticket or not one.needs_ticket):
            return one.name
    return ""


def took_back(event: Event, before: Iterable[Event]) -> bool:
    """Whether an event took back what an article had solved, by the events `before` it since
    its ticket came in, oldest first; as `tickets.after` does."""
    solved_by: str | None = None
    for one in before:
        if one.kind is Kind.ACCEPTED:
            solved_by = one.article
        elif _opens(one) or _objects(one, solved_by):
            solved_by = None
    return _objects(event, solved_by)


def _opens(event: Event) -> bool:
    return event.kind is Kind.REOPENED or (
        event.kind is Kind.CHANGED and event.detail.get("field") == "status"
    )


def _objects(event: Event, solved_by: str | None) -> bool:
    if solved_by is None:
        return False
    rejected = event.kind is Kind.REJECTED and event.article in ("", solved_by)
    return rejected or event.kind is Kind.UNDONE


def data_of(news: News, *, base: str, words: bool) -> dict[str, Any]:
    """The message's `data`: ids and states. With `words` also what the customer wrote."""
    event, ticket = news.event, news.ticket
    found: dict[str, Any] = {"event": news.sequence, "enquiry": event.enquiry, "by": event.who}
    if event.article:
        found["article"] = event.article
    found |= {name: event.detail[name] for name in DETAILS if name in event.detail}
    if ticket:
        found["ticket"] = _ticket(ticket, base)
        if words:
            found["ticket"] |= {"subject": ticket.subject, "description": ticket.description}
    return found


def _ticket(ticket: Ticket, base: str) -> Mapping[str, Any]:
    return {
        "number": ticket.number,
        "status": ticket.status.value,
        "tags": list(ticket.tags),
        "priority": ticket.priority.value,
        "team": ticket.team,
        "assignee": ticket.assignee,
        "form": ticket.form,
        "locale": ticket.locale,
        "channel": ticket.channel,
        "created_at": ticket.created_at.isoformat(),
        "desk": f"{base}/desk/{ticket.number}",
    }
