"""What is said on a ticket goes to its customer by e-mail too, if they left an address.

Knows: which message goes with what.
Must not know: SQL, SMTP, what messages look like.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from answerbot.enquiries import Event
from answerbot.outgoing import Posted, Progress
from answerbot.postman import NAME as POST
from answerbot.services import Services
from answerbot.store.tickets import Message
from answerbot.tickets import Ticket

NAMES = {
    Progress.QUEUED: "on its way",
    Progress.SENT: "sent",
    Progress.KEPT: "kept in the outbox",
    Progress.FAILED: "failed",
    Progress.CANCELLED: "cancelled",
}


class Correspondence(NamedTuple):
    """What went out on a ticket: `messages` by the number of what was said."""

    reachable: bool
    server: bool
    messages: Mapping[int, Posted]
    names: Mapping[Progress, str]


def answer(
    services: Services, ticket: Ticket, said: str, *events: Event, seen: int | None = None
) -> None:
    """An agent's words: added to the ticket, and sent to its customer if that can be done.

    `seen` is the last message that the agent has read: raises Outdated if there are later ones.
    """
    mail = None
    if services.writer.may_write_to(ticket):
        mail = services.writer.agent_reply(ticket, said, services.outbox.thread(ticket.number))
    message = Message("agent", said, services.clock())
    services.tickets.say(ticket, message, *events, mail=mail, seen=seen)
    services.chores.hurry(POST)


def sent_with(services: Services, ticket: Ticket) -> Correspondence:
    """What was sent of a ticket's conversation, and whether more can be."""
    posts = services.outbox.of_ticket(ticket.number)
    return Correspondence(
        reachable=services.writer.may_write_to(ticket),
        server=bool(services.settings["smtp_out_host"]),
        messages={one.outgoing.message: one for one in posts if one.outgoing.message},
        names=NAMES,
    )
