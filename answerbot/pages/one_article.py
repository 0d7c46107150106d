"""/editor/articles/{id}: what is wrong with this article?

Knows: what an editor reads of one article, in which order.
Must not know: SQL, how findings are made, what the buttons do (`article_acts.py` does).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, Field

from answerbot.api.callers import Shared
from answerbot.article_badges import BADGES
from answerbot.article_figures import board
from answerbot.article_story import (
    FATES,
    WHY,
    fate_of,
    lacking,
    objections,
    questions,
    rivals,
    sections,
    usual_terms,
)
from answerbot.catalogue import Entry
from answerbot.curation import kind_of, words_of
from answerbot.edits import effects, parts
from answerbot.errors import Invalid, NotFound
from answerbot.overview import Mark, marks
from answerbot.pages.article_plot import article_plot
from answerbot.pages.article_table import ADDRESS
from answerbot.pages.tasks import ASKS
from answerbot.pages.view import EditorsOnly, page
from answerbot.period import PRESETS, Period, period_of
from answerbot.plots.svg import Plot, standalone
from answerbot.services import Services
from answerbot.store.articles import Articles, Edit
from answerbot.store.curation import Wanted, Wordings
from answerbot.store.encounters import Encounters
from answerbot.store.exclusions import Exclusions
from answerbot.store.tasks import Tasks
from indexer.searcher import Searcher
from indexer.tokens import terms

router = APIRouter(dependencies=[EditorsOnly])

DAYS = 90
LOOKED_AT = 500
"""Enquiries that are read one by one, the latest of the period."""
USUAL_FROM = 4_000
"""The ledger's latest events, whose questions say which words are usual."""
MOST = 40
"""Questions that are listed."""


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
    number: int = 0
    task: str = Field(default="", max_length=60)


@router.get(f"{ADDRESS}/{{article:path}}/trend.svg")
def picture(shared: Shared, article: str, chosen: Annotated[Chosen, Query()]) -> Response:
    """The trend as a file of its own. Raises NotFound."""
    entry_of(shared, article)
    period = _period(shared, chosen)
    plot = _plot(shared, article, period, _days(shared, article, period))
    headers = {"Content-Disposition": 'attachment; filename="article.svg"'}
    return Response(standalone(plot.svg), media_type="image/svg+xml", headers=headers)


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
) -> HTMLResponse:
    """The page, and what is wrong with what was sent, if anything is."""
    entry, period = entry_of(shared, article), _period(shared, chosen)
    searcher = shared.live.searcher
    met = Encounters(shared.store).of_article(article, period, limit=LOOKED_AT)
    days = _days(shared, article, period)
    catalogue = shared.shelf.of(searcher)
    usual = usual_terms(Encounters(shared.store).latest_questions(USUAL_FROM))
    asked = questions(met, article)
    edits = Articles(shared.store).edits(article)
    wanted = shared.article_days.wanted([shared.article_days.numbers().get(article, 0)], period)
    return page(
        request,
        "one_article.html",
        422 if error else 200,
        entry=entry,
        chosen=chosen,
        news=news,
        told=_told(shared, news),
        wrong=error,
        period=period,
        presets=PRESETS,
        row=board(shared, period).row(catalogue.place(article)),
        badges=BADGES,
        parts=parts(days, period.first, period.last),
        plot=_plot(shared, article, period, days) if days else None,
        marks=_marks(edits, entry, period),
        effects=effects(days, _edit_days(edits, entry, period), period.last),
        edits=edits,
        asked=asked[:MOST],
        asked_in_all=len(asked),
        looked_at=len(met),
        most=LOOKED_AT,
        fates=FATES,
        fate_counts=Counter(fate_of(one) for one in met if one.record.offered),
        why=WHY,
        objections=objections(met, article)[:MOST],
        lacking=lacking(met, article, _terms(searcher, article), usual),
        rivals=[(one, _title(shared, one.article)) for one in rivals(met, article)[:10]],
        sections=[
            (one, _heading(searcher, article, one.locale, one.anchor))
            for one in sections(met, article)[:20]
        ],
        wanted=sorted(wanted.get(article, {}).items(), key=lambda one: -one[1]),
        exclusion=Exclusions(shared.store).get(article),
        tasks=Tasks(shared.store).on_article(article),
        asks=ASKS,
        wordings=Wordings(shared.store).all(Wanted(article=article, limit=100)),
        words_of=words_of,
        kind_of=kind_of,
        locales=catalogue.locales,
    )


def entry_of(shared: Services, article: str) -> Entry:
    """An article that serves. Raises NotFound."""
    found = shared.shelf.of(shared.live.searcher).get(article)
    if found is None:
        raise NotFound(f"no article {article[:80]!r} serves; the table shows which do")
    return found


def _period(shared: Services, chosen: Chosen) -> Period:
    return period_of("", "", days=chosen.days, today=shared.clock().date())


def _days(shared: Services, article: str, period: Period) -> dict[date, dict[str, int]]:
    now, matures = shared.clock(), shared.matures
    return shared.article_days.of_article(article, period, now=now, matures=matures)


def _plot(
    shared: Services, article: str, period: Period, days: Mapping[date, Mapping[str, int]]
) -> Plot:
    entry, edits = entry_of(shared, article), Articles(shared.store).edits(article)
    return article_plot(days, period, _marks(edits, entry, period))


def _marks(edits: Iterable[Edit], entry: Entry, period: Period) -> list[Mark]:
    found = [
        Mark(edit.at.date(), "edited", f"{edit.locale}, {100 * edit.kept:.0f} % of its words kept")
        for edit in edits
        if edit.kept is not None
    ]
    if entry.edited and entry.edited not in {mark.day for mark in found}:
        found.append(Mark(entry.edited, "edited", "as its source says"))
    return marks(found, period)


def _edit_days(edits: Iterable[Edit], entry: Entry, period: Period) -> list[date]:
    return [mark.day for mark in _marks(edits, entry, period)]


def _told(shared: Services, news: News) -> str:
    """The words of the wording that the page has news of; empty if it is gone meanwhile."""
    held = Wordings(shared.store)
    with suppress(NotFound):
        if news.done == "taught":
            return ", ".join(words_of(held.get(news.number).wording))
        if news.done == "untaught":
            return ", ".join(words_of(held.removed(news.number).wording))
    return ""


def _terms(searcher: Searcher, article: str) -> dict[str, set[str]]:
    """The terms of an article by language, and those that stand for them as synonyms."""
    found: dict[str, set[str]] = {}
    for locale in searcher.locales_of(article):
        language = locale.split("-")[0]
        held = found.setdefault(language, set())
        for passage in searcher.passages_of(article, locale):
            text = "\n".join((passage.title, *passage.heading, passage.text))
            held.update(terms(text, language))
        for group in searcher.curation.synonyms:
            alike = {term for word in group.words for term in terms(word, language)}
            if group.language == language and alike & held:
                held |= alike
    return found


def _heading(searcher: Searcher, article: str, locale: str, anchor: str) -> str:
    """The heading that an anchor stands for; empty for the beginning."""
    for passage in searcher.passages_of(article, locale):
        if passage.anchor == anchor:
            return " › ".join(passage.heading)
    return anchor


def _title(shared: Services, article: str) -> str:
    found = shared.shelf.of(shared.live.searcher).get(article)
    return found.title if found else article
