"""GET /v1/articles/{id} and GET /v1/config.

Knows: how articles and forms look on the wire.
Must not know: SQL, ranking.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from answerbot.api.callers import Customer, Known, Shared, SuggestLimited
from answerbot.api.schemas import ArticleResponse, ConfigResponse, ContactResponse, FormResponse
from answerbot.api.topics import banner
from answerbot.contact import contact_of
from answerbot.errors import NotFound
from answerbot.reading import nearest, quick_links, readable_languages, readable_locales
from answerbot.store.exclusions import Exclusions
from answerbot.store.topics import Topics
from answerbot.topics import always_on

router = APIRouter(tags=["articles"])

LocaleOf = Annotated[str, Query(max_length=35, description="Empty: the help center's locale.")]


@router.get("/v1/articles/{article:path}", dependencies=[SuggestLimited])
def read(
    article: str, _who: Known, customer: Customer, shared: Shared, locale: LocaleOf = ""
) -> ArticleResponse:
    """An article as blocks, in the wanted locale or the nearest that exists."""
    searcher, now = shared.live.searcher, shared.clock()
    home, audiences = shared.settings["locale"], customer.audiences
    found = nearest(searcher, article, locale or home, home=home, now=now, audiences=audiences)
    if found is None:
        raise NotFound(f"no article {article[:80]!r}")
    return ArticleResponse(
        locales=list(readable_locales(searcher, article, now=now, audiences=audiences)),
        **found.model_dump(include={"id", "title", "locale", "url", "section", "updated_at"}),
        blocks=list(found.blocks),
    )


@router.get("/v1/config", dependencies=[SuggestLimited])
def config(
    _who: Known, customer: Customer, shared: Shared, locale: LocaleOf = ""
) -> ConfigResponse:
    """Name, languages and forms with their quick links."""
    home, now = shared.settings["locale"], shared.clock()
    wanted = locale or home
    searcher, audiences = shared.live.searcher, customer.audiences
    excluded = Exclusions(shared.store).current()
    return ConfigResponse(
        name=shared.settings["name"],
        locale=wanted,
        languages=list(readable_languages(searcher, now=now, audiences=audiences)),
        contact=ContactResponse(**contact_of(shared.settings)._asdict()),
        banners=[
            shown
            for topic in always_on(Topics(shared.store).open(), now, audiences)
            if (shown := banner(topic, wanted, home))
        ],
        forms=[
            FormResponse(
                id=form.id,
                title=form.title_in(wanted),
                quick_links=quick_links(
                    searcher,
                    form,
                    wanted,
                    home=home,
                    now=now,
                    audiences=audiences,
                    excluded=excluded,
                ),
            )
            for form in shared.settings.forms
        ],
    )
