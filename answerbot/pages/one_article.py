"""/editor/articles/{id}: what is wrong with this article?

Knows: what an editor reads of one article, in which order.
Must not know: SQL, how findings are made, what the buttons do (`article_acts.py` does).
"""

from __future__ import annotations

from contextlib import suppress
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, Field

from answerbot.api.callers import Shared
from answerbot.article_badges import BADGES
from answerbot.article_findings import LOOKED_AT, days_of, entry_of, findings, marks_of
from answerbot.article_story import FATES, WHY, with_fate
from answerbot.curation import kind_of, words_of
from answerbot.errors import Invalid, NotFound
from answerbot.pages.article_plot import article_plot
from answerbot.pages.article_table import ADDRESS
from answerbot.pages.doubted import Doubt
from answerbot.pages.exports import svg_file
from answerbot.pages.tasks import ASKS
from answerbot.pages.view import EditorsOnly, page
from answerbot.period import PRESETS, Period, last_days
from answerbot.services import Services
from answerbot.store.curation import Wanted, Wordings
from answerbot.store.exclusions import Exclusions
from answerbot.store.tasks import Tasks
from indexer.searcher import Searcher

router = APIRouter(dependencies=[EditorsOnly])

DAYS = 90
QUESTIONS, OBJECTIONS, RIVALS, SECTIONS = 20, 40, 10, 20
"""How many of each are listed at most; of questions, with each fate."""


class Chosen(BaseModel):
    """The period, and what the forms begin with."""

    days: int = Field(default=DAYS, ge=1, le=365)
    phrasing: str = Field(default="", max_length=500)
    pin: str = Field(default="", max_length=500)
    synonyms: str = Field(default="", max_length=500)
    language: str = Field(default="", max_length=35)


class News(BaseModel):
    """What was just done: an act, and the number of a wording or the id of a task."""

    done: str = Field(default="", max_length=20)
    number: int = Field(default=0, ge=0, lt=2**53)
    task: str = Field(default="", max_length=60)


@router.get(f"{ADDRESS}/{{article:path}}/trend.svg")
def picture(shared: Shared, article: str, chosen: Annotated[Chosen, Query()]) -> Response:
    """The trend as a file of its own. Raises NotFound."""
    period = _period(shared, chosen)
    happened = marks_of(shared, entry_of(shared, article), period)
    plot = article_plot(days_of(shared, article, period), period, happened)
    return svg_file("article.svg", plot)


@router.get(f"{ADDRESS}/{{article:path}}")
def one_article(
    request: Request,
    shared: Shared,
    article: str,
    chosen: Annotated[Chosen, Query()],
    news: Annotated[News, Query()],
) -> HTMLResponse:
    """Everything about one article. Raises NotFound."""
    return shown_page(request, shared, article, chosen, news)


def shown_page(
    request: Request,
    shared: Services,
    article: str,
    chosen: Chosen,
    news: News,
    error: Invalid | None = None,
    doubt: Doubt | None = None,
) -> HTMLResponse:
    """The page, and what is wrong with what was sent, if anything is."""
    entry, period = entry_of(shared, article), _period(shared, chosen)
    searcher, store = shared.live.searcher, shared.store
    found = findings(shared, article, period)
    return page(
        request,
        "one_article.html",
        422 if error or doubt else 200,
        entry=entry,
        chosen=chosen,
        news=news,
        told=_told(shared, news),
        wrong=error,
        doubt=doubt,
        period=period,
        presets=PRESETS,
        badges=BADGES,
        fates=FATES,
        why=WHY,
        most=LOOKED_AT,
        found=found,
        asked={fate.name: with_fate(found.asked, fate.name) for fate in FATES},
        questions=QUESTIONS,
        objections=found.objections[:OBJECTIONS],
        rivals=[(one, _title(shared, one.article)) for one in found.rivals[:RIVALS]],
        sections=[
            (one, _heading(searcher, article, one.locale, one.anchor))
            for one in found.sections[:SECTIONS]
        ],
        wanted=sorted(found.wanted.items(), key=lambda one: -one[1]),
        plot=article_plot(found.days, period, found.marks) if found.days else None,
        exclusion=Exclusions(store).get(article),
        tasks=Tasks(store).on_article(article),
        asks=ASKS,
        wordings=Wordings(store).all(Wanted(article=article, limit=100)),
        words_of=words_of,
        kind_of=kind_of,
        locales=shared.shelf.of(searcher).locales,
    )


def _period(shared: Services, chosen: Chosen) -> Period:
    return last_days(chosen.days, shared.clock().date())


def _told(shared: Services, news: News) -> str:
    """The words of the wording that the page has news of; empty if it is gone meanwhile."""
    held = Wordings(shared.store)
    with suppress(NotFound):
        if news.done == "taught":
            return ", ".join(words_of(held.get(news.number).wording))
        if news.done == "untaught":
            return ", ".join(words_of(held.removed(news.number).wording))
    return ""


def _heading(searcher: Searcher, article: str, locale: str, anchor: str) -> str:
    """The heading that an anchor stands for; empty for the beginning."""
    for passage in searcher.passages_of(article, locale):
        if passage.anchor == anchor:
            return " › ".join(passage.heading)
    return anchor


def _title(shared: Services, article: str) -> str:
    found = shared.shelf.of(shared.live.searcher).get(article)
    return found.title if found else article
