"""/wordings: what editors set so that the right articles are found.

Knows: lists, forms that work without any script, undo.
Must not know: SQL, what makes a wording wrong (`answerbot/curation.py` does).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Path, Query, Request, Response
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, Field

from answerbot.api.callers import Acting, Shared
from answerbot.curation import KINDS, Kind, Wording, article_of, scope_of, words_of
from answerbot.errors import Invalid, NotFound
from answerbot.pages.doubted import doubted, named
from answerbot.pages.texts import spoken
from answerbot.pages.view import EditorsOnly, page, see
from answerbot.pages.wordings_texts import CATALOGUES
from answerbot.services import Services
from answerbot.store.curation import Wanted, Wordings
from corpora.curation import Phrasing, Pin, StopWord, Synonyms

router = APIRouter(dependencies=[EditorsOnly])

PER_PAGE = 50
MOST_LISTED = 1_000
"""Articles that a browser still offers without delay while somebody types an id."""

FIELDS = {"text": "words", "word": "words", "locale": "scope", "language": "scope"}
"""A wording's fields as the form calls them, where the names differ."""

_SEPARATOR = re.compile(r"[,;\n，、،]")

Number = Annotated[int, Path(ge=1, lt=2**53)]


class View(BaseModel):
    """Which wordings the page shows; part of every address on it."""

    kind: Kind = "phrasing"
    scope: str = Field(default="", max_length=35, alias="in")
    find: str = Field(default="", max_length=200)
    article: str = Field(default="", max_length=300)
    review: bool = False
    number: int = Field(default=1, ge=1, le=100_000, alias="page")

    def address(self, path: str = "/wordings", **changes: object) -> str:
        """The address of this view, with some things changed."""
        fields = {**self.model_dump(by_alias=True, exclude_defaults=True), **changes}
        query = urlencode({name: value for name, value in fields.items() if value})
        return f"{path}?{query}" if query else path

    @property
    def wanted(self) -> Wanted:
        """The entries to show."""
        return Wanted(
            kind=self.kind,
            scopes=("", self.scope, self.scope.split("-")[0]) if self.scope else (),
            find=self.find,
            article=self.article,
            review=self.review,
            limit=PER_PAGE,
            offset=(self.number - 1) * PER_PAGE,
        )


class Sent(BaseModel):
    """A wording as the form sends it; several words have commas between them."""

    words: str = Field(default="", max_length=5_000)
    article: str = Field(default="", max_length=300)
    scope: str = Field(default="", max_length=35)
    sure: str = Field(default="", max_length=10_000)

    def wording(self, kind: Kind) -> Wording:
        """The wording that it stands for, not checked yet."""
        words = tuple(_SEPARATOR.split(self.words))
        article = self.article.strip()
        match kind:
            case "phrasing":
                return Phrasing(
                    text=self.words, article=article, locale=self.scope, source="editor"
                )
            case "synonyms":
                return Synonyms(language=self.scope, words=words)
            case "pin":
                return Pin(article=article, words=words, locale=self.scope)
            case "stop_word":
                return StopWord(language=self.scope, word=self.words)


Seen = Annotated[View, Query()]


class News(BaseModel):
    """What the page has to tell or to offer besides its list, by number."""

    words: str = Field(default="", max_length=500)
    edit: int = 0
    added: int = 0
    removed: int = 0
    restored: int = 0


@router.get("/wordings")
def wordings(
    request: Request, shared: Shared, view: Seen, news: Annotated[News, Query()]
) -> HTMLResponse:
    """The wordings of a kind, and the form for one more or for changing one."""
    held = Wordings(shared.store)
    if news.edit:
        entry = held.get(news.edit)
        view = view.model_copy(update={"kind": entry.kind})
        return _page(request, shared, view, news, _typed(entry.wording))
    typed = Sent(words=news.words, article=view.article, scope=_usual_scope(shared, view))
    return _page(request, shared, view, news, typed)


@router.post("/wordings/add")
def add(
    request: Request, shared: Shared, member: Acting, view: Seen, sent: Annotated[Sent, Form()]
) -> Response:
    """Keep a wording; what was typed stays where something is wrong with it."""
    try:
        wording = sent.wording(view.kind)
        if against := doubted(shared, wording, sent.sure):
            return _page(request, shared, view, News(), sent, against=against)
        number = Wordings(shared.store).add(wording, author=member.name, now=shared.clock())
    except Invalid as error:
        return _page(request, shared, view, News(), sent, error)
    return see(view.address(added=number, page=0))


