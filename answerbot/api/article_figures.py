"""GET /v1/editor/articles: which article to mend next, and what is wrong with one.

Knows: how the table's choices and rows, and an article's findings look on the wire.
Must not know: SQL, how figures and badges are made.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from answerbot.api.callers import Analyst, Shared
from answerbot.article_board import USUAL, Choice, Row
from answerbot.article_figures import board
from answerbot.article_findings import findings
from answerbot.metrics import Interval
from answerbot.period import Period, last_days, period_of
from answerbot.services import Services

router = APIRouter(tags=["editors"])

PER_PAGE = 50
DAYS, DAYS_OF_ONE = 28, 90


class ArticleChoice(BaseModel):
    """Which articles over which days, and in which order; empty fields leave nothing out."""

    days: int = Field(default=DAYS, ge=1, le=365, description="The last so many days.")
    first: str = Field(default="", max_length=40, description="YYYY-MM-DD; instead of `days`.")
    last: str = Field(default="", max_length=40, description="Included.")
    find: str = Field(default="", max_length=200, description="In title, section or id.")
    section: str = Field(default="", max_length=300)
    locale: str = Field(default="", max_length=35, description="That the article is in.")
    audience: str = Field(default="", max_length=100, description="That the article is for.")
    badge: str = Field(default="", max_length=20)
    sort: str = Field(default=USUAL, max_length=20, description="A column; largest first.")
    up: bool = Field(default=False, description="Smallest first.")
    number: int = Field(default=1, ge=1, le=100_000, alias="page")

    @property
    def choice(self) -> Choice:
        """The same for the board."""
        return Choice(**self.model_dump(include=set(Choice.__dataclass_fields__)))

    def period(self, today: date) -> Period:
        """The days. Raises Invalid."""
        return period_of(self.first, self.last, days=self.days, today=today)


class ShareOf(BaseModel):
    """A share with its 95 % interval; `n` of `of` enquiries. Below 20 it says little."""

    n: int
    of: int
    share: float | None
    low: float | None
    high: float | None


class ArticleRow(BaseModel):
    """An article and what enquiries made of it, each counted once."""

    article: str
    title: str
    section: str
    locales: list[str]
    audiences: list[str]
    badges: list[str]
    counts: dict[str, int] = Field(
        description="By name, as the page explains them; `satisfaction` is a sum of ratings."
    )
    solved_of_opened: ShareOf


class ArticlesResponse(BaseModel):
    """Fifty articles of those that fit."""

    first: date
    last: date
    total: int
    pages: int
    articles: list[ArticleRow]


class AskedRow(BaseModel):
    """A question that showed the article, without addresses and long numbers."""

    text: str
    locale: str
    n: int
    fates: dict[str, int]
    reasons: dict[str, int]


class ArticleResponse(BaseModel):
    """What is found out about one article. `rates` and `counts` are of all enquiries of the
    period; the rest is of the latest `looked_at`."""

    first: date
    last: date
    figures: ArticleRow
    rates: dict[str, ShareOf]
    looked_at: int
    fates: dict[str, int]
    questions: list[AskedRow]
    lacking: list[dict[str, str | int]]
    rivals: list[dict[str, str | int]]
    sections: list[dict[str, str | int]]
    wanted: dict[str, int]


@router.get("/v1/editor/articles")
def articles(
    chosen: Annotated[ArticleChoice, Query()], _who: Analyst, shared: Shared
) -> ArticlesResponse:
    """The table of articles, fifty at a time."""
    period = chosen.period(shared.clock().date())
    found = board(shared, period)
    places = found.chosen(chosen.choice)
    start = (chosen.number - 1) * PER_PAGE
    return ArticlesResponse(
        first=period.first,
        last=period.last,
        total=len(places),
        pages=max(1, -(-len(places) // PER_PAGE)),
        articles=[_row(found.row(place)) for place in places[start : start + PER_PAGE]],
    )


@router.get("/v1/editor/articles/{article:path}")
def one_article(
    article: str,
    _who: Analyst,
    shared: Shared,
    days: Annotated[int, Query(ge=1, le=365)] = DAYS_OF_ONE,
) -> ArticleResponse:
    """What became of one article, and what seems to be wrong with it."""
    return _one(shared, article, last_days(days, shared.clock().date()))


def _one(shared: Services, article: str, period: Period) -> ArticleResponse:
    found = findings(shared, article, period)
    return ArticleResponse(
        first=period.first,
        last=period.last,
        figures=_row(found.row),
        rates={p.share.name: _share(p.n, p.whole, p.interval) for p in found.parts},
        looked_at=found.looked_at,
        fates=dict(found.fates),
        questions=[
            AskedRow(text=a.text, locale=a.locale, n=a.n, fates=a.fates, reasons=a.reasons)
            for a in found.asked
        ],
        lacking=[{"word": w.word, "language": w.language, "n": w.n} for w in found.lacking],
        rivals=[one._asdict() for one in found.rivals],
        sections=[one._asdict() for one in found.sections],
        wanted=dict(found.wanted),
    )


def _row(row: Row) -> ArticleRow:
    entry = row.entry
    return ArticleRow(
        article=entry.id,
        title=entry.title,
        section=entry.section,
        locales=list(entry.locales),
        audiences=list(entry.audiences),
        badges=list(row.badges),
        counts=dict(row.counts),
        solved_of_opened=_share(row.counts["accepted"], row.counts["opened"], row.resolves),
    )


def _share(n: int, whole: int, found: Interval | None) -> ShareOf:
    share, low, high = found or (None, None, None)
    return ShareOf(n=n, of=whole, share=share, low=low, high=high)
