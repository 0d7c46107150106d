"""Customers who do not answer: reminded, and their tickets closed, where settings say so.

Knows: for how long a ticket may wait for its customer, the order of steps.
Must not know: SQL, SMTP.

Silence is never success: a ticket that is closed for it is `assumed`, and an answer opens it
again. A ticket that waits for us is never touched.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from answerbot.asking import event_of
from answerbot.enquiries import Event, Kind
from answerbot.errors import BadSettings
from answerbot.outgoing import Outgoing, Sort
from answerbot.postman import NAME as POST
from answerbot.services import Services
from answerbot.settings import Settings
from answerbot.store.silences import Silences, Waiting
from answerbot.tickets import Ticket

NAME = "silence"
EVERY = 60.0
MOST_IN_A_TURN = 50


@dataclass(frozen=True, slots=True)
class Silence:
    """Looks for tickets whose customers are silent."""

    services: Services

    def turn(self) -> int:
        """Remind some and close some; returns how many."""
        return self._remind() + self._close()

    def _remind(self) -> int:
        services, days = self.services, self.services.settings["remind_after_days"]
        if not days:
            return 0
        before = services.clock() - timedelta(days=days)
        done = 0
        for waiting in Silences(services.store).unreminded(before, MOST_IN_A_TURN):
            ticket = services.tickets.numbered(waiting.ticket)
            mail = self._reminder(ticket, waiting) if services.writer.may_write_to(ticket) else None
            event = self._event(ticket, Kind.REMINDED, waiting, {"sent": mail is not None})
            done += Silences(services.store).remind(waiting, event, mail)
        if done:
            services.chores.hurry(POST)
        return done

    def _close(self) -> int:
        services, days = self.services, self.services.settings["assume_after_days"]
        if not days:
            return 0
        now, remind = services.clock(), services.settings["remind_after_days"]
        before = now - timedelta(days=days)
        # The reminder may be late (the server was down, the setting is new): it says how
        # many days there are left, so that these are counted from it.
        reminded = now - timedelta(days=days - remind) if remind else None
        found = Silences(services.store).silent(before, MOST_IN_A_TURN, reminded=reminded)
        done = 0
        for waiting in found:
            ticket = services.tickets.numbered(waiting.ticket)
            event = self._event(ticket, Kind.ASSUMED, waiting, {"days": days})
            done += Silences(services.store).close(waiting, event)
        return done

    def _event(
        self, ticket: Ticket, kind: Kind, waiting: Waiting, detail: dict[str, object]
    ) -> Event:
        return event_of(
            self.services,
            ticket.enquiry,
            kind,
            identifier=waiting.event(kind),
            channel="email",
            detail={"ticket": ticket.id, **detail},
        )

    def _reminder(self, ticket: Ticket, waiting: Waiting) -> Outgoing:
        services = self.services
        remind, close = (services.settings[f"{n}_after_days"] for n in ("remind", "assume"))
        data = {"said": waiting.said, "days": close - remind if close else 0}
        thread = services.outbox.thread(ticket.number)
        return services.writer.on_ticket(ticket, Sort.REMINDER, thread, data)


def check_silence(settings: Settings) -> None:
    """Raises BadSettings where nobody would have time to answer a reminder."""
    remind, close = settings["remind_after_days"], settings["assume_after_days"]
    if remind and close and close <= remind:
        raise BadSettings(
            f"assume_after_days = {close} must be above remind_after_days = {remind}:"
            " a customer who is reminded needs time to answer"
        )
