"""The demo's past: what the sample's customers were offered, and all that came of it, recorded.

Knows: that each wording is searched once, that a day is written at a time; which article was
rewritten, when there was an incident.
Must not know: SQL, HTTP, how people behave.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import date, datetime, timedelta
from pathlib import Path

from answerbot.asking import Question, offering, search
from answerbot.correspondence import answer
from answerbot.enquiries import Event, Kind
from answerbot.identity import NOBODY, Identity
from answerbot.services import Services
from answerbot.simulation.agents import AGENTS, ASK, said_in
from answerbot.simulation.design import INCIDENT_HOURS
from answerbot.simulation.happenings import by_day
from answerbot.simulation.parameters import Parameters, Rewritten
from answerbot.simulation.scribe import INCIDENT
from answerbot.simulation.simulation import Simulation
from answerbot.simulation.truth import Truth, mature
from answerbot.simulation.wanted import EVERYONE, Wanted, Wording
from answerbot.store.articles import Articles
from answerbot.store.db import Store
from answerbot.store.experiments import Experiments
from answerbot.store.histories import Histories
from answerbot.store.topics import Topics
from answerbot.topics import Kind as TopicKind
from answerbot.topics import Said, Topic
from corpora.article import Article, Paragraph

TRUTH = "truth.json"
BEFORE = {
    "en": "Nobody can look up what you chose; it is kept as a hash. Pick something long that you do"
    " not use elsewhere, and store it in a safe place. Support will never ask you for it.",
    "fr": "Personne ne peut retrouver ce que vous avez choisi. Prenez une phrase longue que vous"
    " n’employez nulle part ailleurs. L’assistance ne vous la demandera jamais.",
    "it": "Nessuno può vedere che cosa ha scelto. Prenda una frase lunga che non usa altrove e la"
    " conservi al sicuro. L’assistenza non gliela chiederà mai.",
}
"""What the rewritten article said before, by locale: true, and of no help."""

ANSWERED_LAST = 12
"""Tickets that are answered at the end the way everybody goes, so that the outbox has mail."""


def import_past(
    store: Store, source: str, articles: Iterable[Article], until: datetime, p: Parameters
) -> None:
    """The articles as they were at the beginning; one of them is rewritten later."""
    begin = until - timedelta(days=p.days)
    rewritten = list(articles)
    before = [as_it_was(article, p.rewritten) for article in rewritten]
    Articles(store).replace(source, before, now=begin)
    Articles(store).replace(source, rewritten, now=begin + p.rewritten.at * (until - begin))


def as_it_was(article: Article, rewritten: Rewritten) -> Article:
    """The article before it was rewritten."""
    if article.id != rewritten.article:
        return article
    text = said_in(BEFORE, article.locale)
    return article.model_copy(update={"blocks": (Paragraph(text=text),)})


def offers_of(services: Services, wanted: Wanted) -> Iterator[Event]:
    """For each wording the event of its offer: what the index that serves offers now."""
    for wording in wanted.wordings:
        question = _question(wording)
        yield offering(services, "", question, search(services, question))


def _question(wording: Wording) -> Question:
    theirs = wording.audience != EVERYONE
    customer = Identity("somebody", (wording.audience,)) if theirs else NOBODY
    return Question(
        wording.text, "", wording.locale, wording.form, channel="widget", customer=customer
    )


def record(services: Services, simulation: Simulation) -> Iterator[date]:
    """Write down everything, a day at a time; yields the days."""
    for member in AGENTS:
        services.members.add(member, by="command", now=simulation.design.begin)
    _record_incident(services, simulation.design.incident)
    Experiments(services.store).add(simulation.design.trial, now=simulation.design.begin)
    histories = Histories(services.store)
    for day, happened in by_day(simulation.scribe.everything()):
        histories.write(happened)
        yield day
    for ticket in services.tickets.unsolved(ANSWERED_LAST):
        told = {"ticket": ticket.id}
        event = Event(
            services.random(), ticket.enquiry, Kind.ANSWERED, services.clock(), detail=told,
            who=AGENTS[0].who, channel="desk",
        )  # fmt: skip
        answer(services, ticket, said_in(ASK, ticket.locale), event)


def _record_incident(services: Services, at: datetime) -> None:
    over = at + timedelta(hours=INCIDENT_HOURS)
    topic = Topic(
        id=INCIDENT,
        kind=TopicKind.INCIDENT,
        texts={
            "en": Said(title="Farview is not reachable", text="We are working on it."),
            "fr": Said(title="Farview est inaccessible", text="Nous y travaillons."),
            "it": Said(title="Farview non è raggiungibile", text="Ci stiamo lavorando."),
        },
        starts=at,
    )
    topics = Topics(services.store)
    topics.add(topic, author=AGENTS[2].name, now=at)
    closed = topic.model_copy(update={"ends": over, "open": False})
    topics.change(closed, author=AGENTS[2].name, now=over)


def truth_of(simulation: Simulation, matures: timedelta) -> Truth:
    """What is true of those that are old enough for anything to be confirmed."""
    return simulation.truth(mature(simulation.design, simulation.until, matures))


def write_truth(file: Path, simulation: Simulation, matures: timedelta) -> None:
    """Beside the demo's database, for whoever wants to know what the figures ought to be."""
    told = {"made_up": True, "seed": simulation.seed, **asdict(truth_of(simulation, matures))}
    text = json.dumps(told, indent=2, ensure_ascii=False, default=str)
    file.write_text(f"{text}\n", encoding="utf-8")
