"""POST /v1/agent/suggestions: for tickets that lie in another help desk.

Knows: how such a ticket and its suggestions look on the wire.
Must not know: SQL, ranking.
"""

from __future__ import annotations

from time import perf_counter

from fastapi import APIRouter, Request

from answerbot.api.callers import Shared, Trusted, address
from answerbot.api.schemas import AgentRequest, AgentResponse, AgentSuggestion, Snippet
from answerbot.api.suggest import suggestions
from answerbot.beside import Words, beside, snippet
from answerbot.errors import Invalid
from answerbot.pages.links import article_path
from answerbot.suggest import Offer

router = APIRouter(tags=["agents"])


@router.post("/v1/agent/suggestions")
def suggest(sent: AgentRequest, _who: Trusted, request: Request, shared: Shared) -> AgentResponse:
    """Articles for a ticket's words, each with a snippet for the reply. No ticket is made, and
    nothing is recorded."""
    started = perf_counter()
    if not (sent.subject.strip() or sent.description.strip() or any(map(str.strip, sent.messages))):
        raise Invalid("subject or description must say something", field="description")
    words = Words(sent.subject, sent.description, sent.messages)
    asked = beside(shared, words, sent.locale, sent.audiences)
    return AgentResponse(
        suggestions=offered(asked.offer, address(request, shared)),
        abstained=asked.offer.abstained,
        generation=asked.generation,
        took_ms=round(1000 * (perf_counter() - started), 2),
    )


def offered(offer: Offer, base: str) -> list[AgentSuggestion]:
    """The hits of an offer with their links and snippets; `base` is this server's address."""
    links = [base + article_path(hit.article, hit.locale, hit.anchor) for hit in offer.hits]
    return [
        AgentSuggestion(
            **one.model_dump(),
            link=link,
            snippet=Snippet(**snippet(hit, link)._asdict()),
        )
        for one, hit, link in zip(suggestions(offer), offer.hits, links, strict=True)
    ]
