"""The main job: a question in, an offer out, and the ledger knows.

Knows: the order of steps and what is recorded.
Must not know: HTTP, SQL, how ranking works.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from answerbot.auto_reply import Labels
from answerbot.context import LOOKED_AT, Context, Weigh, clues, context_of, in_context, weight_of
from answerbot.enquiries import Event, Kind, Outcome, doer, outcome
from answerbot.errors import Forbidden, NotReady
from answerbot.outgoing import Outgoing
from answerbot.services import Services
from answerbot.store.ledger import Enquiry
from answerbot.store.tickets import NewTicket
from answerbot.store.topics import Topics
from answerbot.suggest import Offer, considered, offer
from answerbot.suggest import question as text_of
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
        return searcher.idf(term, language) is not None

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
    known = question.enquiry and belongs(services, question.enquiry, question.session)
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


def belongs(services: Services, enquiry: str, session: str) -> bool:
    """True if the enquiry is this session's. Raises NotFound or Forbidden."""
    found = services.ledger.enquiry(enquiry)
    if found.session and found.session != session:
        raise Forbidden("this enquiry belongs to another session", field="enquiry")
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
    services: Services, new: NewTicket, *, session: str, enquiry: str, sending: str = ""
) -> Ticket:
    """Make a ticket of an enquiry; of a new one if `enquiry` is empty.

    Of what is sent again under the same `sending` there is one ticket. Raises Conflict if it
    says something else.
    """
    now = services.clock()
    if enquiry:
        belongs(services, enquiry, session)
        found, opened = services.ledger.enquiry(enquiry), True
    else:
        question = Question("", session, new.locale, new.form, channel=new.channel)
        found, opened = new_enquiry(services, question), False
    event = event_of(
        services,
        found.id,
        Kind.SUBMITTED,
        identifier=f"sub_{sha256(sending.encode()).hexdigest()[:40]}" if sending else "",
        detail={"ticket": new.id},
        channel=new.channel,
    )
    ticket = services.tickets.create(new, found, event, opened=opened, now=now)
    if ticket.id == new.id:
        _offered_on(services, ticket)
    return ticket


def for_ticket(
    services: Services,
    ticket: Ticket,
    *,
    limit: int = 3,
    by: Channel | None = None,
    labels: Labels = NO_LABELS,
) -> Asked:
    """The offer for a ticket's words, without what its customer rejected.

    Nothing is recorded: looking is not offering.
    """
    events = services.ledger.events(ticket.enquiry)
    rejected = [e.article for e in events if e.kind is Kind.REJECTED and e.article]
    question = _words_of(ticket, limit)
    return search(services, question, without=rejected, by=by, labels=labels)


def offered_by(services: Services, ticket: Ticket, asked: Asked, channel: str) -> Event:
    """What was offered on a ticket through a channel of its own."""
    question = replace(_words_of(ticket), channel=channel)
    return replace(_offered(services, ticket.enquiry, question, asked), channel=channel)


def _words_of(ticket: Ticket, limit: int = 3) -> Question:
    return Question(
        text=text_of("", ticket.subject, ticket.description),
        locale=ticket.locale,
        form=ticket.form,
        limit=limit,
        channel="ticket",
        enquiry=ticket.enquiry,
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
