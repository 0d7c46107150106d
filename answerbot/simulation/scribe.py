"""From what people do to what the ledger hears of it.

Knows: which events a deed leaves, and how much later; what agents do with a ticket.
Must not know: SQL, how probable a deed is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import blake2b, sha256
from random import Random
from typing import Any

from answerbot.changes import Change, Field
from answerbot.enquiries import Event, Kind, Reason, doer
from answerbot.experiments.experiment import Arm, exposure
from answerbot.simulation.agents import AGENTS, ANSWERING, BACK, reply, said_in, worked
from answerbot.simulation.behaviour import Deeds, Situation
from answerbot.simulation.design import Design, browser_of, person_of, session_of, somebody
from answerbot.simulation.happenings import Asks, Changes, Happening, Happens, Says, Submits
from answerbot.simulation.parameters import Parameters
from answerbot.simulation.wanted import Sort, Wanted, Wording
from answerbot.store.ledger import Enquiry
from answerbot.store.tickets import Message, NewTicket
from answerbot.tickets import Priority, Status
from corpora.plain import first_words

NAMES = (
    "Ada Lund", "Béla Kovács", "Chiara Rossi", "Dmitri", "Élodie Martin", "Farid", "Grace O’Neill",
    "Haruto", "Inés", "José 🎬", "נועה", "Lena Weiß",
)  # fmt: skip
EMAIL = "email"
REASONS = tuple(Reason)
SECOND = timedelta(seconds=1)
INCIDENT = "top_demo_incident"


@dataclass(frozen=True)
class Scribe:
    """Writes down one enquiry after the other. `offers` has, of each wording, the event of its
    offer as it is recorded, but for whose it is and when; `seed` tells runs apart."""

    seed: int
    design: Design
    wanted: Wanted
    offers: Sequence[Event]
    situation: Situation
    deeds: Deeds
    parameters: Parameters
    until: datetime

    def everything(self) -> Iterator[Happening]:
        """All that happened, enquiry by enquiry."""
        for number in range(len(self.design.at)):
            yield from self.enquiry(number)

    def enquiry(self, number: int) -> Iterator[Happening]:
        """What came of one enquiry, up to the end of the simulation."""
        page = _Page(self, number)
        return (one for one in page.happened() if one.at <= self.until)


class _Page:
    """One enquiry, and the time that passes on it."""

    def __init__(self, scribe: Scribe, number: int) -> None:
        self.all, self.number = scribe, number
        what = int(scribe.design.wording[number])
        self.wording: Wording = scribe.wanted.wordings[what]
        self.offer = scribe.offers[what]
        self.opened = scribe.situation.opened[what]
        self.channel = tuple(scribe.parameters.channels)[int(scribe.design.channel[number])]
        self.treated = bool(scribe.design.treated[number])
        self.at = scribe.design.when(number)
        self.person = int(scribe.design.person[number])
        self.chance = Random(scribe.seed * 1_000_003 + number)  # noqa: S311 - no secret
        self.id = f"enq_{self._name('enquiry')}"
        self.ticket = ""
        self.events = 0

    def happened(self) -> Iterator[Happening]:
        if self.channel == EMAIL:
            yield from self._mailed()
            return
        yield self._asks()
        did, number = self.all.deeds, self.number
        if did.reads[number]:
            yield from self._read()
        if did.submits[number]:
            self._later(60, 400)
            yield self._submits()
            yield from self._on_ticket()
        if did.returns[number]:
            yield from self._returned()

    def _asks(self) -> Happening:
        asked = self._event(Kind.ASKED)
        offer = self._banner(replace(self._event(self.offer.kind), **_told(self.offer)))
        trial = self.all.design.trial
        if not self.all.design.exposed[self.number] or self.at >= trial.ends_at:
            return Asks(self.at, self._enquiry(), (asked, offer))
        holds = somebody(self.person, known=bool(self._person()))
        drawn = exposure(trial, self.id, holds, self.at)
        offer = in_trial(offer, trial.id, drawn.arm)
        return Asks(self.at, self._enquiry(), (asked, offer), (drawn,))

    def _banner(self, offer: Event) -> Event:
        """Whoever asks about the incident sees that it is known."""
        if self.wording.sort is not Sort.INCIDENT:
            return offer
        return replace(offer, detail={**offer.detail, "banner": INCIDENT})

    def _read(self) -> Iterator[Happening]:
        did, number = self.all.deeds, self.number
        self._later(4, 30)
        yield self._happens(Kind.OPENED, self.opened)
        if did.yes[number] or did.in_vain[number]:
            self._later(20, 200)
            yield self._happens(Kind.ACCEPTED, self.opened)
            yield from self._rates("bot" if did.yes[number] else "")
        elif did.no[number]:
            self._later(20, 200)
            yield self._happens(Kind.REJECTED, self.opened, {"reason": self._reason()})

    def _reason(self) -> str:
        outdated = self.all.parameters.reading(self.opened).outdated
        if self.chance.random() < outdated:
            return Reason.OUT_OF_DATE.value
        related = bool(self.all.situation.right[self.number])
        weights = (1, 5, 0, 3) if related else (6, 3, 0, 1)
        return self.chance.choices(REASONS, weights)[0].value

    def _rates(self, solver: str) -> Iterator[Happening]:
        """Who was helped rates better; by whom, where it was a ticket."""
        if self.chance.random() >= self.all.parameters.rated:
            return
        weights = (1, 1, 2, 6, 8) if solver else (5, 4, 2, 1, 1)
        satisfaction, effort = (self.chance.choices((1, 2, 3, 4, 5), weights)[0] for _ in "12")
        given: dict[str, Any] = {"satisfaction": satisfaction, "effort": effort}
        if self.ticket:
            given |= {"ticket": self.ticket, "solved_by": solver}
        self._later(30, 300)
        yield self._happens(Kind.RATED, "", given)

    def _returned(self) -> Iterator[Happening]:
        """It did not help after all: some hours later they ask for a human."""
        self._later(5 * 3_600, 40 * 3_600)
        if not self.all.deeds.anew[self.number]:
            yield self._submits()
            yield from self._on_ticket()
            return
        before, self.id, self.events = self.id, f"enq_{self._name('again')}", 1_000
        yield self._asks()
        again = {"enquiry": self.id}
        self.events += 1
        event = Event(f"again:{before}:{self.id}", before, Kind.RECONTACTED, self.at, detail=again,
            who=doer(Kind.RECONTACTED), channel=self.channel)  # fmt: skip
        yield Happens(self.at, event)
        self._later(60, 400)
        yield self._submits()
        yield from self._on_ticket()

    def _mailed(self) -> Iterator[Happening]:
        """A request by e-mail: answered at once with what fits, and by an agent if need be."""
        self.ticket = f"tkt_{self._name('ticket')}"
        told = replace(self._event(self.offer.kind), **_told(self.offer))
        yield Asks(self.at, self._enquiry(), ())
        yield self._submits()
        self._later(5, 40)
        yield Happens(self.at, replace(told, at=self.at))
        if self.offer.kind is Kind.OFFERED and self.chance.random() < self.all.parameters.machine:
            self._later(2, 30)
            sign = {"sign": "head", "machine": "", "method": "HEAD"}
            yield self._happens(Kind.EXCLUDED, self.offer.detail["articles"][0], sign)
        if self.all.deeds.yes[self.number]:
            self._later(900, 20_000)
            yield self._happens(Kind.ACCEPTED, self.opened, ticket=self.ticket)
            yield from self._rates("bot")
            return
        yield from self._on_ticket()

    def _submits(self) -> Happening:
        one = self.wording
        self.ticket = f"tkt_{self._name('ticket' + self.id)}"
        new = NewTicket(
            id=self.ticket,
            subject=first_words(one.text),
            description=one.text,
            name=self._customer(),
            email=f"{person_of(self.person)}@customer.example",
            form=one.form,
            locale=one.locale,
            channel=self.channel,
            person=self._person(),
            audiences=self._audiences(),
            priority=self.chance.choices(list(Priority), (2, 12, 3, 1))[0],
        )
        return Submits(self.at, new, self._event(Kind.SUBMITTED, detail={"ticket": self.ticket}))

    def _on_ticket(self) -> Iterator[Happening]:
        """What its customer finds on the ticket's page, or what an agent does about it."""
        if self.all.deeds.late[self.number]:
            self._later(120, 3_000)
            yield self._happens(Kind.ACCEPTED, self.opened, channel="ticket", ticket=self.ticket)
            return
        p, chance = self.all.parameters, self.chance
        agent = AGENTS[chance.randrange(ANSWERING)]
        self.at = worked(self.at, chance.expovariate(1 / p.answer_hours))
        yield self._changes(Change(Field.ASSIGNEE, agent.id), agent.who)
        self._later(60, 900)
        yield self._answers(agent.name, agent.who)
        if chance.random() < 0.05:
            self._later(3_600, 60_000)
            yield Says(self.at, self.ticket,
                Message("customer", said_in(BACK, self.wording.locale), self.at))  # fmt: skip
            self.at = worked(self.at, chance.expovariate(1 / p.answer_hours))
            yield self._answers(agent.name, agent.who)
        if chance.random() < p.never_solved:
            return
        self.at = worked(self.at, chance.expovariate(1 / p.solve_hours))
        yield self._changes(Change(Field.STATUS, Status.SOLVED), agent.who)
        yield from self._rates("agent")

    def _answers(self, agent: str, who: str) -> Happening:
        told = {"ticket": self.ticket}
        events = [self._event(Kind.ANSWERED, detail=told, who=who, channel="desk")]
        linked = ""
        if self.wording.answers and self.chance.random() < self.all.parameters.linked:
            linked = self.wording.answers[0]
            events.append(self._event(Kind.LINKED, linked, detail=told, who=who, channel="desk"))
        gap = self.all.wanted.gaps.get(self.wording.intent)
        text = reply(agent, self._customer(), self.wording, gap, linked)
        return Says(self.at, self.ticket, Message("agent", text, self.at), tuple(events))

    def _changes(self, change: Change, who: str) -> Happening:
        told = {"ticket": self.ticket}
        event = self._event(change.kind, detail=told, who=who, channel="desk")
        return Changes(self.at, self.ticket, change, event)

    def _enquiry(self) -> Enquiry:
        one = self.wording
        browser = "" if self._person() or self.channel == EMAIL else browser_of(self.person)
        session = sha256(self.id.encode()).hexdigest() if browser else session_of(self.person)
        return Enquiry(
            self.id, "" if self.channel == EMAIL else session, self.channel, one.locale, one.form,
            "", self.at, self._person(), self._audiences(), browser,
        )  # fmt: skip

    def _person(self) -> str:
        return person_of(self.person) if self._audiences() else ""

    def _audiences(self) -> tuple[str, ...]:
        one = self.wording
        return () if one.stratum == one.locale else (one.audience,)

    def _customer(self) -> str:
        return NAMES[self.person % len(NAMES)]

    def _happens(
        self,
        kind: Kind,
        article: str,
        detail: dict[str, Any] | None = None,
        *,
        channel: str = "",
        ticket: str = "",
    ) -> Happening:
        event = self._event(kind, article, detail=detail or {}, channel=channel)
        return Happens(self.at, event, ticket)

    def _event(
        self,
        kind: Kind,
        article: str = "",
        *,
        detail: dict[str, Any] | None = None,
        who: str = "",
        channel: str = "",
    ) -> Event:
        self.events += 1
        return Event(
            f"{self._name('event')}{self.events:04}", self.id, kind, self.at, article,
            self.wording.locale if article else "", self.offer.generation, detail or {},
            who or doer(kind), channel or self.channel,
        )  # fmt: skip

    def _later(self, least: float, most: float) -> None:
        self.at += SECOND * self.chance.uniform(least, most)

    def _name(self, of: str) -> str:
        """An id that no other thing of this simulation has."""
        text = f"{self.all.seed} {self.number} {of}"
        return blake2b(text.encode(), digest_size=15).hexdigest()


def in_trial(offer: Event, trial: str, arm: Arm) -> Event:
    """The offer as it is recorded of who is in the hold-out: in the other arm nothing is shown."""
    detail = {**offer.detail, "experiments": {trial: arm.value}}
    if arm is Arm.USUAL:
        return replace(offer, detail=detail)
    if "articles" in detail:
        detail["withheld"] = detail.pop("articles")
        detail["nearest"] = detail["withheld"][0]
    return replace(offer, kind=Kind.UNOFFERED, detail=detail)


def _told(offer: Event) -> dict[str, Any]:
    return {"detail": offer.detail, "locale": offer.locale, "generation": offer.generation}
