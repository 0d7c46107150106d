"""The main job: a question in, an offer out, and the ledger knows.

Knows: the order of steps and what is recorded.
Must not know: HTTP, SQL, how ranking works.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from answerbot.auto_reply import Labels
from answerbot.context import LOOKED_AT, Context, Weigh, clues, context_of, in_context, weight_of
from answerbot.enquiries import Event, Kind, Outcome, doer, outcome
from answerbot.errors import Forbidden, NotReady
from answerbot.identity import NOBODY, Identity
from answerbot.outgoing import Outgoing
from answerbot.placing import placed
from answerbot.services import Services
from answerbot.store.ledger import Enquiry
from answerbot.store.tickets import NewTicket
from answerbot.store.topics import Topics
from answerbot.suggest import Offer, considered, offer, words_of
from answerbot.thresholds import Channel, Thresholds, in_force, of_question
from answerbot.tickets import Ticket
from answerbot.topics import Topic, banner_for, topic_for
from indexer.query import Query, Ranking
from indexer.searcher import Searcher

NOWHERE = Context()
NO_LABELS = Labels()
Rank = Callable[[Query], Ranking]


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, by whom and where. `enquiry` empty: a new one."""

    text: str
    session: str = ""
    locale: str = ""
    form: str = ""
    page: str = ""
    product: str = ""
    tags: tuple[str, ...] = ()
    channel: str = "widget"
    typing: bool = False
    limit: int = 3
    enquiry: str = ""
    customer: Identity = NOBODY


@dataclass(frozen=True, slots=True)
class Asked:
    """The enquiry, what was offered, and by which generation.

    `banner` is an incident that the question is about, `topic` an unanswered question that it
    is, where nothing was offered.
    """

    enquiry: str
    offer: Offer
    generation: str
    banner: Topic | None = None
    topic: Topic | None = None


def search(
    services: Services,
    question: Question,
    *,
    without: Iterable[str] = (),
    by: Channel | None = None,
    labels: Labels = NO_LABELS,
) -> Asked:
    """The offer alone: nothing is recorded. `without` are articles not to offer again, `labels`
    choose those that may be; `by` is the channel whose precision is wanted.

    Other languages are asked only when the asker's has nothing good enough.
    """
    searcher = services.live.searcher
    excluded = frozenset(without)
    context = place_of(services, question)
    query = Query(
        text=question.text,
        now=services.clock(),
        language=question.locale.split("-")[0] or None,
        locale=question.locale,
        audiences=frozenset(question.customer.audiences),
        within=context.only,
        labels_any=labels.any,
        labels_all=labels.all,
        labels_none=labels.none,
        limit=question.limit + len(excluded),
        typing=question.typing,
        shown=_shown(services, question) if question.typing else (),
    )
    channel = by or of_question(typing=question.typing)
    chosen = chosen_from(
        searcher,
        query,
        least=in_force(services.settings, searcher, channel),
        limit=min(question.limit, services.settings["suggestions"]),
        without=excluded,
        context=context,
    )
    topics = Topics(services.store).open()

    def knows(term: str, language: str) -> bool:
        return searcher.knows(term, language, query)

    return Asked(
        question.enquiry,
        chosen,
        searcher.manifest.name,
        banner=banner_for(topics, query, knows),
        topic=topic_for(topics, query, knows) if chosen.abstained else None,
    )


def place_of(services: Services, question: Question) -> Context:
    """Where the question is asked."""
    return context_of(
        services.settings.forms,
        question.form,
        page=question.page,
        product=question.product,
        tags=question.tags,
    )


def chosen_from(
    searcher: Searcher,
    query: Query,
    *,
    least: Thresholds,
    limit: int,
    without: frozenset[str] = frozenset(),
    context: Context = NOWHERE,
) -> Offer:
    """The offer for a query: of other languages only if the asker's has nothing good enough.

    With a `context` more is ranked than is shown, so that it has something to choose from.
    """
    chosen = Offer(())
    if context.counts:
        query = replace(query, limit=max(query.limit, LOOKED_AT + len(without)))
    for rank, threshold in ((searcher.search, least.own), (searcher.elsewhere, least.elsewhere)):
        if chosen.abstained:
            found = _ranked(rank, query, threshold)
            hits = tuple(hit for hit in found.hits if hit.article not in without)
            before, ordered = chosen, hits
            if context.counts:
                ordered = in_context(hits, _weigh(context, searcher), threshold)
            chosen = offer(replace(found, hits=ordered), threshold=threshold, limit=limit)
            chosen = considered(chosen, hits, before)
    return chosen


