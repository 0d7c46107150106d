"""What a customer's answer to an article in our mail makes of their ticket.

Knows: which answers there are, and for how long a yes can be taken back.
Must not know: HTTP, SQL, how a person is told from a machine.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from answerbot.asking import event_of, happened
from answerbot.enquiries import Event, Kind
from answerbot.outgoing import Outgoing, Sort
from answerbot.pages.moments import date
from answerbot.pages.texts import texts
from answerbot.postman import NAME as POST
from answerbot.reading import readable_locales, title
from answerbot.security.article_links import Meant
from answerbot.services import Services
from answerbot.tickets import Status, Ticket

CHANNEL = "email"


class Deed(StrEnum):
    """What the buttons of the page do."""

    ACCEPT = "yes"
    REJECT = "no"
    UNDO = "undo"
    REOPEN = "reopen"


def do(
    services: Services,
    ticket: Ticket,
    meant: Meant,
    deed: Deed,
    press: str,
    detail: Mapping[str, Any],
) -> None:
    """Do it, if it can still be done. `press` becomes the event's id: it happens once."""
    solved = ticket.status is Status.SOLVED
    match deed:
        case Deed.ACCEPT if not solved and _readable(services, ticket, meant):
            _opened(services, ticket, meant, press)
            event = _event(services, ticket, Kind.ACCEPTED, meant, press)
            happened(services, event, on=ticket, mail=_confirmation(services, ticket, meant))
            services.chores.hurry(POST)
        case Deed.REJECT if _readable(services, ticket, meant):
            _opened(services, ticket, meant, press)
            event = _event(services, ticket, Kind.REJECTED, meant, press, detail)
            happened(services, event, on=ticket)
        case Deed.UNDO if may_undo(services, ticket, meant):
            happened(services, _event(services, ticket, Kind.UNDONE, meant, press), on=ticket)
        case Deed.REOPEN if solved and not ticket.bot_resolved:
            event = _event(services, ticket, Kind.REOPENED, None, press)
            happened(services, event, on=ticket)
        case _:
            pass  # the page was old: it shows how things stand by now


def may_undo(services: Services, ticket: Ticket, meant: Meant) -> bool:
    """Whether the article closed the ticket, and not too long ago."""
    if ticket.status is not Status.SOLVED or ticket.resolved_by != meant.article:
        return False
    ends = undo_ends(services, ticket)
    return ends is not None and services.clock() <= ends


def undo_ends(services: Services, ticket: Ticket) -> datetime | None:
    """Until when a customer's yes can be taken back; None if there was none."""
    accepted = services.ledger.last(ticket.enquiry, Kind.ACCEPTED)
    return accepted.at + timedelta(days=services.settings["undo_days"]) if accepted else None


def _readable(services: Services, ticket: Ticket, meant: Meant) -> bool:
    searcher = services.searcher
    return searcher is not None and bool(
        readable_locales(searcher, meant.article, now=services.clock(), audiences=ticket.audiences)
    )


def _opened(services: Services, ticket: Ticket, meant: Meant, press: str) -> None:
    """They read it before they said so. A GET records nothing: machines send it too."""
    event = _event(services, ticket, Kind.OPENED, meant, f"{press}.opened")
    services.ledger.append([event], durable=False)


def _event(
    services: Services,
    ticket: Ticket,
    kind: Kind,
    meant: Meant | None,
    identifier: str,
    detail: Mapping[str, Any] | None = None,
) -> Event:
    return event_of(
        services,
        ticket.enquiry,
        kind,
        identifier=identifier,
        article=meant.article if meant else "",
        locale=meant.locale if meant else "",
        channel=CHANNEL,
        detail=dict(detail or {}),
    )


def _confirmation(services: Services, ticket: Ticket, meant: Meant) -> Outgoing | None:
    """The message that says what was done, and leads back to where it can be undone."""
    if not services.writer.may_write_to(ticket):
        return None
    until = services.clock() + timedelta(days=services.settings["undo_days"])
    article = {
        "title": title(
            services.searcher,
            meant.article,
            meant.locale,
            now=services.clock(),
            audiences=ticket.audiences,
        ),
        "url": services.article_links.address(ticket.number, meant.article, meant.locale),
        "locale": meant.locale,
    }
    data = {"article": article, "until": date(until, texts(ticket.locale))}
    thread = services.outbox.thread(ticket.number)
    return services.writer.on_ticket(ticket, Sort.CONFIRMATION, thread, data)
