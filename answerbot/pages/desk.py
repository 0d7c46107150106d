"""/desk/{number}: a ticket, as an agent sees it.

Knows: what an agent needs to see and may do.
Must not know: SQL, ranking.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, Field

from answerbot import changes
from answerbot.api.callers import Acting, Shared
from answerbot.asking import event_of, outcome_of
from answerbot.changes import Change, Outdated
from answerbot.correspondence import answer, sent_with
from answerbot.enquiries import Event, Kind
from answerbot.errors import NotFound
from answerbot.handpicked import pinned
from answerbot.macros import unfilled
from answerbot.pages import wording
from answerbot.pages.colleagues import members, names
from answerbot.pages.desk_acts import Number, act_id, event_of_change
from answerbot.pages.desk_articles import (
    linked,
    macros_for,
    named,
    quotes_of,
    restricted,
    sendable,
    suggested,
    title,
)
from answerbot.pages.issues import issues
from answerbot.pages.queue import CHANNELS, forms
from answerbot.pages.view import StaffOnly, page, see
from answerbot.services import Services
from answerbot.staff import Member
from answerbot.store.queue import Queues
from answerbot.store.recontacts import Recontacts
from answerbot.store.tasks import Tasks
from answerbot.store.tellings import Tellings
from answerbot.store.topics import Topics
from answerbot.story import Line, story
from answerbot.tasks import ABOUT_AN_ARTICLE, Task
from answerbot.tickets import Priority, Status, Ticket

router = APIRouter(dependencies=[StaffOnly])


class News(BaseModel):
    """What the page has to tell besides the ticket: `act` is what was just done, `outdated` the
    field that somebody else changed before, `empty` a reply with nothing in it."""

    empty: bool = False
    outdated: changes.Field | None = None
    wrong: str = Field(default="", max_length=300)
    act: str = Field(default="", max_length=60)
    done: str = Field(default="", max_length=20)
    task: str = Field(default="", max_length=60)
    quote: str = Field(default="", max_length=300)
    macro: str = Field(default="", max_length=60)
    n: int = Field(default=0, ge=0)


class Reply(BaseModel):
    """An agent's reply; `solves` closes the ticket. `seen` is the last message that stood on
    the page that it was written on."""

    text: str = Field(default="", max_length=20_000)
    article: str = Field(default="", max_length=300)
    locale: str = Field(default="", max_length=35)
    quoted: list[Annotated[str, Field(max_length=300)]] = Field(default=[], max_length=10)
    solves: bool = False
    seen: int | None = Field(default=None, ge=0)


@router.get("/desk/{number}")
def ticket(
    request: Request, shared: Shared, number: Number, news: Annotated[News, Query()]
) -> HTMLResponse:
    """One ticket: the conversation, what the customer saw, articles that may help."""
    return _page(request, shared, shared.tickets.numbered(number), news)


@router.post("/desk/{number}/reply")
def reply(
    request: Request,
    shared: Shared,
    member: Acting,
    number: Number,
    sent: Annotated[Reply, Form()],
) -> Response:
    """Answer the customer, with a link to an article or without.

    A linked article is recorded: it is an agent's word that it answers. If somebody wrote
    meanwhile, nothing is sent: the page shows what came in, and keeps the reply.
    """
    found = shared.tickets.numbered(number)
    locale = sent.locale or found.locale
    link = named(request, shared, found, sent.article, locale) if sent.article else ""
    words = "\n".join(filter(None, (sent.text.strip(), link)))
    if not words:
        return see(f"/desk/{number}?empty=true#_reply")
    if unfilled(sent.text):
        return _page(request, shared, found, News(), kept=sent, status=422)
    done = [_done(shared, found, Kind.ANSWERED, member)]
    articles = linked(request, shared, found, sent)
    done += [_done(shared, found, Kind.LINKED, member, a, locale) for a in articles]
    try:
        answer(shared, found, words, *done, seen=sent.seen)
    except Outdated:
        return _page(request, shared, found, News(), kept=sent, status=409)
    if sent.solves:
        shared.tickets.solve(found, _done(shared, found, Kind.SOLVED, member))
    return see(f"/desk/{number}")


@router.post("/desk/{number}/solve")
def solve(shared: Shared, member: Acting, number: Number) -> Response:
    """Close the ticket in the agent's name."""
    change, act = Change(changes.Field.STATUS, Status.SOLVED), shared.random()
    event = event_of_change(shared, member, change, act, number)
    done = shared.tickets.change([(shared.tickets.numbered(number).number, change, event)])
    return see(f"/desk/{number}?{urlencode({'act': act})}" if done else f"/desk/{number}")


