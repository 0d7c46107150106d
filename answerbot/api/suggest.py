"""POST /v1/suggest.

Knows: how a question and an offer look on the wire.
Must not know: SQL, ranking.
"""

from __future__ import annotations

from time import perf_counter

from fastapi import APIRouter, Request, Response

from answerbot.api.callers import (
    Customer,
    Known,
    Session,
    Shared,
    SuggestLimited,
    Visitor,
    looked_at_by_staff,
)
from answerbot.api.schemas import (
    Notice,
    Passage,
    Suggestion,
    SuggestRequest,
    SuggestResponse,
)
from answerbot.api.topics import banner, unanswered
from answerbot.asking import Asked, Question, ask
from answerbot.suggest import Offer, question
from indexer.query import Hit

router = APIRouter(tags=["suggest"])

OTHER_LANGUAGE = Notice(
    code="other_language",
    message="There is no article in your language; these are in another one.",
)


@router.post("/v1/suggest", dependencies=[SuggestLimited], response_model=SuggestResponse)
def suggest(
    sent: SuggestRequest,
    who: Known,
    session: Session,
    visitor: Visitor,
    customer: Customer,
    shared: Shared,
    request: Request,
) -> Response:
    """The articles that answer what has been typed so far, or none."""
    started = perf_counter()
    asked = ask(
        shared,
        Question(
            text=question(sent.query, sent.subject, sent.description),
            session=session,
            visitor=visitor,
            locale=sent.locale,
            form=sent.form,
            page=sent.page,
            product=sent.product,
            tags=tuple(sent.tags),
            channel="widget" if who.role == "public" else "api",
            typing=sent.typing,
            limit=sent.limit,
            enquiry=sent.enquiry,
            customer=customer,
            by_staff=looked_at_by_staff(request, shared),
        ),
    )
    found = response(asked, started, sent.locale, shared.settings["locale"])
    # Written here, in this thread: FastAPI would hand it to another one to check it again.
    return Response(found.model_dump_json(), media_type="application/json")


def response(asked: Asked, started: float, locale: str, home: str) -> SuggestResponse:
    """An offer on the wire, for a reader of `locale` at a help center whose own is `home`.
    `started` is a reading of perf_counter."""
    return SuggestResponse(
        enquiry=asked.enquiry,
        suggestions=suggestions(asked.offer),
        abstained=asked.offer.abstained,
        notice=OTHER_LANGUAGE if asked.offer.translated and not asked.offer.abstained else None,
        banner=banner(asked.banner, locale, home),
        topic=unanswered(asked.topic, locale, home),
        generation=asked.generation,
        took_ms=round(1000 * (perf_counter() - started), 2),
    )


def suggestions(offer: Offer) -> list[Suggestion]:
    """The hits of an offer on the wire."""
    return [_suggestion(hit) for hit in offer.hits]


def _suggestion(hit: Hit) -> Suggestion:
    return Suggestion(
        article=hit.article,
        title=hit.title,
        url=hit.url,
        locale=hit.locale,
        passage=Passage(text=hit.text, anchor=hit.anchor, highlights=list(hit.highlights)),
        confidence=round(hit.confidence, 4),
        reason=hit.reason,  # type: ignore[arg-type]
    )
