"""Topics: what many customers ask about at once and no article says.

Knows: incidents and unanswered questions, whom they concern, which questions they match.
Must not know: SQL, HTTP, who follows a topic.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import NoReturn

from pydantic import BaseModel, ConfigDict
from rapidfuzz.distance import OSA

from answerbot.errors import Invalid
from corpora.article import EVERYONE
from corpora.characters import clean_line
from corpora.hrefs import safe_href
from corpora.locales import locale_of
from indexer.pins import asked_terms
from indexer.query import Query
from indexer.tokens import terms

TITLE_LENGTH = 150
TEXT_LENGTH = 1_000
MOST_WORDS = 30
WORD_LENGTH = 100
URL_LENGTH = 2_000


LEAST_CORRECTED = 5
"""Letters of a word that may have a typing error: shorter ones are often other words."""

Knows = Callable[[str, str], bool]
"""Whether a term, of a language, occurs in any article."""


def _everything(_term: str, _language: str) -> bool:
    return True


class Kind(StrEnum):
    """An incident stands above all suggestions; an unanswered question where there are none."""

    INCIDENT = "incident"
    UNANSWERED = "unanswered"


class Said(BaseModel):
    """A topic in one locale. `words` are words or phrases: a question that has all words of
    one of them is about the topic."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    text: str = ""
    words: tuple[str, ...] = ()


class Topic(BaseModel):
    """A topic as kept. Times are UTC; `fix` is when an incident is expected to be over."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    kind: Kind
    texts: Mapping[str, Said]
    starts: datetime
    ends: datetime | None = None
    fix: datetime | None = None
    audience: str = EVERYONE
    url: str = ""
    open: bool = True

    @property
    def always(self) -> bool:
        """Whether it concerns every question."""
        return self.kind is Kind.INCIDENT and not any(said.words for said in self.texts.values())

    def current(self, now: datetime, audiences: Collection[str] = ()) -> bool:
        """Whether a customer who belongs to these audiences may see it now."""
        begun = self.starts <= now and (self.ends is None or now < self.ends)
        return self.open and begun and (self.audience == EVERYONE or self.audience in audiences)

    def said(self, locale: str, home: str) -> Said:
        """Its texts in `locale`, else its language, else the help center's, else any."""
        language = locale.split("-")[0]
        near = (at for at in self.texts if at.split("-")[0] == language)
        order = (locale, language, *near, home, home.split("-")[0], *self.texts)
        return next(self.texts[at] for at in order if at in self.texts)

    @cached_property
    def phrases(self) -> Mapping[str, tuple[frozenset[str], ...]]:
        """Of each language, the terms of its words and phrases; found out once."""
        found: dict[str, list[frozenset[str]]] = {}
        for locale, said in self.texts.items():
            language = locale.split("-")[0]
            kept = (frozenset(terms(phrase, language)) for phrase in said.words)
            found.setdefault(language, []).extend(phrase for phrase in kept if phrase)
        return {language: tuple(phrases) for language, phrases in found.items() if phrases}

    def concerns(self, query: Query, knows: Knows = _everything) -> bool:
        """Whether the question has all words of one of its phrases, in any of its languages.

        A word that the help center does not know counts as the one that it may be meant for.
        """
        return any(
            all(term in asked or _is_meant(term, strange) for term in phrase)
            for language, phrases in self.phrases.items()
            for asked in [_asked(query, language)]
            for strange in [[word for word in asked if not knows(word, language)]]
            for phrase in phrases
        )


def banner_for(topics: Iterable[Topic], query: Query, knows: Knows = _everything) -> Topic | None:
    """The incident to show above suggestions: one that the question is about before one that
    concerns everybody, the latest of several."""
    seen = [t for t in topics if t.current(query.now, query.audiences)]
    found = [t for t in seen if t.kind is Kind.INCIDENT]
    about = [t for t in found if t.concerns(query, knows)] or [t for t in found if t.always]
    return _latest(about)


