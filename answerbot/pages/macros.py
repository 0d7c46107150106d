"""/desk/macros: texts that agents send often.

Knows: a list, forms that work without any script, undo.
Must not know: SQL, how a macro is filled.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, Field

from answerbot.api.callers import Acting, Shared
from answerbot.errors import Invalid
from answerbot.macros import PLACEHOLDERS, Macro, checked
from answerbot.pages.view import StaffOnly, page, see
from answerbot.services import Services
from answerbot.store.macros import Macros
from corpora.locales import locale_of

router = APIRouter(dependencies=[StaffOnly])


class News(BaseModel):
    """What was just done to which macro."""

    done: str = Field(default="", max_length=20)
    to: str = Field(default="", max_length=60)


class Typed(BaseModel):
    """What the form sent."""

    title: str = Field(default="", max_length=500)
    locale: str = Field(default="", max_length=35)
    text: str = Field(default="", max_length=20_000)


@router.get("/desk/macros")
def macros(request: Request, shared: Shared, news: Annotated[News, Query()]) -> HTMLResponse:
    """All macros, and the form for another one."""
    return _page(request, shared, Typed(), news=news)


@router.post("/desk/macros")
def add(
    request: Request, shared: Shared, member: Acting, sent: Annotated[Typed, Form()]
) -> Response:
    """Keep another one; what was typed stays if something is wrong."""
    macro = Macro(f"mac_{shared.random()}", "", "", "", member.name, shared.clock())
    return _keep(request, shared, macro, sent, new=True)


@router.get("/desk/macros/{macro}")
def edit(request: Request, shared: Shared, macro: str) -> HTMLResponse:
    """The form for changing one."""
    found = Macros(shared.store).get(macro)
    typed = Typed(title=found.title, locale=found.locale, text=found.text)
    return _page(request, shared, typed, edited=found)


@router.post("/desk/macros/{macro}/change")
def change(
    request: Request, shared: Shared, member: Acting, macro: str, sent: Annotated[Typed, Form()]
) -> Response:
    """Put another text in its place."""
    found = replace(Macros(shared.store).get(macro), author=member.name, updated_at=shared.clock())
    return _keep(request, shared, found, sent)


@router.post("/desk/macros/{macro}/remove")
def remove(shared: Shared, macro: str) -> Response:
    """Offer it to nobody any more."""
    held = Macros(shared.store)
    held.put(replace(held.get(macro), removed_at=shared.clock()))
    return see(f"/desk/macros?done=removed&to={macro}")


@router.post("/desk/macros/{macro}/restore")
def restore(shared: Shared, macro: str) -> Response:
    """Bring it back."""
    held = Macros(shared.store)
    held.put(replace(held.get(macro), removed_at=None))
    return see(f"/desk/macros?done=restored&to={macro}")


def _keep(
    request: Request, shared: Services, macro: Macro, sent: Typed, *, new: bool = False
) -> Response:
    locale = locale_of(sent.locale) or "" if sent.locale.strip() else ""
    try:
        if sent.locale.strip() and not locale:
            raise Invalid(
                f"{sent.locale[:40]!r} is no language; such as en or pt-BR", field="locale"
            )
        kept = checked(replace(macro, title=sent.title, locale=locale, text=sent.text))
    except Invalid as error:
        return _page(request, shared, sent, edited=None if new else macro, error=error)
    Macros(shared.store).put(kept)
    return see(f"/desk/macros?done=saved&to={kept.id}")


def _page(
    request: Request,
    shared: Services,
    typed: Typed,
    *,
    news: News | None = None,
    edited: Macro | None = None,
    error: Invalid | None = None,
) -> HTMLResponse:
    held = Macros(shared.store)
    told = held.get(news.to) if news and news.to else None
    wrong = {error.field: error.message} if error else {}
    return page(
        request,
        "desk_macros.html",
        422 if error else 200,
        macros=held.all(),
        typed=typed,
        edited=edited,
        wrong=wrong,
        told=told,
        done=news.done if news else "",
        placeholders=PLACEHOLDERS,
    )
