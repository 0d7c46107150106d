"""A past ticket, and how one is read from the values of a row.

Knows: which values a ticket has, and what each of them may be.
Must not know: kinds of files, articles, the index.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from answerbot.suggest import question
from corpora.article import as_utc
from corpora.locales import locale_of
from eval.errors import BadLabels
from eval.replay.words import plain, plain_line

FIELDS = ("id", "subject", "description", "created_at", "form", "locale", "solved_by")

LONGEST = 20_000
"""Characters of a description; what is longer is cut, since forms take no more."""

_BETWEEN = re.compile(r"[\s,;|]+")


class PastTicket(NamedTuple):
    """A request as it came in. `created_at` None and `locale` empty mean: not known;
    `solved_by` are the ids or addresses of articles, as written."""

    id: str
    subject: str
    description: str
    created_at: datetime | None = None
    form: str = ""
    locale: str = ""
    solved_by: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """What is searched for, put together as the product does."""
        return question("", self.subject, self.description)


class Place(NamedTuple):
    """Where a ticket stands: the line of a file, or a number within it (`ticket 12`)."""

    file: Path
    line: int | None = None
    within: str = ""

    def wrong(self, reason: str) -> BadLabels:
        """The error to raise."""
        said = f"{self.within}: {reason}" if self.within else reason
        return BadLabels(self.file, self.line, said)


def ticket_of(row: Mapping[str, object], place: Place) -> PastTicket:
    """The ticket of a row whose keys are FIELDS; others are passed over. Raises BadLabels."""
    identifier = _written(row, "id", place)
    if not identifier:
        raise place.wrong("the ticket has no id; name its column with --column id=NAME")
    return PastTicket(
        id=identifier,
        subject=plain_line(_text(row, "subject", place)),
        description=plain(_text(row, "description", place))[:LONGEST],
        created_at=_moment(row, place),
        form=_written(row, "form", place),
        locale=_locale(row, place),
        solved_by=references(row.get("solved_by"), place),
    )


def references(value: object, place: Place) -> tuple[str, ...]:
    """The articles named by a text (several between blanks, commas, semicolons or bars), a
    number, or a list of these; each once."""
    if value is None:
        return ()
    if isinstance(value, list):
        return _once(one for part in value for one in references(part, place))
    if isinstance(value, str):
        return _once(filter(None, _BETWEEN.split(value)))
    if isinstance(value, int) and not isinstance(value, bool):
        return (str(value),)
    raise place.wrong(f"solved_by is {value!r:.80}, which names no article by id or address")


def _once(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))


def _text(row: Mapping[str, object], name: str, place: Place) -> str:
    value = row.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise place.wrong(f"{name} is {value!r:.80}, which is not a text")
    return value


def _written(row: Mapping[str, object], name: str, place: Place) -> str:
    """A text or a whole number, as a line of text."""
    value = row.get(name)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return " ".join(_text(row, name, place).split())


def _moment(row: Mapping[str, object], place: Place) -> datetime | None:
    text = _text(row, "created_at", place).strip()
    moment = as_utc(text)
    if text and moment is None:
        raise place.wrong(f"created_at is {text!r:.80}; write it as 2026-11-01T09:30:00Z")
    return moment


def _locale(row: Mapping[str, object], place: Place) -> str:
    text = _text(row, "locale", place).strip()
    locale = locale_of(text)
    if text and locale is None:
        raise place.wrong(f"locale is {text!r:.80}; write it as de or pt-BR")
    return locale or ""
