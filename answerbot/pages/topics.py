"""/editor/topics: incidents and questions without an answer, and who wants to be told.

Knows: lists, forms that work without any script, undo.
Must not know: SQL, what makes a topic wrong (`answerbot/topics.py` does).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, Field

from answerbot.api.callers import Acting, Shared
from answerbot.errors import Invalid
from answerbot.follower_file import csv_of
from answerbot.pages.texts import spoken
from answerbot.pages.topics_texts import CATALOGUES
from answerbot.pages.view import EditorsOnly, page, see
from answerbot.reach import Reach, reach
from answerbot.services import Services
from answerbot.staff import Member
from answerbot.store.topics import Kept, Topics
from answerbot.topics import Kind, Said, Topic, checked
from corpora.article import EVERYONE

router = APIRouter(dependencies=[EditorsOnly])

DAYS = 30
LONGEST = 5_000
_SEPARATOR = re.compile(r"[,;\n，、،]")

Fields = Mapping[str, str]


class News(BaseModel):
    """What the page has to tell besides its list: what was done, to which topic."""

    done: str = Field(default="", max_length=20)
    to: str = Field(default="", max_length=100)


async def fields(request: Request) -> dict[str, str]:
    """What the form sent; its names depend on the help center's languages."""
    form = await request.form(max_fields=500)
    return {name: value[:LONGEST] for name, value in form.items() if isinstance(value, str)}


Sent = Annotated[dict[str, str], Depends(fields)]


@router.get("/editor/topics")
def topics(request: Request, shared: Shared, news: Annotated[News, Query()]) -> HTMLResponse:
    """All topics, and what was just done to one."""
    held = Topics(shared.store).all()
    told = next((kept for kept in held if kept.topic.id == news.to), None)
    return _page(request, shared, "topics.html", held=held, news=news, told=told)


@router.get("/editor/topics/new")
def new(request: Request, shared: Shared) -> HTMLResponse:
    """The form for a new topic."""
    return _form(request, shared, {}, None)


@router.post("/editor/topics/new")
def add(request: Request, shared: Shared, member: Acting, sent: Sent) -> Response:
    """Keep a topic, or say whom it would reach; what was typed stays if something is wrong."""
    try:
        topic = checked(_topic(f"top_{shared.random()}", sent, shared.clock(), is_open=True))
        if "try" in sent:
            return _form(request, shared, sent, None, found=_reach(shared, topic))
        Topics(shared.store).add(topic, author=member.name, now=shared.clock())
    except Invalid as error:
        return _form(request, shared, sent, None, error=error)
    return see(f"/editor/topics?done=saved&to={topic.id}")


@router.get("/editor/topics/{topic}")
def edit(
    request: Request, shared: Shared, topic: str, news: Annotated[News, Query()]
) -> HTMLResponse:
    """The form for changing a topic, and who wants to be told."""
    kept = Topics(shared.store).get(topic)
    return _form(request, shared, _typed(kept.topic), kept, news=news)


@router.post("/editor/topics/{topic}/change")
def change(request: Request, shared: Shared, member: Acting, topic: str, sent: Sent) -> Response:
    """Put another state in its place."""
    held = Topics(shared.store)
    kept = held.get(topic)
    try:
        is_open = kept.topic.open
        changed = checked(_topic(topic, sent, kept.topic.starts, is_open=is_open))
        if "try" in sent:
            return _form(request, shared, sent, kept, found=_reach(shared, changed))
        held.change(changed, author=member.name, now=shared.clock())
    except Invalid as error:
        return _form(request, shared, sent, kept, error=error)
    return see(f"/editor/topics?done=saved&to={topic}")


@router.post("/editor/topics/{topic}/close")
def close(shared: Shared, member: Acting, topic: str) -> Response:
    """Show it to nobody any more."""
    return _turn(shared, member, topic, is_open=False)


@router.post("/editor/topics/{topic}/open")
def reopen(shared: Shared, member: Acting, topic: str) -> Response:
    """Show it again."""
    return _turn(shared, member, topic, is_open=True)


@router.post("/editor/topics/{topic}/undo")
def undo(shared: Shared, member: Acting, topic: str) -> Response:
    """Go back to the state before the last change."""
    Topics(shared.store).undo(topic, author=member.name, now=shared.clock())
    return see(f"/editor/topics?done=undone&to={topic}")


@router.get("/editor/topics/{topic}/followers.csv")
def download(shared: Shared, topic: str) -> Response:
    """Who wants to be told, for a spreadsheet or a mail program."""
    text = csv_of(Topics(shared.store).followers(topic))
    name = {"Content-Disposition": 'attachment; filename="followers.csv"'}
    return Response(text.encode("utf-8-sig"), media_type="text/csv", headers=name)


