"""/editor/gaps: what customers ask and no article answers, and what is done about it.

Knows: who reads it (an editor who decides what to write next), forms that work without script.
Must not know: SQL, how gaps are found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Annotated, Any, Literal, NamedTuple
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, Field

from answerbot.api.callers import Acting, Shared
from answerbot.errors import Invalid
from answerbot.gaps.drafting import ANSWERS, QUESTIONS, TICKETS, draft
from answerbot.gaps.gap import (
    LONGEST_REASON,
    Followed,
    Gap,
    Status,
    a_week,
    assigned,
    dismissed,
    followed,
    published,
    reopened,
    undone,
    was_there,
)
from answerbot.gaps.listing import DEFINITIONS, NOTHING, Row, listed, row, weeks_of
from answerbot.gaps.watching import NAME
from answerbot.pages.colleagues import members, names
from answerbot.pages.exports import csv_file
from answerbot.pages.gaps_together import Whole, together
from answerbot.pages.gaps_words import CLOSINGS, DONE, REASONS, REVERSIBLE, STATUSES, WHY
from answerbot.pages.view import EditorsOnly, page, see
from answerbot.plots.spark import spark
from answerbot.services import Services
from answerbot.store.articles import Articles
from answerbot.store.gap_searches import Searches
from answerbot.store.gaps import Gaps

router = APIRouter(dependencies=[EditorsOnly])

PAGE = 50

MANY = 100_000
HEADS = (
    "gap", "name", "language", "status", "questions", "tickets", "ticket_share", "low", "high",
    "without_offer", "rejected", "closest_article", "why", "first_seen",
)  # fmt: skip


class Typed(NamedTuple):
    """What was sent and not kept; `sure` is what the button sends back that presses on."""

    article: str = ""
    reason: str = ""
    sure: str = ""


UNTYPED = Typed()


class Chosen(BaseModel):
    """What the reader chose; it is in the address. And what was just done to which gap."""

    status: Literal["open", "assigned", "published", "dismissed", ""] = "open"
    language: str = Field(default="", max_length=35)
    start: int = Field(default=0, ge=0, le=1_000_000)
    done: str = Field(default="", max_length=20)
    to: str = Field(default="", max_length=60)

    def address(self, path: str = "/editor/gaps", **other: Any) -> str:
        """The address of the same choice with something else in it."""
        told = {"status": self.status, "language": self.language, **other}
        kept = {name: value for name, value in told.items() if value or name == "status"}
        return f"{path}?{urlencode(kept)}"


@router.get("/editor/gaps")
def gaps(request: Request, shared: Shared, chosen: Annotated[Chosen, Query()]) -> HTMLResponse:
    """The gaps of one status, the largest first."""
    held = Gaps(shared.store)
    every, counted = held.all(), held.counted()
    weeks = _weeks(shared)
    numbers = {status: len(listed(every, counted, weeks, status=status)) for status in Status}
    found = listed(every, counted, weeks, status=chosen.status, language=chosen.language)
    part = found[chosen.start : chosen.start + PAGE]
    told = held.get(chosen.to) if chosen.to else None
    return page(
        request,
        "gaps.html",
        chosen=chosen,
        rows=part,
        total=len(found),
        next_start=chosen.start + PAGE if chosen.start + PAGE < len(found) else 0,
        numbers=numbers,
        languages=sorted({gap.language for gap in every}),
        told=_told(shared, told, chosen.done) if told else "",
        undo=told.id if told and told.previous and chosen.done != "undone" else "",
        titles=_titles(shared, (one.gap.failing.article for one in part)),
        definitions=DEFINITIONS,
        **_search(shared),
        **_words(shared),
    )


@router.get("/editor/gaps.csv")
def table(shared: Shared, chosen: Annotated[Chosen, Query()]) -> Response:
    """The same list, all of it."""
    held = Gaps(shared.store)
    found = listed(
        held.all(), held.counted(), _weeks(shared), status=chosen.status, language=chosen.language
    )
    return csv_file("gaps.csv", HEADS, map(_cells, found))


@router.post("/editor/gaps/find")
def find(shared: Shared) -> Response:
    """Have gaps searched for now."""
    Searches(shared.store).want(shared.clock())
    shared.chores.hurry(NAME)
    return see("/editor/gaps")


@router.get("/editor/gaps/{gap}")
def one(
    request: Request, shared: Shared, gap: Whole, chosen: Annotated[Chosen, Query()]
) -> Response:
    """One gap with all its questions; of a part its whole."""
    if request.path_params["gap"] != gap:
        return see(f"/editor/gaps/{gap}")
    return _one(request, shared, Gaps(shared.store).get(gap), chosen, {})


@router.get("/editor/gaps/{gap}/questions.csv")
def questions(shared: Shared, gap: Whole) -> Response:
    """All questions of a gap."""
    held = Gaps(shared.store)
    held.get(gap)
    heads = ("enquiry", "asked_at", "question", "offered", "rejected", "ticket")
    rows = (
        (
            member.enquiry, member.asked_at.isoformat(), member.text,
            int(member.offered), int(member.objected), int(member.submitted),
        )
        for _, member in held.members(gap, most=MANY)
    )  # fmt: skip
    return csv_file("gap-questions.csv", heads, rows)


@router.get("/editor/gaps/{gap}/draft.md")
def draft_of(shared: Shared, gap: Whole) -> Response:
    """A draft of the article, of the gap's questions and the agents' best answers."""
    headers = {"Content-Disposition": 'attachment; filename="draft.md"'}
    text = _draft(shared, Gaps(shared.store).get(gap))
    return Response(text, media_type="text/markdown; charset=utf-8", headers=headers)


@router.post("/editor/gaps/{gap}/assign")
def assign(
    request: Request,
    shared: Shared,
    member: Acting,
    gap: Whole,
    assignee: Annotated[str, Form(max_length=100)] = "",
) -> Response:
    """Somebody is to write an article."""
    known = {one.id for one in members(request, shared)}
    to = assignee if assignee in known else ""
    return _decide(
        request, shared, gap, "assigned",
        lambda held: assigned(held, to, by=member.name, at=shared.clock()),
    )  # fmt: skip


@router.post("/editor/gaps/{gap}/dismiss")
def dismiss(
    request: Request,
    shared: Shared,
    member: Acting,
    gap: Whole,
    reason: Annotated[str, Form(max_length=5_000)] = "",
) -> Response:
    """No article is wanted."""
    volume = Gaps(shared.store).counted(gap).get(gap, NOTHING).volume
    return _decide(
        request, shared, gap, "dismissed",
        lambda held: dismissed(held, reason, volume=volume, by=member.name, at=shared.clock()),
        Typed(reason=reason),
    )  # fmt: skip


@router.post("/editor/gaps/{gap}/publish")
def publish(
    request: Request,
    shared: Shared,
    member: Acting,
    gap: Whole,
    article: Annotated[str, Form(max_length=300)] = "",
    sure: Annotated[str, Form(max_length=300)] = "",
) -> Response:
    """An article answers it from now on; one that was there all the time, if the editor is sure."""
    name = article.strip()
    held = Gaps(shared.store)
    if sure != name and (doubt := _there_before(shared, held.get(gap), name)):
        typed = Typed(article=name, sure=name)
        return _one(request, shared, held.get(gap), Chosen(), {"article": doubt}, typed)

    def work(found: Gap) -> Gap:
        if name and not Articles(shared.store).versions(name):
            raise Invalid(f"no article {name[:80]!r} is imported; write its id", field="article")
        volume = held.counted(gap).get(gap, NOTHING).volume
        rate = _rate(shared, volume)
        return published(found, name, volume=volume, rate=rate, by=member.name, at=shared.clock())

    return _decide(request, shared, gap, "published", work, Typed(article=article))


@router.post("/editor/gaps/{gap}/reopen")
def reopen(request: Request, shared: Shared, member: Acting, gap: Whole) -> Response:
    """It is to be decided again."""
    return _decide(
        request, shared, gap, "open",
        lambda held: reopened(held, by=member.name, at=shared.clock()),
    )  # fmt: skip


@router.post("/editor/gaps/{gap}/undo")
def undo(request: Request, shared: Shared, gap: Whole) -> Response:
    """As before the last decision."""
    return _decide(request, shared, gap, "undone", undone)


def _there_before(shared: Services, gap: Gap, article: str) -> str:
    """What to ask of an article that was there before the gap began; empty if it was not."""
    entry = shared.shelf.of(shared.searcher).get(article) if shared.searcher else None
    if entry is None or not was_there(gap, entry.since, entry.edited):
        return ""
    return (
        f"“{entry.title}” was there before the first of these questions ({gap.first_seen.date()}),"
        " and has not changed since. If it answers them, why were they asked?"
    )


def _decide(
    request: Request,
    shared: Services,
    gap: str,
    done: str,
    work: Callable[[Gap], Gap],
    typed: Typed = UNTYPED,
) -> Response:
    try:
        Gaps(shared.store).change(gap, work)
    except Invalid as error:
        wrong = {error.field: error.message[:1].upper() + error.message[1:] + "."}
        return _one(request, shared, Gaps(shared.store).get(gap), Chosen(), wrong, typed)
    return see(f"/editor/gaps/{gap}?done={done}")


def _one(
    request: Request,
    shared: Services,
    gap: Gap,
    chosen: Chosen,
    wrong: Mapping[str, str],
    typed: Typed = UNTYPED,
) -> HTMLResponse:
    held = Gaps(shared.store)
    counted = row(gap, held.counted(gap.id).get(gap.id, NOTHING), _weeks(shared))
    part = held.wordings(gap.id, most=PAGE + 1, start=chosen.start)
    return page(
        request,
        "gap.html",
        status=422 if wrong else 200,
        gap=gap,
        row=counted,
        chosen=chosen,
        wrong=wrong,
        typed=typed,
        questions=part[:PAGE],
        next_start=chosen.start + PAGE if len(part) > PAGE else 0,
        tickets=held.tickets(gap.id, most=ANSWERS),
        followed=_followed(shared, gap),
        titles=_titles(shared, (gap.failing.article, gap.decision.article)),
        articles=[] if shared.searcher is None else _choices(shared),
        people=members(request, shared),
        longest=LONGEST_REASON,
        told=_told(shared, held.get(chosen.to) if chosen.to else gap, chosen.done),
        joined=chosen.to if chosen.done == "joined" else "",
        **together(shared, gap),
        undo=gap.id if gap.previous and chosen.done in REVERSIBLE else "",
        definitions=DEFINITIONS,
        **_search(shared),
        **_words(shared),
    )


def _rate(shared: Services, volume: int) -> float:
    """So many questions a week, over what the last search looked at."""
    searches = Searches(shared.store)
    last = searches.last_finished()
    return a_week(volume, searches.reached(last), last.started_at) if last else 0.0


def _followed(shared: Services, gap: Gap) -> Followed | None:
    decision = gap.decision
    last = Searches(shared.store).last_finished()
    if decision.status is not Status.PUBLISHED or decision.at is None or last is None:
        return None
    held = Gaps(shared.store)
    offered, resolved, ticketed = held.offered_since(decision.article, decision.at)
    return followed(
        decision,
        unanswered=held.since(gap.id, decision.at),
        offered=offered,
        resolved=resolved,
        ticketed=ticketed,
        first=last.first,
        until=last.started_at,
    )


def _draft(shared: Services, gap: Gap) -> str:
    held = Gaps(shared.store)
    asked = [wording.text for wording in held.wordings(gap.id, most=QUESTIONS)]
    answers = []
    for number, _ in held.tickets(gap.id, most=TICKETS):
        messages = shared.tickets.messages(shared.tickets.numbered(number))
        answers.append((number, [m.text for m in messages if m.author == "agent"]))
    return draft(gap, asked, answers)


def _weeks(shared: Services) -> list[date]:
    return weeks_of(Searches(shared.store).last_finished())


def _search(shared: Services) -> dict[str, Any]:
    """When was searched, and how far a search that runs has come."""
    searches = Searches(shared.store)
    last, finished = searches.last(), searches.last_finished()
    running = last is not None and last.finished_at is None
    still = running and last is not None and (shared.clock() - last.moved_at).total_seconds() > 600
    return {
        "finished": finished,
        "running": last if running and not still else None,
        "stopped": last if still else None,
        "failed": last if last and last.error else None,
        "wanted": searches.wanted(),
        "first_weeks": shared.settings["gap_weeks"],
    }


def _words(shared: Services) -> dict[str, Any]:
    return {
        "statuses": STATUSES,
        "why": WHY,
        "reasons": REASONS,
        "closings": CLOSINGS,
        "names": names(shared),
        "spark": spark,
    }


def _told(shared: Services, gap: Gap, done: str) -> str:
    assignee = names(shared).get(gap.decision.assignee, "somebody")
    return DONE[done].format(name=gap.name, assignee=assignee) if done in DONE else ""


def _titles(shared: Services, articles: Iterable[str]) -> dict[str, str]:
    held = Articles(shared.store)
    return {
        name: versions[0].title
        for name in set(articles)
        if name and (versions := held.versions(name))
    }


def _choices(shared: Services) -> list[tuple[str, str]]:
    searcher = shared.searcher
    cards = searcher.articles if searcher else ()
    return sorted({(card.id, card.title) for card in cards}, key=lambda one: one[1])[:2_000]


def _cells(one: Row) -> tuple[object, ...]:
    gap, counted, share = one.gap, one.counted, one.ticketed
    figures = [f"{value:.4f}" for value in share] if share else ["", "", ""]
    why = next(iter(gap.failing.reasons), "")
    return (
        gap.id, gap.name, gap.language, gap.decision.status.value, counted.volume,
        counted.submitted, *figures, counted.unoffered, counted.objected, gap.failing.article,
        why, gap.first_seen.isoformat(),
    )  # fmt: skip
