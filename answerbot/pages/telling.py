"""/editor/topics/{id}/tell: everybody who waits for a topic hears of it, once.

Knows: what an editor has to see before pressing, and until when it can be taken back.
Must not know: SQL, mail.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import HTMLResponse

from answerbot.api.callers import Acting, Shared
from answerbot.asking import event_of
from answerbot.enquiries import Event, Kind
from answerbot.errors import Invalid
from answerbot.letters.render import Letter, rendered
from answerbot.outgoing import Sort
from answerbot.pages.topics import Sent
from answerbot.pages.view import EditorsOnly, page, see
from answerbot.services import Services
from answerbot.staff import Member
from answerbot.store.tellings import Tellings
from answerbot.store.topics import Topics
from answerbot.telling import WINDOW, News, Reaches, Telling, checked
from answerbot.tickets import Ticket
from answerbot.topics import Topic
from indexer.query import Query as Asked

router = APIRouter(dependencies=[EditorsOnly])

LOOKED_AT = 1_000
"""Unsolved tickets, longest waiting first, among which those about a topic are looked for."""

MOST_FOUND = 50


@router.get("/editor/topics/{topic}/tell")
def show(
    request: Request, shared: Shared, topic: str, done: Annotated[str, Query(max_length=20)] = ""
) -> HTMLResponse:
    """What would be told, to whom, and what was told."""
    found = Topics(shared.store).get(topic).topic
    typed = {f"title_{locale}": said.title for locale, said in found.texts.items()}
    return _page(request, shared, found, typed, done=done)


@router.post("/editor/topics/{topic}/tell")
def tell(request: Request, shared: Shared, member: Acting, topic: str, sent: Sent) -> Response:
    """Look at it, or let it go out after a while in which it can be taken back."""
    found = Topics(shared.store).get(topic).topic
    held, now = Tellings(shared.store), shared.clock()
    try:
        texts = checked(_texts(sent))
        if "try" in sent:
            return _page(request, shared, found, sent, looked=texts)
        if any(one.may_be_cancelled(now) for one in held.of_topic(topic)):
            raise Invalid("another one waits to go out; undo it first", field="title")
        if not held.reaches(topic).n:
            raise Invalid("nobody is left to be told", field="title")
    except Invalid as error:
        return _page(request, shared, found, sent, error=error)
    held.add(
        Telling(
            id=f"tel_{shared.random()}",
            topic=topic,
            texts=texts,
            solves=bool(sent.get("solves")),
            author=member.name,
            who=member.who,
            created_at=now,
            due_at=now + WINDOW,
        )
    )
    return see(f"/editor/topics/{topic}/tell?done=told")


@router.post("/editor/tellings/{telling}/cancel")
def cancel(shared: Shared, telling: str) -> Response:
    """Take it back. Raises Conflict if it has begun to go out."""
    found = Tellings(shared.store).cancel(telling, shared.clock())
    return see(f"/editor/topics/{found.topic}/tell?done=cancelled")


@router.post("/editor/topics/{topic}/gather")
def gather(
    shared: Shared,
    member: Acting,
    topic: str,
    ticket: Annotated[list[int] | None, Form(max_length=MOST_FOUND)] = None,
) -> Response:
    """Put tickets on the topic: they are told with the others."""
    found = Topics(shared.store).get(topic).topic
    tickets = [shared.tickets.numbered(number) for number in dict.fromkeys(ticket or ())]
    events = [event_of_topic(shared, one, member, found, on=True) for one in tickets]
    numbers = [one.number for one in tickets]
    Tellings(shared.store).gather(topic, numbers, events, shared.clock())
    return see(f"/editor/topics/{topic}/tell?done=gathered#_tickets")


def event_of_topic(
    shared: Services, ticket: Ticket, member: Member, topic: Topic, *, on: bool
) -> Event:
    """A ticket was put on a topic, or taken off."""
    home = shared.settings["locale"]
    title = topic.said(home, home).title
    said = {"from": "" if on else title, "to": title if on else ""}
    return event_of(
        shared,
        ticket.enquiry,
        Kind.CHANGED,
        who=member.who,
        channel="desk",
        detail={"ticket": ticket.id, "field": "topic", "topic": topic.id, **said},
    )


def _texts(sent: Mapping[str, str]) -> dict[str, News]:
    locales = [name.removeprefix("title_") for name in sent if name.startswith("title_")]
    return {at: News(sent[f"title_{at}"], sent.get(f"text_{at}", "")) for at in locales}


def _page(
    request: Request,
    shared: Services,
    topic: Topic,
    typed: Mapping[str, str],
    *,
    done: str = "",
    looked: Mapping[str, News] | None = None,
    error: Invalid | None = None,
) -> HTMLResponse:
    held, home = Tellings(shared.store), shared.settings["locale"]
    reaches = held.reaches(topic.id)
    gathered = held.gathered(topic.id)
    return page(
        request,
        "telling.html",
        422 if error else 200,
        topic=topic,
        title=topic.said(home, home).title,
        typed=typed,
        locales=sorted({home, *topic.texts, *reaches.followers, *reaches.tickets}),
        reaches=reaches,
        by_locale=_by_locale(reaches),
        letters=_letters(shared, looked or {}),
        done=done,
        wrong={error.field or "title": f"{error.message[:1].upper()}{error.message[1:]}."}
        if error
        else {},
        tellings=held.of_topic(topic.id),
        gathered=[shared.tickets.numbered(number) for number in gathered],
        about=_about(shared, topic, set(gathered)),
        minutes=int(WINDOW.total_seconds() // 60),
        solves=bool(typed.get("solves")),
    )


def _by_locale(reaches: Reaches) -> list[tuple[str, int, int]]:
    found = sorted({*reaches.followers, *reaches.tickets})
    return [(at, reaches.followers.get(at, 0), reaches.tickets.get(at, 0)) for at in found]


def _letters(shared: Services, texts: Mapping[str, News]) -> dict[str, Letter]:
    known = {"help_center": shared.settings["name"], "link": shared.writer.base}
    make = partial(rendered, shared.settings.home, Sort.TOPIC_NEWS)
    return {at: make(at, {**known, "news": news}) for at, news in texts.items()}


def _about(shared: Services, topic: Topic, without: set[int]) -> list[Ticket]:
    """Unsolved tickets whose words are about the topic, and that are not on it yet."""
    now = shared.clock()
    found = []
    for one in shared.tickets.unsolved(LOOKED_AT):
        text = f"{one.subject}\n{one.description}"
        if one.number not in without and topic.concerns(Asked(text, now, one.locale.split("-")[0])):
            found.append(one)
        if len(found) == MOST_FOUND:
            break
    return found
