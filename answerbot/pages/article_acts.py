"""What editors do about an article, and undo: teach the bot, exclude, ask for work.

Knows: forms that work without any script; each leads back to the article's page with its undo.
Must not know: SQL, what makes a wording wrong (`answerbot/curation.py` does).

Everything stands in the audit, with who did it.
"""

from __future__ import annotations

import re
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Request, Response
from pydantic import BaseModel, Field

from answerbot.api.callers import Acting, Shared
from answerbot.article_findings import entry_of
from answerbot.curation import Wording
from answerbot.errors import Invalid, NotFound
from answerbot.pages.article_table import ADDRESS
from answerbot.pages.doubted import Doubt, doubted, named
from answerbot.pages.links import mending_path
from answerbot.pages.one_article import Chosen, News, shown_page
from answerbot.pages.view import EditorsOnly, see
from answerbot.services import Services
from answerbot.staff import Member
from answerbot.store.audit import Act, Audit, Deed
from answerbot.store.curation import Wordings
from answerbot.store.exclusions import Exclusions
from answerbot.store.tasks import Tasks
from answerbot.tasks import LONGEST_NOTE, Task, What, checked
from corpora.curation import Phrasing, Pin, Source, Synonyms

router = APIRouter(dependencies=[EditorsOnly])

EDITOR: Source = "editor"
WordingNumber = Annotated[int, Form(ge=1, lt=2**53)]
_SEPARATOR = re.compile(r"[,;\n，、،]")


class Taught(BaseModel):
    """A wording as the forms send it."""

    kind: str = Field(pattern="^(phrasing|synonyms|pin)$")
    words: str = Field(default="", max_length=5_000)
    scope: str = Field(default="", max_length=35)
    sure: str = Field(default="", max_length=10_000)

    def wording(self, article: str) -> Wording:
        """The wording that it stands for, not checked yet."""
        words = tuple(_SEPARATOR.split(self.words))
        match self.kind:
            case "phrasing":
                return Phrasing(
                    text=self.words, article=article, locale=self.scope, source="editor"
                )
            case "pin":
                return Pin(article=article, words=words, locale=self.scope)
            case _:
                return Synonyms(language=self.scope.split("-")[0], words=words)


class Wished(BaseModel):
    """Work that somebody is to do on the article."""

    what: What
    locale: str = Field(default="", max_length=35)
    note: str = Field(default="", max_length=LONGEST_NOTE)


@router.post(f"{ADDRESS}/{{article:path}}/teach")
def teach(
    request: Request, shared: Shared, member: Acting, article: str, sent: Annotated[Taught, Form()]
) -> Response:
    """Keep a wording; what is wrong with it is told on the page."""
    entry_of(shared, article)
    typed = Chosen.model_validate({sent.kind: sent.words[:500]})
    try:
        wording = sent.wording(article)
        if against := doubted(shared, wording, sent.sure):
            doubt = Doubt(against, sent, named(wording))
            return shown_page(request, shared, article, typed, News(), doubt=doubt)
        number = Wordings(shared.store).add(wording, author=member.name, now=shared.clock())
    except Invalid as error:
        return shown_page(request, shared, article, typed, News(), error)
    _audit(shared, member, Act.CURATED, article)
    return _back(article, done="taught", number=number)


@router.post(f"{ADDRESS}/{{article:path}}/unteach")
def unteach(shared: Shared, member: Acting, article: str, number: WordingNumber) -> Response:
    """Take a wording back. Raises NotFound."""
    Wordings(shared.store).remove(number, now=shared.clock())
    _audit(shared, member, Act.UNCURATED, article)
    return _back(article, done="untaught", number=number)


@router.post(f"{ADDRESS}/{{article:path}}/reteach")
def reteach(shared: Shared, member: Acting, article: str, number: WordingNumber) -> Response:
    """Undo that. Raises NotFound, Invalid."""
    Wordings(shared.store).restore(number)
    _audit(shared, member, Act.CURATED, article)
    return _back(article, done="taught", number=number)


@router.post(f"{ADDRESS}/{{article:path}}/exclude")
def exclude(shared: Shared, member: Acting, article: str) -> Response:
    """The bot offers it no more, from the next question on. Raises NotFound."""
    entry_of(shared, article)
    Exclusions(shared.store).exclude(article, by=member, now=shared.clock())
    return _back(article, done="excluded")


@router.post(f"{ADDRESS}/{{article:path}}/include")
def include(shared: Shared, member: Acting, article: str) -> Response:
    """The bot offers it again."""
    Exclusions(shared.store).include(article, by=member, now=shared.clock())
    return _back(article, done="included")


@router.post(f"{ADDRESS}/{{article:path}}/wish")
def wish(shared: Shared, member: Acting, article: str, sent: Annotated[Wished, Form()]) -> Response:
    """Ask for an update or a translation, among the tasks. Raises Invalid, NotFound."""
    entry_of(shared, article)
    task = checked(
        Task(
            id=f"tsk_{shared.random()}",
            what=sent.what,
            ticket=None,
            article=article,
            locale=sent.locale,
            note=sent.note.strip(),
            author=member.name,
            created_at=shared.clock(),
        )
    )
    made = Tasks(shared.store).ask(task, by=member)
    return _back(article, done="wished", task=made.id)


@router.post(f"{ADDRESS}/{{article:path}}/unwish")
def unwish(
    shared: Shared, member: Acting, article: str, task: Annotated[str, Form(max_length=60)]
) -> Response:
    """Take back what was asked. Raises NotFound."""
    held = Tasks(shared.store)
    if held.get(task).article != article:
        raise NotFound(f"no task {task!r} on the article {article[:80]!r}")
    held.finish(task, by=member.name, at=shared.clock())
    _audit(shared, member, Act.WITHDREW, article)
    return _back(article, done="unwished")


def _audit(shared: Services, member: Member, act: Act, article: str) -> None:
    Audit(shared.store).add(Deed(shared.clock(), member.who, act, article))


def _back(article: str, **news: object) -> Response:
    return see(f"{mending_path(article)}?{urlencode(news)}")