def _page(
    request: Request,
    shared: Services,
    found: Ticket,
    news: News,
    *,
    kept: Reply | None = None,
    status: int = 200,
) -> HTMLResponse:
    """`kept` is a reply that was not sent, as somebody else wrote first."""
    sequence = shared.feed.latest()
    events = shared.ledger.events(found.enquiry)
    messages = shared.tickets.messages(found)
    called = names(shared)
    offered = suggested(shared, found, events)
    quotes = quotes_of(request, shared, found, offered)
    sent = sendable(request, shared, found, offered)
    texts = macros_for(request, shared, found, sent)
    lines = story(events, lambda a, lo: title(shared, a, lo))
    return page(
        request,
        "desk_ticket.html",
        status,
        sequence=sequence,
        rejected=any(event.kind is Kind.REJECTED and event.article for event in events),
        news=news,
        kept=kept,
        came=[m for m in messages if kept and m.number > (kept.seen or 0)],
        acted=_acted(lines, events, news, found, called),
        overtaken=_overtaken(lines, news),
        ticket=found,
        running=shared.settings.targets.resumed(found),
        messages=messages,
        mails=shared.mails.of_ticket(found.number),
        post=sent_with(shared, found),
        chain=Recontacts(shared.store).chain(found.enquiry),
        story=lines,
        topics=_topics(shared),
        on_topics=(put_on := Tellings(shared.store).topics_of(found.number)),
        open_topics=_open_topics(shared, put_on),
        issues=issues(shared, found.number),
        outcome=outcome_of(shared, found.enquiry),
        suggestions=offered,
        restricted=restricted(shared),
        pinned=pinned(events, found.id)[0],
        quotes=quotes,
        macros=texts,
        unfilled=unfilled(kept.text) if kept else [],
        draft=kept.text
        if kept
        else quotes.get(news.quote, "") or texts.get(news.macro, ("", ""))[1],
        quoting=kept.quoted if kept else [sent.article if sent and news.macro else news.quote],
        macro_article=sent.article if sent else "",
        task=_task(shared, news),
        reasons=ABOUT_AN_ARTICLE,
        resolved_by=title(shared, found.resolved_by, found.locale),
        kept_title=title(shared, kept.article, kept.locale or found.locale) if kept else "",
        forms=forms(shared),
        channels=CHANNELS,
        members=members(request, shared),
        names=called,
        priorities=list(Priority),
        teams=Queues(shared.store).teams(),
    )


def _acted(
    lines: list[Line],
    events: list[Event],
    news: News,
    found: Ticket,
    called: Mapping[str, str],
) -> str:
    """What `news.act` did, in a sentence; empty if it did nothing here."""
    made = next((e for e in events if news.act and e.id == act_id(news.act, found.number)), None)
    line = next((ln for ln in lines if made and ln.change and ln.at == made.at), None)
    return wording.done(line, called) if line else ""


def _overtaken(lines: list[Line], news: News) -> Line | None:
    """What somebody else did to the field that was to be changed."""
    same = {changes.Field.TAG: ("tag", "untag"), changes.Field.UNTAG: ("tag", "untag")}
    wanted = same.get(news.outdated, (news.outdated,)) if news.outdated else ()
    return next((ln for ln in reversed(lines) if ln.change and ln.change[0] in wanted), None)


def _done(
    shared: Services,
    ticket: Ticket,
    kind: Kind,
    member: Member,
    article: str = "",
    locale: str = "",
) -> Event:
    """What a member of staff did to a ticket."""
    return event_of(
        shared,
        ticket.enquiry,
        kind,
        article=article,
        locale=locale,
        who=member.who,
        channel="desk",
        detail={"ticket": ticket.id},
    )


def _topics(shared: Services) -> dict[str, str]:
    """The titles of topics by id, in the language of the help center."""
    home = shared.settings["locale"]
    held = Topics(shared.store).all()
    return {kept.topic.id: kept.topic.said(home, home).title for kept in held}


def _open_topics(shared: Services, without: Sequence[str]) -> list[tuple[str, str]]:
    """The topics that a ticket may be put on."""
    home = shared.settings["locale"]
    held = (kept.topic for kept in Topics(shared.store).all())
    return [(t.id, t.said(home, home).title) for t in held if t.open and t.id not in without]


def _task(shared: Services, news: News) -> Task | None:
    try:
        return Tasks(shared.store).get(news.task) if news.task else None
    except NotFound:
        return None