@router.post("/editor/topics/{topic}/forget")
def forget(shared: Shared, topic: str, sent: Sent) -> Response:
    """Erase an address from this topic."""
    Topics(shared.store).forget(sent.get("email", ""), topic=topic)
    return see(f"/editor/topics/{topic}?done=forgotten#_followers")


def _turn(shared: Services, member: Member, topic: str, *, is_open: bool) -> Response:
    held = Topics(shared.store)
    kept = held.get(topic)
    if kept.topic.open != is_open:
        turned = kept.topic.model_copy(update={"open": is_open})
        held.change(turned, author=member.name, now=shared.clock())
    return see(f"/editor/topics?done={'is_open' if is_open else 'is_closed'}&to={topic}")


def _form(
    request: Request,
    shared: Services,
    typed: Fields,
    kept: Kept | None,
    *,
    found: Reach | None = None,
    news: News | None = None,
    error: Invalid | None = None,
) -> HTMLResponse:
    wrong = {_first(error.field, shared): _sentence(error.message)} if error else {}
    return _page(
        request,
        shared,
        "topic.html",
        422 if error else 200,
        typed=defaultdict(str, typed),
        kept=kept,
        found=found,
        always=not any(typed.get(f"words_{at}", "").strip() for at in _locales(shared)),
        news=news or News(),
        wrong=wrong,
        days=DAYS,
        followers=Topics(shared.store).followers(kept.topic.id) if kept else [],
        locales=sorted({*_locales(shared), *(kept.topic.texts if kept else ())}),
        audiences=_audiences(shared),
    )


def _page(
    request: Request, shared: Services, template: str, status: int = 200, **context: Any
) -> HTMLResponse:
    language = spoken(request.headers.get("accept-language", ""))
    return page(
        request,
        template,
        status,
        locale=language,
        w=CATALOGUES[language],
        home=shared.settings["locale"],
        **context,
    )


def _reach(shared: Services, topic: Topic) -> Reach:
    return reach(shared.ledger.states(since=shared.clock() - timedelta(days=DAYS)), topic)


def _topic(name: str, sent: Fields, starts: datetime, *, is_open: bool) -> Topic:
    """The topic that the form stands for, not checked yet. Raises Invalid."""
    return Topic(
        id=name,
        kind=Kind(sent["kind"]) if sent.get("kind") in set(Kind) else Kind.INCIDENT,
        texts={at: said for at in _sent_locales(sent) if (said := _said(sent, at))},
        starts=_moment(sent, "starts") or starts,
        ends=_moment(sent, "ends"),
        fix=_moment(sent, "fix"),
        audience=sent.get("audience", ""),
        url=sent.get("url", ""),
        open=is_open,
    )


def _sent_locales(sent: Fields) -> list[str]:
    return sorted(name.removeprefix("title_") for name in sent if name.startswith("title_"))


def _said(sent: Fields, locale: str) -> Said | None:
    """The texts of one language; None if all its fields are empty."""
    title, text, words = (sent.get(f"{name}_{locale}", "") for name in ("title", "text", "words"))
    if not (title.strip() or text.strip() or words.strip()):
        return None
    return Said(title=title, text=text, words=tuple(_SEPARATOR.split(words)))


def _moment(sent: Fields, name: str) -> datetime | None:
    text = sent.get(name, "").strip()
    if not text:
        return None
    try:
        return datetime.fromisoformat(text).replace(tzinfo=UTC)
    except ValueError:
        message = f"{text[:30]!r} is no date and time; write it like 2026-11-25 15:00"
        raise Invalid(message, field=name) from None


def _typed(topic: Topic) -> dict[str, str]:
    """What the form begins with."""
    typed = {"kind": topic.kind.value, "audience": topic.audience, "url": topic.url}
    for name in ("starts", "ends", "fix"):
        moment: datetime | None = getattr(topic, name)
        typed[name] = f"{moment:%Y-%m-%dT%H:%M}" if moment else ""
    for locale, said in topic.texts.items():
        typed[f"title_{locale}"] = said.title
        typed[f"text_{locale}"] = said.text
        typed[f"words_{locale}"] = ", ".join(said.words)
    return typed


def _first(field: str, shared: Services) -> str:
    """The form's own name of a field that is wrong in no particular language."""
    return f"{field}_{shared.settings['locale']}" if field in ("title", "words") else field


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + "."


def _locales(shared: Services) -> list[str]:
    """The locales that articles are in, and the help center's own."""
    cards = shared.searcher.articles if shared.searcher else ()
    return sorted({str(shared.settings["locale"]), *(card.locale for card in cards)})


def _audiences(shared: Services) -> list[str]:
    cards = shared.searcher.articles if shared.searcher else ()
    return sorted({EVERYONE, *(card.audience for card in cards)})