@router.post("/wordings/{number}/change")
def change(
    request: Request,
    shared: Shared,
    member: Acting,
    view: Seen,
    number: Number,
    sent: Annotated[Sent, Form()],
) -> Response:
    """Put another wording in its place."""
    try:
        wording = sent.wording(view.kind)
        if against := doubted(shared, wording, sent.sure):
            return _page(request, shared, view, News(edit=number), sent, against=against)
        Wordings(shared.store).change(number, wording, author=member.name, now=shared.clock())
    except Invalid as error:
        return _page(request, shared, view, News(edit=number), sent, error)
    return see(view.address(added=number))


@router.post("/wordings/{number}/remove")
def remove(shared: Shared, view: Seen, number: Number) -> Response:
    """Take a wording out; the page that follows offers to undo it."""
    Wordings(shared.store).remove(number, now=shared.clock())
    return see(view.address(removed=number))


@router.post("/wordings/{number}/restore")
def restore(shared: Shared, view: Seen, number: Number) -> Response:
    """Undo that."""
    Wordings(shared.store).restore(number)
    return see(view.address(restored=number))


@router.post("/wordings/{number}/keep")
def keep(shared: Shared, view: Seen, number: Number) -> Response:
    """It still fits, although its article has changed."""
    Wordings(shared.store).keep(number)
    return see(view.address())


def _page(
    request: Request,
    shared: Services,
    view: View,
    news: News,
    typed: Sent,
    error: Invalid | None = None,
    against: Sequence[str] = (),
) -> HTMLResponse:
    held = Wordings(shared.store)
    total = held.counts(view.wanted)[view.kind]
    pages = max(1, -(-total // PER_PAGE))
    view = view.model_copy(update={"number": min(view.number, pages)})
    language = spoken(request.headers.get("accept-language", ""))
    titles = _titles(shared)
    searcher = shared.searcher
    return page(
        request,
        "wordings.html",
        422 if error or against else 200,
        locale=language,
        w=CATALOGUES[language],
        view=view,
        news=news,
        told=_told(held, news),
        typed=typed,
        wrong=_wrong(error) if error else {},
        against=against,
        sure=named(typed.wording(view.kind)) if against else "",
        entries=held.all(view.wanted),
        counts=held.counts(view.wanted),
        doubtful=len(held.all(Wanted(kind=view.kind, review=True))),
        total=total,
        pages=pages,
        first=(view.number - 1) * PER_PAGE + 1,
        kinds=list(KINDS),
        scopes=_scopes(shared),
        languages=sorted({scope.split("-")[0] for scope in _scopes(shared)}),
        titles=titles,
        listed=titles if len(titles) <= MOST_LISTED else {},
        in_force=searcher is not None and held.curation() == searcher.curation,
        article_of=article_of,
        scope_of=scope_of,
        shown=_shown,
    )


def _wrong(error: Invalid) -> dict[str, str]:
    field = FIELDS.get(error.field, error.field)
    text = error.message.removeprefix(f"{error.field}: ")
    return {field: text[:1].upper() + text[1:] + "."}


def _told(held: Wordings, news: News) -> str:
    """The words of the entry that the page has news of; empty if it is gone meanwhile."""
    with suppress(NotFound):
        if news.removed:
            return _shown(held.removed(news.removed).wording)
        if news.added or news.restored:
            return _shown(held.get(news.added or news.restored).wording)
    return ""


def _shown(wording: Wording) -> str:
    return ", ".join(words_of(wording))


def _typed(wording: Wording) -> Sent:
    return Sent(words=_shown(wording), article=article_of(wording), scope=scope_of(wording))


def _usual_scope(shared: Services, view: View) -> str:
    """What the form begins with: the language that is looked at."""
    if view.kind in ("phrasing", "pin"):
        return view.scope
    return (view.scope or str(shared.settings["locale"])).split("-")[0]


def _titles(shared: Services) -> dict[str, str]:
    """The titles of the articles in the index, by id, in the help center's language if there."""
    home = shared.settings["locale"]
    cards = sorted(
        shared.searcher.articles if shared.searcher else (),
        key=lambda card: (card.id, card.locale == home),
    )
    return {card.id: card.title for card in cards}


def _scopes(shared: Services) -> list[str]:
    """The locales that articles are in, and the help center's own."""
    cards = shared.searcher.articles if shared.searcher else ()
    return sorted({str(shared.settings["locale"]), *(card.locale for card in cards)})
