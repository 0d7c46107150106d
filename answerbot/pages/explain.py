"""/explain: why an article is shown for a question, or why it is not.

Knows: what agents and editors ask about one case.
Must not know: SQL, how it is computed.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse
from pydantic import ValidationError

from answerbot.api.callers import Shared
from answerbot.api.explain import ExplainRequest, asked, shaped
from answerbot.pages.view import StaffOnly, page

router = APIRouter(dependencies=[StaffOnly])

FIELDS = {
    "query": "Write a question of at most 20,000 characters.",
    "article": "Give an article’s id, as the page of articles shows it.",
    "locale": "Write a locale like en or pt-BR, or nothing.",
    "form": "Choose one of the forms, or none.",
    "audiences": "Write at most 20 audiences with commas between them.",
}
"""The form's fields, and what to do where one is wrong."""


@router.get("/explain")
def explain(
    request: Request,
    shared: Shared,
    query: Annotated[str, Query(max_length=20_000)] = "",
    article: Annotated[str, Query(max_length=300)] = "",
    locale: Annotated[str, Query(max_length=35)] = "",
    audiences: Annotated[str, Query(max_length=2_000)] = "",
    form: Annotated[str, Query(max_length=300)] = "",
    typing: bool = False,
) -> HTMLResponse:
    """A form, and below it the explanation of what it asks for."""
    typed = {
        "query": query.strip(),
        "article": article.strip(),
        "locale": locale.strip(),
        "form": form,
        "audiences": [a.strip() for a in audiences.split(",") if a.strip()],
    }
    wrong = dict[str, str]()
    found = None
    if typed["query"] or typed["article"]:
        try:
            found = shaped(
                asked(shared, ExplainRequest.model_validate({**typed, "typing": typing}))
            )
        except ValidationError as error:
            wrong = {str(fault["loc"][0]): FIELDS[str(fault["loc"][0])] for fault in error.errors()}
    return page(
        request,
        "explain.html",
        422 if wrong else 200,
        found=found,
        typed={**typed, "audiences": audiences, "typing": typing},
        wrong=wrong,
        forms={one.id: one.title_in(shared.settings["locale"]) for one in shared.settings.forms},
        locales=sorted({card.locale for card in shared.live.searcher.articles}),
    )