def topic_for(topics: Iterable[Topic], query: Query, knows: Knows = _everything) -> Topic | None:
    """The unanswered question that this one is, where no article fits."""
    seen = (t for t in topics if t.current(query.now, query.audiences))
    found = (t for t in seen if t.kind is Kind.UNANSWERED)
    return _latest(t for t in found if t.concerns(query, knows))


def always_on(
    topics: Iterable[Topic], now: datetime, audiences: Collection[str] = ()
) -> list[Topic]:
    """The incidents to show before anything is asked, latest first."""
    found = [t for t in topics if t.always and t.current(now, audiences)]
    return sorted(found, key=lambda t: (t.starts, t.id), reverse=True)


def checked(topic: Topic) -> Topic:
    """The topic as it is kept. Raises Invalid, with the field, for what makes no sense."""
    texts = {_locale(at): _said(said, at) for at, said in topic.texts.items()}
    if not texts:
        _refuse("title", "write a title in at least one language")
    if topic.kind is Kind.UNANSWERED and not any(said.words for said in texts.values()):
        _refuse("words", "an unanswered question needs words by which it is known")
    if topic.ends and topic.ends <= topic.starts:
        _refuse("ends", f"it ends at {topic.ends:%Y-%m-%d %H:%M}, before it starts")
    url = topic.url.strip()
    if url and (len(url) > URL_LENGTH or not _web(url)):
        _refuse("url", f"{url[:80]!r} is no web address; write one that begins with https://")
    audience = clean_line(topic.audience)[:100] or EVERYONE
    return Topic(**{**dict(topic), "texts": texts, "url": url, "audience": audience})


def _latest(topics: Iterable[Topic]) -> Topic | None:
    return max(topics, key=lambda t: (t.starts, t.id), default=None)


def _is_meant(term: str, strange: Iterable[str]) -> bool:
    """Whether one of these unknown words is `term` but for one typing error after its start."""
    return len(term) >= LEAST_CORRECTED and any(
        word[:1] == term[:1] and OSA.distance(word, term, score_cutoff=1) <= 1 for word in strange
    )


@lru_cache(maxsize=256)
def _asked(query: Query, language: str) -> frozenset[str]:
    """Every topic asks for the terms of the same question. The last word counts as it stands
    while somebody types: an incident is not to wait for a space."""
    return asked_terms(replace(query, typing=False), language)


def _said(said: Said, locale: str) -> Said:
    title, text = clean_line(said.title), _lines(said.text)
    if not title:
        _refuse(f"title_{locale}", "write a title, or leave this language out altogether")
    if len(title) > TITLE_LENGTH:
        _refuse(f"title_{locale}", f"at most {TITLE_LENGTH} characters; this has {len(title)}")
    if len(text) > TEXT_LENGTH:
        _refuse(f"text_{locale}", f"at most {TEXT_LENGTH} characters; this has {len(text)}")
    words = tuple(dict.fromkeys(filter(None, map(clean_line, said.words))))
    if len(words) > MOST_WORDS:
        _refuse(f"words_{locale}", f"at most {MOST_WORDS} words or phrases; these are {len(words)}")
    for word in words:
        if len(word) > WORD_LENGTH:
            _refuse(f"words_{locale}", f"{word[:40]!r}… is longer than {WORD_LENGTH} characters")
        if not terms(word, locale.split("-")[0]):
            _refuse(f"words_{locale}", f"{word!r} has no letter or digit to be known by")
    return Said(title=title, text=text, words=words)


def _lines(text: str) -> str:
    return "\n".join(filter(None, map(clean_line, text.splitlines())))


def _locale(text: str) -> str:
    found = locale_of(text)
    if not found:
        _refuse("title", f"{text[:35]!r} is no locale; write one like en or pt-BR")
    return found


def _web(url: str) -> bool:
    return url.startswith(("https://", "http://")) and safe_href(url) is not None


def _refuse(field: str, message: str) -> NoReturn:
    raise Invalid(message, field=field)
