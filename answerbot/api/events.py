"""POST /v1/enquiries/{id}/events.

Knows: what a browser may report.
Must not know: SQL, what follows from an event.
"""

from __future__ import annotations

from fastapi import APIRouter

from answerbot.api.callers import Known, Session, Shared, WriteLimited
from answerbot.api.schemas import EventRequest, EventResponse
from answerbot.asking import belongs, happened
from answerbot.enquiries import ARTICLE_KINDS, Event, Kind, Outcome
from answerbot.errors import Invalid
from answerbot.services import Services

router = APIRouter(tags=["enquiries"])


@router.post("/v1/enquiries/{enquiry}/events", dependencies=[WriteLimited])
def report(
    enquiry: str, sent: EventRequest, _who: Known, session: Session, shared: Shared
) -> EventResponse:
    """What the customer did. The same event id twice is the same event once."""
    belongs(shared, enquiry, session)
    event = checked(shared, enquiry, sent)
    return answer(event, happened(shared, event))


def checked(shared: Services, enquiry: str, sent: EventRequest) -> Event:
    """The event to record. Raises Invalid for one that makes no sense."""
    kind = Kind(sent.kind)
    if kind in ARTICLE_KINDS and not sent.article:
        raise Invalid(f"{kind} needs an article", field="article")
    if sent.reason and kind is not Kind.REJECTED:
        raise Invalid(f"{kind} takes no reason", field="reason")
    if sent.article and not shared.live.searcher.locales_of(sent.article):
        raise Invalid(f"no article {sent.article!r}", field="article")
    detail = {"reason": sent.reason, "text": sent.text}
    return Event(
        id=sent.id,
        enquiry=enquiry,
        kind=kind,
        at=shared.clock(),
        article=sent.article,
        locale=sent.locale,
        generation=shared.live.searcher.manifest.name,
        detail={name: value for name, value in detail.items() if value},
    )


def answer(event: Event, outcome: Outcome) -> EventResponse:
    """An event on the wire."""
    return EventResponse(
        event=event.id,
        kind=event.kind,
        enquiry=event.enquiry,
        state=outcome.state,
        article=outcome.article,
    )