def _ranked(rank: Rank, query: Query, threshold: float) -> Ranking:
    """The ranking; without what is shown by now, where that makes nothing sure enough: a list
    is kept calm for as long as there is one, and silence is not calm."""
    found = rank(query)
    if query.shown and not any(hit.confidence >= threshold for hit in found.hits):
        return rank(replace(query, shown=()))
    return found


def _weigh(context: Context, searcher: Searcher) -> Weigh:
    return lambda hit: weight_of(clues(context, searcher, hit.article, hit.locale))


def _shown(services: Services, question: Question) -> tuple[str, ...]:
    """The articles that the customer sees by now, best first: the enquiry's last offer."""
    last = question.enquiry and services.ledger.last(question.enquiry, Kind.OFFERED, Kind.UNOFFERED)
    return tuple(last.detail.get("articles", ())) if last else ()


def ask(services: Services, question: Question) -> Asked:
    """Search, and record what was asked and offered.

    Raises NotFound for an unknown enquiry, Forbidden for another session's.
    """
    known = question.enquiry and belongs(
        services, question.enquiry, question.session, question.customer
    )
    asked = search(services, question)
    enquiry = (
        services.ledger.enquiry(question.enquiry) if known else new_enquiry(services, question)
    )
    events = [_offered(services, enquiry.id, question, asked)]
    if not known:
        first = event_of(services, enquiry.id, Kind.ASKED, channel=question.channel)
        services.ledger.open(enquiry, [first, *events])
    elif not _same_as_last(services, enquiry.id, events[0]):
        services.ledger.append(events, durable=False)
    return replace(asked, enquiry=enquiry.id)


def belongs(services: Services, enquiry: str, session: str, customer: Identity = NOBODY) -> bool:
    """True if the enquiry is this customer's. Raises NotFound or Forbidden.

    One of a person is theirs alone, in whatever session; one of nobody is its session's, and
    becomes that of the person who turns out to sit there.
    """
    found = services.ledger.enquiry(enquiry)
    if found.person and found.person != customer.person:
        raise Forbidden("this enquiry belongs to somebody else", field="enquiry")
    if not found.person and found.session and found.session != session:
        raise Forbidden("this enquiry belongs to another session", field="enquiry")
    if customer.proven and (found.person, found.audiences) != (
        customer.person,
        customer.audiences,
    ):
        services.ledger.recognise(enquiry, customer)
    return True


def happened(
    services: Services, event: Event, *, on: Ticket | None = None, mail: Outgoing | None = None
) -> Outcome:
    """Record an event and return what has become of the enquiry.

    Its ticket follows: an accepted article solves it. `on` is the ticket it happened
    on; without one, all of the enquiry's tickets follow. `mail` tells the customer of it.
    """
    tickets = [on] if on else services.tickets.of_enquiry(event.enquiry)
    services.tickets.apply(tickets, event, mail=mail)
    return outcome_of(services, event.enquiry)


def outcome_of(services: Services, enquiry: str) -> Outcome:
    """What has become of an enquiry by now."""
    return outcome(services.ledger.events(enquiry), now=services.clock(), matures=services.matures)


def submit(
    services: Services,
    new: NewTicket,
    *,
    session: str,
    enquiry: str,
    customer: Identity = NOBODY,
) -> Ticket:
    """Make a ticket of an enquiry; of a new one if `enquiry` is empty.

    What the site proved of its customer goes before what was typed.
    """
    now = services.clock()
    new = placed(services.settings.routes, of_customer(new, customer), customer)
    if enquiry:
        belongs(services, enquiry, session, customer)
        found, opened = services.ledger.enquiry(enquiry), True
    else:
        question = Question(
            "", session, new.locale, new.form, channel=new.channel, customer=customer
        )
        found, opened = new_enquiry(services, question), False
    event = event_of(
        services, found.id, Kind.SUBMITTED, detail={"ticket": new.id}, channel=new.channel
    )
    due = services.settings.targets.due(new.audiences, new.priority, now)
    new = replace(new, answer_due=due.answer, solve_due=due.solve)
    ticket = services.tickets.create(new, found, event, opened=opened, now=now)
    _offered_on(services, ticket)
    return ticket


def of_customer(new: NewTicket, customer: Identity) -> NewTicket:
    """The ticket with what is proven of who sends it."""
    return replace(
        new,
        person=customer.person,
        audiences=customer.audiences,
        name=customer.name or new.name,
        email=customer.email or new.email,
    )


