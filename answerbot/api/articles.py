"""GET /v1/articles/{id} and GET /v1/config.

Knows: how articles and forms look on the wire.
Must not know: SQL, ranking.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from answerbot.api.callers import Known, Shared, SuggestLimited
from answerbot.api.schemas import ArticleResponse, ConfigResponse, FormResponse
from answerbot.errors import NotFound
from answerbot.services import Services
from answerbot.settings import Form
from corpora.article import EVERYONE, Article
from indexer.filters import in_effect
from indexer.searcher import Searcher

router = APIRouter(tags=["articles"])

LocaleOf = Annotated[str, Query(max_length=35, description="Empty: the help center's locale.")]


@router.get("/v1/articles/{article:path}", dependencies=[SuggestLimited])
def read(article: str, _who: Known, shared: Shared, locale: LocaleOf = "") -> ArticleResponse:
    """An article as blocks, in the wanted locale or the nearest that exists."""
    searcher = shared.live.searcher
    found = nearest(shared, searcher, article, locale or shared.settings["locale"])
    if found is None:
        raise NotFound(f"no article {article[:80]!r}")
    return ArticleResponse(
        locales=list(searcher.locales_of(article)),
        **found.model_dump(include={"id", "title", "locale", "url", "section", "updated_at"}),
        blocks=list(found.blocks),
    )


@router.get("/v1/config")
def config(_who: Known, shared: Shared, locale: LocaleOf = "") -> ConfigResponse:
    """Name, languages and forms with their quick links."""
    wanted = locale or shared.settings["locale"]
    searcher = shared.live.searcher
    return ConfigResponse(
        name=shared.settings["name"],
        locale=wanted,
        languages=list(searcher.languages),
        forms=[
            FormResponse(
                id=form.id,
                title=form.title_in(wanted),
                quick_links=quick_links(shared, searcher, form, wanted),
            )
            for form in shared.settings.forms
        ],
    )


def quick_links(
    shared: Services, searcher: Searcher, form: Form, locale: str
) -> list[dict[str, str]]:
    """The form's articles that exist and everyone may see, titled in the nearest locale."""
    found = (nearest(shared, searcher, article, locale) for article in form.quick_links)
    return [{"article": a.id, "title": a.title, "locale": a.locale} for a in found if a]


def nearest(shared: Services, searcher: Searcher, article: str, locale: str) -> Article | None:
    """The article in this locale, else language, else the help center's, else any.

    None if it does not exist, is not for everyone, or is not in effect.
    """
    have = searcher.locales_of(article)
    if not have:
        return None
    language, home = locale.split("-")[0], shared.settings["locale"]
    order = [locale, *(x for x in have if x.split("-")[0] == language), home, *have]
    found = searcher.article(article, next(x for x in order if x in have))
    if found and found.audience == EVERYONE and in_effect(found, shared.clock()):
        return found
    return None
