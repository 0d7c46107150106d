"""The main job: a question in, an offer out, and the ledger knows.

Knows: the order of steps and what is recorded.
Must not know: HTTP, SQL, how ranking works.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from answerbot.auto_reply import Labels
from answerbot.choosing import chosen_from
from answerbot.context import Context, context_of
from answerbot.drawing import NOT_DRAWN, Drawn, drawn
from answerbot.enquiries import BY_STAFF, Event, Kind, Outcome, doer, outcome
from answerbot.errors import Forbidden
from answerbot.identity import NOBODY, Identity
from answerbot.outgoing import Outgoing
from answerbot.reading import readable_locales
from answerbot.recontact import Later, revoking
from answerbot.services import Services
from answerbot.store.exclusions import Exclusions
from answerbot.store.experiments import Experiments
from answerbot.store.ledger import Enquiry
from answerbot.store.topics import Topics
from answerbot.suggest import Offer
from answerbot.thresholds import Channel, in_force, of_question
from answerbot.tickets import Ticket
from answerbot.topics import Topic, banner_for, topic_for
from indexer.query import Query

NO_LABELS = Labels()
MOST = "suggestions"


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, by whom and where. `enquiry` empty: a new one. `visitor` is what the browser
    keeps, if the site wants that. What staff try out is in no experiment."""

    text: str
    session: str = ""
    visitor: str = ""
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
    by_staff: bool = False


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
    trial: Drawn = NOT_DRAWN,
) -> Asked:
    """The offer alone: nothing is recorded. `without` are articles not to offer again, `labels`
    choose those that may be; `by` is the channel whose precision is wanted. `trial` says
    what experiments make otherwise.

    Other languages are asked only when the asker's has nothing good enough.
    """
    searcher = services.aside.searcher(trial.generation) or services.live.searcher
    not_again = frozenset(without)
    context = place_of(services, question)
    query = query_of(services, question, context, labels, question.limit + len(not_again))
    channel = by or of_question(typing=question.typing)
    chosen = chosen_from(
        searcher,
        query,
        least=in_force(
            searcher, trial.varied.get(channel.setting, services.precisions.wanted(channel))
        ),
        limit=min(question.limit, int(trial.varied.get(MOST, services.settings[MOST]))),
        without=not_again,
        context=context,
    )
    if searcher is not services.live.searcher:
        chosen = _still_readable(services, question, chosen)
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


def _still_readable(services: Services, question: Question, chosen: Offer) -> Offer:
    """What another generation offers, without what the one that serves does not let read: it
    may be gone since, or for others."""
    live, now, theirs = services.live.searcher, services.clock(), question.customer.audiences
    kept = tuple(
        hit
        for hit in chosen.hits
        if hit.locale in readable_locales(live, hit.article, now=now, audiences=theirs)
    )
    return replace(chosen, hits=kept)


def query_of(
    services: Services, question: Question, context: Context, labels: Labels, limit: int
) -> Query:
    """What is looked for, for whom."""
    return Query(
        text=question.text,
        now=services.clock(),
        language=question.locale.split("-")[0] or None,
        locale=question.locale,
        audiences=frozenset(question.customer.audiences),
        within=context.only,
        labels_any=labels.any,
        labels_all=labels.all,
        labels_none=labels.none,
        excluded=Exclusions(services.store).current(),
        limit=limit,
        typing=question.typing,
        shown=_shown(services, question) if question.typing else (),
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


def _shown(services: Services, question: Question) -> tuple[str, ...]:
    """The articles that the customer sees by now, best first: the enquiry's last offer.
    Where an experiment withholds it, what would be seen."""
    last = question.enquiry and services.ledger.last(question.enquiry, Kind.OFFERED, Kind.UNOFFERED)
    if not last:
        return ()
    return tuple(last.detail.get("articles") or last.detail.get("withheld") or ())


def ask(services: Services, question: Question) -> Asked:
    """Search, and record what was asked and offered.

    Raises NotFound for an unknown enquiry, Forbidden for another session's.
    """
    if question.by_staff:
        question = replace(question, channel=BY_STAFF)
    known = question.enquiry and belongs(
        services, question.enquiry, question.session, question.customer
    )
    enquiry = (
        services.ledger.enquiry(question.enquiry) if known else new_enquiry(services, question)
    )
    trial = NOT_DRAWN
    if not question.by_staff:
        held = Experiments(services.store)
        trial = drawn(held, enquiry, new=not known, now=services.clock())
    asked = search(services, question, trial=trial)
    offered = offering(services, enquiry.id, question, asked, trial)
    events = [offered, *_again(services, enquiry, question)]
    if not known:
        first = event_of(services, enquiry.id, Kind.ASKED, channel=question.channel)
        services.ledger.open(enquiry, [first, *events], trial.exposures)
    elif not _same_as_last(services, enquiry.id, offered):
        services.ledger.append(events, durable=False)
    return replace(withheld(asked) if trial.withheld else asked, enquiry=enquiry.id)


def withheld(asked: Asked) -> Asked:
    """What somebody in a hold-out gets: it looks as if nothing was good enough."""
    kept = replace(asked.offer, hits=(), translated=False)
    return replace(asked, offer=kept, topic=None)


def _again(services: Services, enquiry: Enquiry, question: Question) -> list[Event]:
    """What a question that was sent revokes: half a one says nothing yet."""
    if question.typing:
        return []
    later = Later(
        enquiry.id,
        question.text,
        question.customer,
        locale=question.locale,
        session=question.session,
        visitor=question.visitor,
        channel=question.channel,
    )
    return revoked_by(services, later)


def revoked_by(services: Services, later: Later) -> list[Event]:
    """The acceptances that somebody contradicts by asking the same again."""
    return revoking(
        services.store,
        services.searcher,
        later,
        now=services.clock(),
        within=services.matures,
    )


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


def new_enquiry(services: Services, question: Question) -> Enquiry:
    """An enquiry that begins now. A form that there is not is none."""
    known = {form.id for form in services.settings.forms}
    return Enquiry(
        id=f"enq_{services.random()}",
        session=question.session,
        channel=question.channel,
        locale=question.locale,
        form=question.form if question.form in known else "",
        page=question.page,
        asked_at=services.clock(),
        person=question.customer.person,
        audiences=question.customer.audiences,
        visitor="" if question.customer.proven else question.visitor,
    )


def offering(
    services: Services,
    enquiry: str,
    question: Question,
    asked: Asked,
    trial: Drawn = NOT_DRAWN,
) -> Event:
    """What was shown for which words: an offer or the lack of one. What a hold-out keeps back
    stands in `withheld`."""
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
    if trial.arms:
        detail["experiments"] = dict(trial.arms)
    if asked.offer.abstained or trial.withheld:
        kind = Kind.UNOFFERED
        detail["nearest"] = asked.offer.nearest
    else:
        kind = Kind.OFFERED
    if not asked.offer.abstained:
        name = "withheld" if trial.withheld else "articles"
        detail[name] = [hit.article for hit in asked.offer.hits]
        if not trial.withheld:
            detail["anchors"] = [hit.anchor for hit in asked.offer.hits]
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
    news = ("query", "articles", "withheld")
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
