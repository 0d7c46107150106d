"""/editor/articles: which article do I mend next?

Knows: what an editor chooses, and takes away as a file.
Must not know: SQL, how figures and badges are made.
"""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse

from answerbot.api.article_figures import DAYS, PER_PAGE, ArticleChoice
from answerbot.api.callers import Shared
from answerbot.article_badges import BADGES
from answerbot.article_board import Row
from answerbot.article_counts import COUNTS
from answerbot.article_figures import board
from answerbot.errors import Invalid
from answerbot.pages.article_texts import COLUMNS
from answerbot.pages.exports import csv_file
from answerbot.pages.view import EditorsOnly, page, see
from answerbot.period import PRESETS, last_days

router = APIRouter(dependencies=[EditorsOnly])

ADDRESS = "/editor/articles"


class Chosen(ArticleChoice):
    """What the reader chose; all of it is in the address, so that it can be sent on."""

    @property
    def narrowed(self) -> bool:
        """Whether any article is left out."""
        return any((self.find.strip(), self.section, self.locale, self.audience, self.badge))

    def address(self, path: str = ADDRESS, **other: Any) -> str:
        """The address of the same choice with something else in it, from the first page on."""
        told = {**self.model_dump(exclude={"number"}), **other}
        kept = {name: value for name, value in told.items() if value != _USUAL.get(name)}
        return f"{path}?{urlencode(kept)}" if kept else path

    def sorted_by(self, name: str) -> str:
        """The address of the column's head: a second click turns it round."""
        first = name == "title"
        up = not self.up if self.sort == name else first
        return self.address(sort=name, up=up)


_USUAL = {name: field.default for name, field in Chosen.model_fields.items()} | {"page": 1}


@router.get("/editor")
def old() -> Response:
    """Where the table was before."""
    return see(ADDRESS)


@router.get(ADDRESS)
def articles(request: Request, shared: Shared, chosen: Annotated[Chosen, Query()]) -> HTMLResponse:
    """The table, fifty at a time."""
    today, wrong = shared.clock().date(), {}
    try:
        period = chosen.period(today)
    except Invalid as error:
        wrong = {error.field: error.message}
        period = last_days(DAYS, today)
    searcher = shared.live.searcher
    catalogue = shared.shelf.of(searcher)
    found = board(shared, period)
    places = found.chosen(chosen.choice)
    pages = max(1, -(-len(places) // PER_PAGE))
    number = min(chosen.number, pages)
    start = (number - 1) * PER_PAGE
    return page(
        request,
        "article_table.html",
        status=422 if wrong else 200,
        chosen=chosen,
        wrong=wrong,
        period=period,
        presets=PRESETS,
        rows=[found.row(place) for place in places[start : start + PER_PAGE]],
        total=len(places),
        all_articles=len(catalogue.entries),
        number=number,
        pages=pages,
        first=start + 1,
        columns=COLUMNS,
        rates=found.rates,
        badges=BADGES,
        badge_counts=found.badge_counts(),
        catalogue=catalogue,
        days=shared.settings["mature_after_days"],
        generation=searcher.manifest,
    )


@router.get(f"{ADDRESS}.csv")
def table(shared: Shared, chosen: Annotated[Chosen, Query()]) -> Response:
    """All that are chosen, in their order. Raises Invalid."""
    period = chosen.period(shared.clock().date())
    found = board(shared, period)
    heads = ("article", "title", "section", "locales", "audiences", "badges", *COUNTS, "immature",
             "confirmed", "solved_of_opened", "low", "high")  # fmt: skip
    rows = (_cells(found.row(place)) for place in found.chosen(chosen.choice))
    return csv_file(f"articles-{period.first}-{period.last}.csv", heads, rows)


def _cells(row: Row) -> list[object]:
    entry, share = row.entry, row.resolves
    return [
        entry.id,
        entry.title,
        entry.section,
        " ".join(entry.locales),
        " ".join(entry.audiences),
        " ".join(row.badges),
        *(row.counts[name] for name in (*COUNTS, "immature", "confirmed")),
        *([f"{value:.4f}" for value in share] if share else ["", "", ""]),
    ]
