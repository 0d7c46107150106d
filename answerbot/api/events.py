"""POST /v1/enquiries/{id}/events.

Knows: what a browser may report.
Must not know: SQL, what follows from an event.
"""

from __future__ import annotations

from fastapi import APIRouter

from answerbot.api.callers import Customer, Known, Session, Shared, WriteLimited
from answerbot.api.schemas import EventRequest, EventResponse
from answerbot.asking import belongs, event_of, happened
from answerbot.enquiries import ARTICLE_KINDS, RATINGS, Event, Kind, Outcome
from answerbot.errors import Invalid
from answerbot.reading import require_readable
from answerbot.services import Services

router = APIRouter(tags=["enquiries"])


@router.post("/v1/enquiries/{enquiry}/events", dependencies=[WriteLimited])
def report(
    enquiry: str,
    sent: EventRequest,
    who: Known,
    session: Session,
    customer: Customer,
    shared: Shared,
) -> EventResponse:
    """What the customer did. The same event id twice is the same event once."""
    belongs(shared, enquiry, session, customer)
    event = checked(shared, enquiry, sent, channel=who.channel, audiences=customer.audiences)
    return answer(event, happened(shared, event))


def checked(
    shared: Services,
    enquiry: str,
    sent: EventRequest,
    *,
    channel: str,
    audiences: tuple[str, ...] = (),
) -> Event:
    """The event to record. Raises Invalid for one that makes no sense, such as one about an
    article that is not for these `audiences`.

    One that was recorded before is taken as it was: articles may have gone since.
    """
    kind = sent.kind
    detail = sent.model_dump(include={"reason", "text", *RATINGS})
    event = event_of(
        shared,
        enquiry,
        kind,
        identifier=sent.id,
        article=sent.article,
        locale=sent.locale,
        channel=channel,
        detail={name: value for name, value in detail.items() if value},
    )
    if shared.ledger.known(sent.id):
        return event
    if kind in ARTICLE_KINDS and not sent.article:
        raise Invalid(f"{kind} needs an article", field="article")
    if sent.reason and kind is not Kind.REJECTED:
        raise Invalid(f"{kind} takes no reason", field="reason")
    _rating(sent)
    if sent.article:
        now = shared.clock()
        require_readable(shared.live.searcher, sent.article, now=now, audiences=audiences)
    return event


def _rating(sent: EventRequest) -> None:
    given = [name for name in RATINGS if getattr(sent, name) is not None]
    if sent.kind is Kind.RATED and not given:
        raise Invalid("rated needs satisfaction or effort, from 1 to 5", field="satisfaction")
    if given and sent.kind is not Kind.RATED:
        raise Invalid(f"{sent.kind} takes no {given[0]}", field=given[0])


def answer(event: Event, outcome: Outcome) -> EventResponse:
    """An event on the wire."""
    return EventResponse(
        event=event.id,
        kind=event.kind,
        enquiry=event.enquiry,
        state=outcome.state,
        article=outcome.article,
    )
