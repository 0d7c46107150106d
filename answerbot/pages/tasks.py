"""/editor/tasks: what agents found wrong, old or missing, and the drafts they made.

Knows: lists, forms that work without any script, undo.
Must not know: SQL, how a draft is made.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, Field

from answerbot.api.callers import Acting, Shared
from answerbot.asking import event_of
from answerbot.enquiries import Kind
from answerbot.errors import NotFound
from answerbot.pages.desk_acts import Number, with_query
from answerbot.pages.desk_articles import title
from answerbot.pages.view import EditorsOnly, StaffOnly, page, see
from answerbot.reading import require_readable
from answerbot.store.tasks import Tasks
from answerbot.tasks import LONGEST_NOTE, Task, What, checked, draft_of

router = APIRouter()

ASKS = {
    What.WRONG: "The article is wrong",
    What.OUT_OF_DATE: "The article is out of date",
    What.MISSING: "An article is missing",
    What.DRAFT: "A draft to look over",
    What.TRANSLATION: "A translation is wanted",
}


class News(BaseModel):
    """Which tasks to show, and what was just done to which."""

    done: bool = False
    news: str = Field(default="", max_length=20)
    to: str = Field(default="", max_length=60)


class Flag(BaseModel):
    """What an agent says about an article, or that there is none."""

    what: What
    article: str = Field(default="", max_length=300)
    locale: str = Field(default="", max_length=35)
    note: str = Field(default="", max_length=LONGEST_NOTE)


@router.get("/editor/tasks", dependencies=[EditorsOnly])
def tasks(request: Request, shared: Shared, news: Annotated[News, Query()]) -> HTMLResponse:
    """Those to be done, oldest first; or those that are done, latest first."""
    held = Tasks(shared.store)
    found = held.list(done=news.done)
    is_open, done = held.counts()
    told = held.get(news.to) if news.to else None
    return page(
        request,
        "tasks.html",
        tasks=[(task, title(shared, task.article, task.locale)) for task in found],
        asks=ASKS,
        news=news,
        told=told,
        open=is_open,
        done=done,
    )


@router.get("/editor/tasks/{task}", dependencies=[EditorsOnly])
def draft(request: Request, shared: Shared, task: str) -> HTMLResponse:
    """A task on a page of its own; of a draft, its Markdown to copy."""
    found = Tasks(shared.store).get(task)
    name = title(shared, found.article, found.locale)
    return page(request, "task.html", task=found, title=name, asks=ASKS)


@router.get("/editor/tasks/{task}/draft.md", dependencies=[EditorsOnly])
def download(shared: Shared, task: str) -> Response:
    """The draft as a file."""
    found = Tasks(shared.store).get(task)
    name = {"Content-Disposition": f'attachment; filename="draft-{found.ticket}.md"'}
    return Response(found.draft, media_type="text/markdown; charset=utf-8", headers=name)


@router.post("/editor/tasks/{task}/done", dependencies=[EditorsOnly])
def finish(shared: Shared, member: Acting, task: str) -> Response:
    """It is done."""
    Tasks(shared.store).finish(task, by=member.name, at=shared.clock())
    return see(f"/editor/tasks?news=done&to={task}")


@router.post("/editor/tasks/{task}/open", dependencies=[EditorsOnly])
def reopen(shared: Shared, member: Acting, task: str) -> Response:
    """It is to be done after all."""
    Tasks(shared.store).finish(task, by=member.name, at=None)
    return see(f"/editor/tasks?news=open&to={task}")


@router.post("/desk/{number}/flag", dependencies=[StaffOnly])
def flag(shared: Shared, member: Acting, number: Number, sent: Annotated[Flag, Form()]) -> Response:
    """Tell editors what is wrong, old or missing; or give them a draft of this ticket."""
    ticket = shared.tickets.numbered(number)
    if sent.article:
        searcher = shared.live.searcher
        everybody = searcher.audiences
        require_readable(searcher, sent.article, now=shared.clock(), audiences=everybody)
    name, markdown = "", ""
    if sent.what is What.DRAFT:
        messages = shared.tickets.messages(ticket)
        name, markdown = draft_of(ticket, [m.text for m in messages if m.author == "agent"])
    task = checked(
        Task(
            id=f"tsk_{shared.random()}",
            what=sent.what,
            ticket=number,
            article=sent.article,
            locale=sent.locale,
            note=sent.note.strip(),
            author=member.name,
            created_at=shared.clock(),
            title=name,
            draft=markdown,
        )
    )
    event = event_of(
        shared,
        ticket.enquiry,
        Kind.FLAGGED,
        article=sent.article,
        locale=sent.locale,
        who=member.who,
        channel="desk",
        detail={"ticket": ticket.id, "what": sent.what, "note": task.note, "task": task.id},
    )
    made = Tasks(shared.store).add(task, event)
    return see(with_query(f"/desk/{number}", task=made.id))


@router.post("/desk/{number}/unflag", dependencies=[StaffOnly])
def unflag(
    shared: Shared, member: Acting, number: Number, task: Annotated[str, Form(max_length=60)] = ""
) -> Response:
    """An agent takes back what editors were asked on this ticket. Raises NotFound."""
    held = Tasks(shared.store)
    if held.get(task).ticket != number:
        raise NotFound(f"no task {task!r} on ticket {number}")
    held.finish(task, by=member.name, at=shared.clock())
    return see(f"/desk/{number}?done=withdrawn")
