"""Telling everybody at once that a topic is settled: an incident over, a feature there.

Knows: what is said, to whom it goes, until when it can be taken back.
Must not know: SQL, mail, pages.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from answerbot.errors import Invalid
from corpora.characters import clean, clean_line

WINDOW = timedelta(minutes=10)
"""How long a telling waits, so that it can be taken back."""

LONGEST_TITLE = 150
LONGEST_TEXT = 5_000


class News(NamedTuple):
    """What is said in one language."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Telling:
    """One telling of a topic. `texts` by locale; `solves` closes the tickets that are told.

    Nothing goes out before `due_at`; then it can no longer be cancelled. `told` counts those
    whom it has reached.
    """

    id: str
    topic: str
    texts: Mapping[str, News]
    solves: bool
    author: str
    who: str
    created_at: datetime
    due_at: datetime
    cancelled_at: datetime | None = None
    done_at: datetime | None = None
    told: int = 0

    def said(self, locale: str, home: str) -> News:
        """The news in a locale, else in its language, else the help center's, else any."""
        language = locale.split("-")[0]
        near = (at for at in self.texts if at.split("-")[0] == language)
        order = (locale, language, *near, home, home.split("-")[0], *self.texts)
        return next(self.texts[at] for at in order if at in self.texts)

    def may_be_cancelled(self, now: datetime) -> bool:
        """Whether nothing has gone out yet."""
        return self.cancelled_at is None and self.done_at is None and now < self.due_at


class Reaches(NamedTuple):
    """Whom a telling would reach: followers and tickets by locale, those told before left out."""

    followers: Mapping[str, int]
    tickets: Mapping[str, int]

    @property
    def n(self) -> int:
        """How many in all."""
        return sum(self.followers.values()) + sum(self.tickets.values())


def checked(texts: Mapping[str, News]) -> dict[str, News]:
    """The texts as they are kept; a language with nothing in it is left out.

    Raises Invalid, with the field, for a text without a title and the reverse.
    """
    found = {}
    for locale, news in texts.items():
        title, text = clean_line(news.title), clean(news.text).strip()
        if not title and not text:
            continue
        for name, said, most in (("title", title, LONGEST_TITLE), ("text", text, LONGEST_TEXT)):
            if not said:
                raise Invalid("write both a title and a text", field=f"{name}_{locale}")
            if len(said) > most:
                wrong = f"at most {most} characters; this has {len(said)}"
                raise Invalid(wrong, field=f"{name}_{locale}")
        found[locale] = News(title, text)
    if not found:
        raise Invalid("write what there is to tell, in at least one language", field="title")
    return found
