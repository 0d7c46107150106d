"""/editor/health: what is wrong with the articles themselves, whoever asks.

Knows: who reads it (an editor who keeps a help center in order), forms that work without script.
Must not know: SQL, what is looked for.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, NamedTuple
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, Field

from answerbot.api.callers import Acting, Shared
from answerbot.errors import NotFound
from answerbot.health.differences import side_by_side
from answerbot.health.finding import Finding, Kind
from answerbot.health.watching import NAME
from answerbot.measures import FEW
from answerbot.metrics import Interval, wilson
from answerbot.pages.exports import csv_file
from answerbot.pages.health_words import KINDS
from answerbot.pages.view import EditorsOnly, page, see
from answerbot.period import last_days
from answerbot.services import Services
from answerbot.store.articles import Articles
from answerbot.store.health import DAYS, Health
from answerbot.store.standings import Among
from corpora.article import Article

router = APIRouter(dependencies=[EditorsOnly])

PAGE = 50
MANY = 100_000
HEADS = ("kind", "article", "locale", "title", "other", "other_locale", "note")


class Chosen(BaseModel):
    """Which findings are looked at; and what was just done to which."""

    kind: Kind | None = None
    dismissed: bool = False
    start: int = Field(default=0, ge=0, le=1_000_000)
    done: Literal["", "dismissed", "restored"] = ""

    def address(self, **other: Any) -> str:
        """The address of the same choice with something else in it."""
        kind = self.kind.value if self.kind else ""
        told = {"kind": kind, "dismissed": self.dismissed, **other}
        return f"/editor/health?{urlencode({k: v for k, v in told.items() if v})}"


class Named(BaseModel):
    """One finding, as forms and addresses name it."""

    kind: Kind
    article: str = Field(max_length=300)
    locale: str = Field(max_length=35)
    other: str = Field(default="", max_length=300)
    other_locale: str = Field(default="", max_length=35)

    @property
    def finding(self) -> Finding:
        """What it names."""
        return Finding(self.kind, self.article, self.locale, "", 0, self.other, self.other_locale)

    @property
    def query(self) -> str:
        """It as a part of an address."""
        return urlencode(self.model_dump(mode="json"))


class Demand(NamedTuple):
    """What customers of a locale asked, and what there is for them."""

    locale: str
    asked: int
    offered: Interval | None
    ticketed: Interval | None
    articles: int

    @property
    def few(self) -> bool:
        """Whether a share would say more about chance."""
        return self.asked < FEW


@router.get("/editor/health")
def health(request: Request, shared: Shared, chosen: Annotated[Chosen, Query()]) -> HTMLResponse:
    """The findings of one kind, the heaviest first, and who waits for translations."""
    held = Health(shared.store)
    counts = held.counts(dismissed=chosen.dismissed)
    kind = chosen.kind or next((one for one in KINDS if counts.get(one)), Kind.DUPLICATE)
    chosen = chosen.model_copy(update={"kind": kind})
    found = held.list(kind, most=PAGE, start=chosen.start, dismissed=chosen.dismissed)
    more = chosen.start + PAGE
    return page(
        request,
        "health.html",
        chosen=chosen,
        kinds=KINDS,
        counts=counts,
        rows=[(one, _named(one)) for one in found],
        titles=_titles(shared, found),
        next_start=more if more < counts.get(kind, 0) else 0,
        looked=held.looked(),
        wanted=held.wanted(),
        demand=_demand(shared),
        days=DAYS,
    )


@router.get("/editor/health.csv")
def table(shared: Shared) -> Response:
    """Every finding that was not dismissed."""
    held = Health(shared.store)
    found = [one for kind in Kind for one in held.list(kind, most=MANY)]
    titles = _titles(shared, found)
    rows = (
        (
            one.kind.value, one.article, one.locale, titles.get((one.article, one.locale), ""),
            one.other, one.other_locale, one.note,
        )
        for one in found
    )  # fmt: skip
    return csv_file("health.csv", HEADS, rows)


@router.get("/editor/health/compare")
def compare(request: Request, shared: Shared, named: Annotated[Named, Query()]) -> HTMLResponse:
    """Two articles side by side, their differences marked."""
    one = _version(shared, named.article, named.locale)
    other = _version(shared, named.other, named.other_locale)
    return page(
        request,
        "compare.html",
        named=named,
        one=one,
        other=other,
        rows=side_by_side(one.plain_text, other.plain_text),
    )


@router.post("/editor/health/find")
def find(shared: Shared) -> Response:
    """Have the articles looked at now."""
    Health(shared.store).want(shared.clock())
    shared.chores.hurry(NAME)
    return see("/editor/health")


@router.post("/editor/health/dismiss")
def dismiss(shared: Shared, member: Acting, named: Annotated[Named, Form()]) -> Response:
    """It is right as it is: it is not shown again."""
    Health(shared.store).dismiss(named.finding, by=member.name, now=shared.clock())
    return see(f"/editor/health?kind={named.kind.value}&done=dismissed")


@router.post("/editor/health/restore")
def restore(shared: Shared, named: Annotated[Named, Form()]) -> Response:
    """It is to be looked at after all."""
    Health(shared.store).restore(named.finding)
    return see(f"/editor/health?kind={named.kind.value}&done=restored")


def _named(one: Finding) -> Named:
    kind, article, locale, other, other_locale = one.key
    return Named(
        kind=Kind(kind), article=article, locale=locale, other=other, other_locale=other_locale
    )


def _version(shared: Services, article: str, locale: str) -> Article:
    for version in Articles(shared.store).versions(article):
        if version.locale == locale:
            return version
    raise NotFound(f"no article {article[:80]!r} in {locale[:35]!r}")


def _titles(shared: Services, found: list[Finding]) -> dict[tuple[str, str], str]:
    held = Articles(shared.store)
    names = {one.article for one in found} | {one.other for one in found if one.other}
    return {version.key: version.title for name in names for version in held.versions(name)}


def _demand(shared: Services) -> list[Demand]:
    """By locale, what was asked in the last days, most first."""
    period = last_days(DAYS, shared.clock().date())
    found = shared.standings.summaries(
        "locale",
        now=shared.clock(),
        matures=shared.matures,
        among=Among(period.first, period.last),
    )
    cards = shared.searcher.articles if shared.searcher else ()
    languages = [card.language for card in cards]
    rows = [
        Demand(
            locale,
            one.asked,
            wilson(min(one.offered, one.asked), one.asked),
            wilson(min(one.submitted, one.asked), one.asked),
            languages.count(locale.split("-")[0]),
        )
        for locale, one in found.items()
        if locale
    ]
    return sorted(rows, key=lambda row: (-row.asked, row.locale))
