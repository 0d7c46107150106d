"""/editor: which articles resolve requests, which are shown and ignored.

Knows: what an editor decides on.
Must not know: SQL, how figures are computed.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from answerbot.api.callers import Shared
from answerbot.metrics import COLUMNS, arranged, article_rows
from answerbot.pages.view import EditorsOnly, page

router = APIRouter(dependencies=[EditorsOnly])

PER_PAGE = 100


@router.get("/editor")
def articles(
    request: Request,
    shared: Shared,
    sort: Annotated[str, Query(max_length=20)] = "offered",
    find: Annotated[str, Query(max_length=200)] = "",
    number: Annotated[int, Query(ge=1, le=10_000, alias="page")] = 1,
) -> HTMLResponse:
    """The articles with what customers made of them, and the figures over all."""
    now, matures = shared.clock(), shared.matures
    accepted = shared.standings.accepted_by_article()
    counts = shared.ledger.article_counts()
    articles = shared.live.searcher.articles
    rows = article_rows(articles, counts, accepted, home=shared.settings["locale"])
    found = arranged(rows, sort=sort, find=find)
    pages = max(1, -(-len(found) // PER_PAGE))
    start = (min(number, pages) - 1) * PER_PAGE
    return page(
        request,
        "editor.html",
        rows=found[start : start + PER_PAGE],
        total=len(found),
        all_articles=len(rows),
        number=min(number, pages),
        pages=pages,
        first=start + 1,
        sort=sort if sort in COLUMNS else "title",
        find=find,
        columns=COLUMNS,
        summary=shared.standings.summary(now=now, matures=matures),
        days=shared.settings["mature_after_days"],
        generation=shared.live.searcher.manifest,
    )