def for_ticket(
    services: Services,
    ticket: Ticket,
    *,
    limit: int = 3,
    by: Channel | None = None,
    labels: Labels = NO_LABELS,
) -> Asked:
    """The offer for a ticket's words, without what its customer rejected: of what the customer
    may read, by what was proven when the ticket came.

    Nothing is recorded: looking is not offering.
    """
    question = _question(services, ticket, limit)
    return search(services, question, without=_rejected(services, ticket), by=by, labels=labels)


def for_agent(
    services: Services, ticket: Ticket, *, audiences: Iterable[str], limit: int = 3
) -> Asked:
    """Likewise of all `audiences`: an agent reads more than the customer may open."""
    question = _question(services, ticket, limit)
    more = tuple(dict.fromkeys((*ticket.audiences, *audiences)))
    everything = replace(question, customer=replace(question.customer, audiences=more))
    return search(services, everything, without=_rejected(services, ticket))


def _rejected(services: Services, ticket: Ticket) -> list[str]:
    events = services.ledger.events(ticket.enquiry)
    return [e.article for e in events if e.kind is Kind.REJECTED and e.article]


def offered_by(services: Services, ticket: Ticket, asked: Asked, channel: str) -> Event:
    """What was offered on a ticket through a channel of its own."""
    question = replace(_words_of(ticket), channel=channel)
    return replace(_offered(services, ticket.enquiry, question, asked), channel=channel)


def _question(services: Services, ticket: Ticket, limit: int) -> Question:
    said = [m.text for m in services.tickets.messages(ticket) if m.author == "customer"]
    return _words_of(ticket, said, limit)


def _words_of(ticket: Ticket, said: Sequence[str] = (), limit: int = 3) -> Question:
    """The ticket as a question."""
    return Question(
        text=words_of(ticket.subject, ticket.description, said),
        locale=ticket.locale,
        form=ticket.form,
        limit=limit,
        channel="ticket",
        enquiry=ticket.enquiry,
        customer=Identity(ticket.person, ticket.audiences),
    )


def _offered_on(services: Services, ticket: Ticket) -> None:
    """Record what the ticket's page is going to offer, if an index serves."""
    with suppress(NotReady):
        asked = for_ticket(services, ticket)
        event = _offered(services, ticket.enquiry, _words_of(ticket), asked)
        services.ledger.append([event], durable=False)


def new_enquiry(services: Services, question: Question) -> Enquiry:
    """An enquiry that begins now."""
    return Enquiry(
        id=f"enq_{services.random()}",
        session=question.session,
        channel=question.channel,
        locale=question.locale,
        form=question.form,
        page=question.page,
        asked_at=services.clock(),
        person=question.customer.person,
        audiences=question.customer.audiences,
    )


def _offered(services: Services, enquiry: str, question: Question, asked: Asked) -> Event:
    """What was shown for which words: an offer or the lack of one."""
    detail: dict[str, Any] = {
        "query": question.text.rstrip(),
        "typing": question.typing,
        "channel": question.channel,
    }
    if asked.banner:
        detail["banner"] = asked.banner.id
    if asked.topic:
        detail["topic"] = asked.topic.id
    if question.product:
        detail["product"] = question.product
    if question.tags:
        detail["tags"] = list(question.tags)
    best = () if asked.offer.pinned else asked.offer.best
    detail["best"] = [round(sure, 4) for sure in best]
    if asked.offer.abstained:
        kind = Kind.UNOFFERED
        detail["nearest"] = asked.offer.nearest
    else:
        kind = Kind.OFFERED
        detail["articles"] = [hit.article for hit in asked.offer.hits]
        detail["confidence"] = [round(hit.confidence, 4) for hit in asked.offer.hits]
    locale = asked.offer.hits[0].locale if asked.offer.hits else ""
    made_by = asked.generation
    return event_of(
        services,
        enquiry,
        kind,
        generation=made_by,
        locale=locale,
        detail=detail,
        channel=question.channel,
    )


def _same_as_last(services: Services, enquiry: str, event: Event) -> bool:
    """While someone types, the same words with the same list are no news."""
    if not event.detail["typing"]:
        return False
    last = services.ledger.last(enquiry, Kind.OFFERED, Kind.UNOFFERED)
    news = ("query", "articles")
    return last is not None and all(last.detail.get(k) == event.detail.get(k) for k in news)


def event_of(
    services: Services, enquiry: str, kind: Kind, *, identifier: str = "", **more: Any
) -> Event:
    """An event of now, by the generation that serves unless another is given."""
    searcher = services.searcher
    more.setdefault("generation", searcher.manifest.name if searcher else "")
    more.setdefault("who", doer(kind))
    return Event(
        id=identifier or services.random(),
        enquiry=enquiry,
        kind=kind,
        at=services.clock(),
        **more,
    )
