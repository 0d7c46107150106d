"""What is told goes out: onto tickets, and by mail.

Knows: the order of steps.
Must not know: SQL, SMTP, who decided to tell.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

from sqlite_utils import Database

from answerbot.asking import event_of
from answerbot.changes import Change, Field
from answerbot.enquiries import Kind
from answerbot.outgoing import valid_address
from answerbot.postman import NAME as POST
from answerbot.services import Services
from answerbot.store.outbox import insert_outgoing
from answerbot.store.tellings import Recipient, Tellings
from answerbot.store.tickets import Message, change_ticket, insert_message
from answerbot.telling import News, Telling
from answerbot.tickets import Status, Ticket

NAME = "tellings"
AT_ONCE = 200
"""Recipients of one turn."""


@dataclass(frozen=True, slots=True)
class Announcer:
    """Tells what is due."""

    services: Services

    def turn(self) -> int:
        """A bounded piece of what there is to tell; returns how many were told."""
        done = 0
        for telling in Tellings(self.services.store).due(self.services.clock()):
            done += self._tell(telling)
        if done:
            self.services.chores.hurry(POST)
        return done

    def _tell(self, telling: Telling) -> int:
        held = Tellings(self.services.store)
        found = held.recipients(telling.topic, AT_ONCE)
        for one in found:
            news = telling.said(one.locale, self.services.settings["locale"])
            say = partial(self._on_ticket if one.ticket else self._by_mail, telling, one, news)
            held.tell(telling, one, say)
        if len(found) < AT_ONCE:
            held.finish(telling.id, self.services.clock())
        return len(found)

    def _by_mail(
        self, telling: Telling, one: Recipient, news: News, db: Database, _again: bool
    ) -> None:
        if valid_address(one.email) and not self.services.writer.ours.receives(one.email):
            cause = f"topic:{telling.topic}:{one.whom}"
            mail = self.services.writer.topic_news(one.email, one.locale, news, cause)
            insert_outgoing(db, mail, self.services.clock())

    def _on_ticket(
        self, telling: Telling, one: Recipient, news: News, db: Database, again: bool
    ) -> None:
        """As a message on the ticket, which goes by mail too unless the address was told."""
        services, now = self.services, self.services.clock()
        ticket = services.tickets.numbered(one.ticket)
        said = f"{news.title}\n\n{news.text}"
        event = partial(
            event_of, services, ticket.enquiry, who=telling.who, channel="desk",
            detail={"ticket": ticket.id, "topic": telling.topic},
        )  # fmt: skip
        number = insert_message(
            db, ticket.number, Message("agent", said, now), event(Kind.ANSWERED)
        )
        if not again and services.writer.may_write_to(ticket):
            thread = services.outbox.thread(ticket.number)
            mail = services.writer.agent_reply(ticket, said, thread)
            mail = replace(mail, cause=f"message:{number}", message=number)
            insert_outgoing(db, mail, now)
        if telling.solves and not _solved(ticket):
            change = Change(Field.STATUS, Status.SOLVED)
            targets = services.settings.targets
            change_ticket(db, ticket.number, change, event(Kind.SOLVED), targets)


def _solved(ticket: Ticket) -> bool:
    return ticket.status is Status.SOLVED
