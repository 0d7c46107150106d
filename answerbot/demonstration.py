"""Made-up customers and agents for the demo, so that no page of it is empty.

Knows: how they behave; what they ask stands with the sample help center.
Must not know: SQL, HTTP.

They go the way that everybody goes: they ask, open, accept, reject, send requests and are
answered by the same functions, on a clock of their own. So the demo's figures are what the
ledger makes of them; they say nothing about real customers.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from answerbot.asking import Asked, Question, ask, event_of, happened
from answerbot.changes import Change, Field
from answerbot.correspondence import answer
from answerbot.enquiries import Event, Kind, Reason
from answerbot.services import Services
from answerbot.staff import Member, Role
from answerbot.store.tickets import NewTicket
from answerbot.ticketing import submit
from answerbot.tickets import Priority, Status, Ticket
from corpora.plain import first_words

DAYS = 28
ENQUIRIES = 250
AGENTS = (
    Member("m_demo_ann", "Ann", Role.AGENT, "ann@farview.example"),
    Member("m_demo_bo", "Bo", Role.AGENT, "bo@farview.example"),
    Member("m_demo_eve", "Eve", Role.EDITOR, "eve@farview.example"),
)
NAMES = (
    "Ada Lund", "Béla Kovács", "Chiara Rossi", "Dmitri", "Élodie Martin", "Farid", "Grace O’Neill",
    "Haruto", "Inés", "José 🎬", "נועה", "Lena Weiß",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wanted:
    """A question, its language and form, and the articles that answer it; none if none does."""

    text: str
    locale: str
    form: str
    answers: tuple[str, ...] = ()


@dataclass
class Time:
    """The clock of the demo's past."""

    now: datetime

    def __call__(self) -> datetime:
        """The time in the demo's past."""
        return self.now

    def pass_time(self, **delta: float) -> None:
        """Later by so much."""
        self.now += timedelta(**delta)


