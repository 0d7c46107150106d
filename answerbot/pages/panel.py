"""/panel: suggestions beside a ticket of another help desk, in a frame of its page.

Knows: which sites may show it, forms that work without any script.
Must not know: SQL, ranking.

It shows nothing that a customer could not find too, needs no sign-in (a frame of another
site gets no cookie of ours) and records nothing. Without `panel_origins` there is none.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, Field

from answerbot.api.agent import offered
from answerbot.api.callers import Shared, address
from answerbot.api.schemas import AgentSuggestion
from answerbot.beside import Words as Asked
from answerbot.beside import beside
from answerbot.errors import NotFound, NotReady
from answerbot.pages.view import page, visitor
from answerbot.security.headers import PAGE
from answerbot.services import Services
from answerbot.settings import origins_of
from corpora.locales import locale_of

router = APIRouter()


class Words(BaseModel):
    """A ticket's words. `messages` is what its customer wrote later."""

    subject: str = Field(default="", max_length=500)
    description: str = Field(default="", max_length=20_000)
    messages: str = Field(default="", max_length=20_000)
    locale: str = Field(default="", max_length=35)


@router.get("/panel")
def panel(
    request: Request, shared: Shared, locale: Annotated[str, Query(max_length=35)] = ""
) -> HTMLResponse:
    """The form, which the page around it fills in by a message."""
    return _page(request, shared, Words(locale=locale), None)


@router.post("/panel")
def suggest(request: Request, shared: Shared, sent: Annotated[Words, Form()]) -> HTMLResponse:
    """What answers the words that were sent."""
    shared.suggest_limit.take(f"panel {visitor(request, shared)}")
    _origins(shared)
    if not any(map(str.strip, (sent.subject, sent.description, sent.messages))):
        return _page(request, shared, sent, None)
    locale, said = locale_of(sent.locale) or "", [sent.messages] if sent.messages.strip() else []
    try:
        asked = beside(shared, Asked(sent.subject, sent.description, said), locale)
    except NotReady:
        return _page(request, shared, sent, [])
    return _page(request, shared, sent, offered(asked.offer, address(request, shared)))


def _page(
    request: Request, shared: Services, words: Words, found: list[AgentSuggestion] | None
) -> HTMLResponse:
    """`found` None: nothing was asked yet."""
    origins = _origins(shared)
    answer = page(request, "panel.html", words=words, found=found, origins=origins)
    policy = PAGE["Content-Security-Policy"]
    framed = policy.replace("frame-ancestors 'none'", f"frame-ancestors {' '.join(origins)}")
    answer.headers["Content-Security-Policy"] = framed
    return answer


def _origins(shared: Services) -> tuple[str, ...]:
    """Who may show it. Raises NotFound if nobody."""
    found = origins_of(shared.settings["panel_origins"])
    if not found:
        raise NotFound("there is no panel; set panel_origins to the origin of your help desk")
    return found
