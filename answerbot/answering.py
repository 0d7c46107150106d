"""The automatic answer to a new ticket: decided once, by rules, sent with articles.

Knows: the order of steps.
Must not know: SQL, SMTP, templates.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta
from textwrap import shorten

from answerbot.asking import Asked, withheld
from answerbot.auto_reply import Decision, Facts, Incident, Outcome, Rule, decide
from answerbot.drawing import NOT_DRAWN, Drawn, of_mail
from answerbot.enquiries import Event, Kind
from answerbot.errors import NotReady
from answerbot.letters.compose import Shown, Trouble
from answerbot.outgoing import Outgoing, Sort
from answerbot.postman import NAME as POST
from answerbot.services import Services
from answerbot.store.auto_replies import AutoReplies, Decided
from answerbot.store.experiments import Experiments
from answerbot.thresholds import Channel
from answerbot.ticketing import for_ticket, offered_by
from answerbot.tickets import Status, Ticket

NAME = "auto_reply"
MOST_IN_A_TURN = 20
OLDEST = timedelta(hours=12)
"""An answer that comes later than this answers nobody: after a long pause they are left out."""

MOST_TO_ONE = 5
"""Automatic answers to one address in 24 hours: two machines that talk come to an end, and
nobody's mailbox is filled by who writes in their name."""

ARTICLES = 3
PASSAGE = 400

log = logging.getLogger(__name__)


class _Stop(Exception):
    """Nothing is sent, for a reason."""

    def __init__(
        self, outcome: Outcome, asked: Asked | None = None, trial: Drawn = NOT_DRAWN
    ) -> None:
        super().__init__(outcome)
        self.outcome = outcome
        self.asked = asked
        self.trial = trial


@dataclass(frozen=True, slots=True)
class AutoReply:
    """Decides what is undecided."""

    services: Services

    def turn(self) -> int:
        """Decide some tickets; returns how many. Without rules, or without an index: none."""
        services = self.services
        if not services.settings.auto_replies or services.searcher is None:
            return 0
        since = services.clock() - OLDEST
        numbers = AutoReplies(services.store).undecided(since, MOST_IN_A_TURN)
        for number in numbers:
            self._decide(services.tickets.numbered(number))
        return len(numbers)

    def _decide(self, ticket: Ticket) -> None:
        services, made = self.services, AutoReplies(self.services.store)
        decision = decide(services.settings.auto_replies, facts_of(ticket))
        asked: Asked | None = None
        outgoing: Outgoing | None = None
        outcome, trial = Outcome.SENT, NOT_DRAWN
        try:
            asked, trial, outgoing = self._answer(ticket, decision.rule)
        except NotReady:
            return  # the index went away: another turn
        except _Stop as stop:
            asked, trial, outcome = stop.asked, stop.trial, stop.outcome
        except Exception as error:
            log.exception("no automatic answer to ticket %d: %s", ticket.number, error)
            outcome = Outcome.FAILED
        try:
            events = self._offered(ticket, asked, trial) if asked else []
            decided = _decided(services, ticket, decision, outcome)
            made.decide(decided, events, outgoing, trial.exposures)
        except Exception:
            # Tickets are decided in their order: one that cannot be must hold up no other.
            log.exception("the answer to ticket %d cannot be kept", ticket.number)
            made.decide(_decided(services, ticket, decision, Outcome.FAILED))
            return
        if outgoing:
            services.chores.hurry(POST)

    def _offered(self, ticket: Ticket, asked: Asked, trial: Drawn) -> list[Event]:
        """What was offered. That nothing was is news only where no page has said it before."""
        said = self.services.ledger.last(ticket.enquiry, Kind.OFFERED, Kind.UNOFFERED)
        if asked.offer.abstained and asked.banner is None and said is not None:
            return []
        return [offered_by(self.services, ticket, asked, "email", trial)]

    def _answer(self, ticket: Ticket, rule: Rule | None) -> tuple[Asked, Drawn, Outgoing]:
        services = self.services
        if rule is None:
            raise _Stop(Outcome.NO_RULE)
        if not rule.send:
            raise _Stop(Outcome.FORBIDDEN)
        if not services.writer.may_write_to(ticket):
            raise _Stop(Outcome.NO_ADDRESS)
        if ticket.answered_at or ticket.status is not Status.OPEN:
            raise _Stop(Outcome.ANSWERED)
        day_ago = services.clock() - timedelta(days=1)
        if services.outbox.recent(ticket.email, Sort.AUTO_REPLY, day_ago) >= MOST_TO_ONE:
            raise _Stop(Outcome.TOO_MANY)
        asked = for_ticket(services, ticket, limit=ARTICLES, by=Channel.EMAIL, labels=rule.labels)
        if asked.banner and rule.incident is Incident.PAUSE:
            raise _Stop(Outcome.PAUSED)
        trial = self._trial(ticket)
        shown = withheld(asked) if trial.withheld else asked
        trouble = trouble_of(services, ticket, asked) if rule.incident is Incident.FIRST else None
        if shown.offer.abstained and trouble is None:
            held_out = trial.withheld and not asked.offer.abstained
            raise _Stop(Outcome.WITHHELD if held_out else Outcome.ABSTAINED, asked, trial)
        thread = services.outbox.thread(ticket.number)
        articles = articles_of(services, ticket, shown)
        return asked, trial, services.writer.auto_reply(ticket, articles, trouble, thread)

    def _trial(self, ticket: Ticket) -> Drawn:
        services = self.services
        enquiry = services.ledger.enquiry(ticket.enquiry)
        return of_mail(Experiments(services.store), enquiry, ticket.email, services.clock())


def facts_of(ticket: Ticket) -> Facts:
    """What the rules look at."""
    return Facts(ticket.channel, ticket.form, frozenset(ticket.audiences), ticket.created_at)


def articles_of(services: Services, ticket: Ticket, asked: Asked) -> list[Shown]:
    """What was found, each with a link by which its customer says whether it helped."""
    return [
        Shown(
            hit.title,
            shorten(hit.text, PASSAGE, placeholder=" …"),
            services.article_links.address(ticket.number, hit.article, hit.locale),
            hit.locale,
        )
        for hit in asked.offer.hits
    ]


def trouble_of(services: Services, ticket: Ticket, asked: Asked) -> Trouble | None:
    """The incident that concerns the ticket, in its language."""
    if asked.banner is None:
        return None
    said = asked.banner.said(ticket.locale, services.settings["locale"])
    return Trouble(said.title, said.text, asked.banner.url)


def _decided(services: Services, ticket: Ticket, decision: Decision, outcome: Outcome) -> Decided:
    rule = next((one.rule for one in decision.considered if not one.against), "")
    return Decided(ticket.number, outcome, rule, decision.considered, services.clock())
