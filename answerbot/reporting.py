"""The weekly report goes out on Monday morning, to each who asked for it, in their language.

Knows: the order of steps; that a report is due once, however often one looks.
Must not know: SQL, SMTP, what it says.
"""

from __future__ import annotations

from dataclasses import dataclass

from answerbot.outgoing import Outgoing
from answerbot.period import Period
from answerbot.postman import NAME as POST
from answerbot.services import Services
from answerbot.staff import Role
from answerbot.store.standings import Among
from answerbot.store.subscriptions import Subscription, Subscriptions
from answerbot.weekly import Weekly, due, weekly

NAME = "report"
EVERY = 300.0


@dataclass(frozen=True, slots=True)
class Reporter:
    """Looks whether a report is due."""

    services: Services

    def turn(self) -> int:
        """Put the reports that are due into the outbox; returns how many."""
        services = self.services
        now = services.clock()
        week, moment = due(now, services.settings.targets.hours.time_zone)
        readers = [
            one
            for one in Subscriptions(services.store).all()
            if one.since <= moment and Role(one.role).covers(Role.EDITOR)
        ]
        waiting = [one for one in readers if not services.outbox.has(cause_of(one, week))]
        if not waiting:
            return 0
        told = self.report(week)
        sent = sum(services.outbox.put(self.letter(one, told), now) for one in waiting)
        services.chores.hurry(POST)
        return sent

    def report(self, week: Period) -> Weekly:
        """What there is to tell of a week."""
        services, now = self.services, self.services.clock()
        return weekly(
            week,
            now,
            services.matures,
            lambda period: services.standings.summary(
                now=now, matures=services.matures, among=Among(period.first, period.last)
            ),
        )

    def letter(self, reader: Subscription, told: Weekly) -> Outgoing:
        """The message to one reader."""
        cause = cause_of(reader, told.week)
        return self.services.writer.report(reader.email, reader.locale, told, cause)


def cause_of(reader: Subscription, week: Period) -> str:
    """One message for each reader and week."""
    return f"report:{reader.member}:{week.first}"