@dataclass
class Demonstration:
    """`services` run on `time` and on the randomness of `chance`."""

    services: Services
    time: Time
    chance: Random
    questions: list[Wanted]
    waiting: list[tuple[datetime, Ticket, Wanted]] = field(default_factory=list)

    def run(self, until: datetime, enquiries: int = ENQUIRIES, days: int = DAYS) -> Iterator[int]:
        """Let so many people ask in the days up to `until`; yields how many have."""
        for member in AGENTS:
            self.services.members.add(member, by="command", now=until - timedelta(days))
        began = sorted(self._moment(until, days) for _ in range(enquiries))
        for number, at in enumerate(began, 1):
            self._answer_waiting(at)
            self.time.now = at
            self._enquiry(number)
            yield number
        self._answer_waiting(until)

    def _moment(self, until: datetime, days: int) -> datetime:
        """By day rather than by night, more of late."""
        ago = days * (1 - self.chance.random() ** 0.8)
        at = until - timedelta(days=ago)
        return min(until, at.replace(hour=6 + int(16 * self.chance.random()), minute=at.second))

    def _enquiry(self, number: int) -> None:
        wanted = self.chance.choice(self.questions)
        question = Question(
            wanted.text, f"visitor-{number}", wanted.locale, wanted.form, channel="widget"
        )
        asked = ask(self.services, question)
        if not self._reads(asked, wanted) and self.chance.random() < 0.45:
            self.time.pass_time(minutes=1)
            self._request(number, asked, wanted)

    def _reads(self, asked: Asked, wanted: Wanted) -> bool:
        """Whether an article settled it; whoever finds the right one mostly says so."""
        shown = [hit.article for hit in asked.offer.hits]
        right = next((one for one in shown if one in wanted.answers), "")
        if not shown or self.chance.random() > (0.8 if right else 0.4):
            return False
        opened = right or shown[0]
        self._happens(asked, Kind.OPENED, opened, wanted)
        roll = self.chance.random()
        if roll < (0.7 if right else 0.05):
            self._happens(asked, Kind.ACCEPTED, opened, wanted)
            if self.chance.random() < 0.3:
                rating = self.chance.choices((2, 3, 4, 5), (1, 2, 5, 6))[0]
                self._happens(asked, Kind.RATED, "", wanted, {"satisfaction": rating, "effort": 4})
            return True
        if roll < (0.85 if right else 0.5):
            reason = self.chance.choice(list(Reason)).value
            self._happens(asked, Kind.REJECTED, opened, wanted, {"reason": reason})
        return False

    def _happens(
        self,
        asked: Asked,
        kind: Kind,
        article: str,
        wanted: Wanted,
        detail: Mapping[str, object] | None = None,
    ) -> None:
        self.time.pass_time(seconds=20)
        happened(
            self.services,
            event_of(
                self.services, asked.enquiry, kind, article=article, locale=wanted.locale,
                channel="widget", detail=detail or {},
            ),
        )  # fmt: skip

    def _request(self, number: int, asked: Asked, wanted: Wanted) -> None:
        name = self.chance.choice(NAMES)
        new = NewTicket(
            id=f"tkt_{self.services.random()}",
            subject=first_words(wanted.text),
            description=wanted.text,
            name=name,
            email=f"visitor{number}@customer.example",
            form=wanted.form,
            locale=wanted.locale,
            channel="widget",
            priority=self.chance.choices(list(Priority), (2, 12, 3, 1))[0],
        )
        ticket = submit(self.services, new, session=f"visitor-{number}", enquiry=asked.enquiry)
        shown = {hit.article for hit in asked.offer.hits}
        if (right := next(iter(wanted.answers), "")) in shown and self.chance.random() < 0.4:
            self.time.pass_time(minutes=5)
            solved = event_of(
                self.services, ticket.enquiry, Kind.ACCEPTED, article=right, locale=wanted.locale,
                channel="ticket",
            )  # fmt: skip
            happened(self.services, solved, on=ticket)
            return
        due = self.time.now + timedelta(hours=self.chance.expovariate(1 / 14))
        self.waiting.append((due, ticket, wanted))

    def _answer_waiting(self, until: datetime) -> None:
        """What agents have got to by now, and closed."""
        self.waiting.sort(key=lambda one: one[0])
        while self.waiting and self.waiting[0][0] <= until:
            at, ticket, wanted = self.waiting.pop(0)
            self.time.now = max(at, ticket.created_at)
            self._answer(ticket, wanted)

    def _answer(self, ticket: Ticket, wanted: Wanted) -> None:
        agent = self.chance.choice(AGENTS[:2])
        services, told = self.services, {"ticket": ticket.id}

        def done(kind: Kind, article: str = "") -> Event:
            return event_of(
                services, ticket.enquiry, kind, article=article, locale=ticket.locale,
                who=agent.who, channel="desk", detail=told,
            )  # fmt: skip

        mine = Change(Field.ASSIGNEE, agent.id)
        services.tickets.change([(ticket.number, mine, done(Kind.ASSIGNED))])
        events = [done(Kind.ANSWERED)]
        if wanted.answers and self.chance.random() < 0.6:
            events.append(done(Kind.LINKED, wanted.answers[0]))
        said = f"Hello {ticket.name.split()[0]},\n\nplease try this and tell us.\n\n{agent.name}"
        answer(services, ticket, said, *events)
        if self.chance.random() < 0.75:
            self.time.pass_time(minutes=1)
            solved = Change(Field.STATUS, Status.SOLVED)
            services.tickets.change([(ticket.number, solved, done(Kind.SOLVED))])


def questions_of(sample: Path) -> list[Wanted]:
    """What the sample's customers ask: questions with an answer for everyone, and others."""
    answers: dict[str, list[tuple[int, str]]] = {}
    for line in (sample / "qrels.tsv").read_text(encoding="utf-8").splitlines():
        query, article, grade = line.split("\t")
        answers.setdefault(query, []).append((-int(grade), article))
    found = []
    for file in ("queries.jsonl", "oos.jsonl"):
        for line in (sample / file).read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if row.get("audience", "everyone") == "everyone":
                right = tuple(article for _, article in sorted(answers.get(row["id"], [])))
                found.append(Wanted(row["text"], row["lang"], row.get("form", ""), right))
    return found
