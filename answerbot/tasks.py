"""What agents and editors leave for editors: an article that is wrong, old, missing or not
translated, or a draft.

Knows: the sorts of tasks, and how a solved ticket becomes a draft.
Must not know: SQL, HTTP, pages.

A draft says nothing that points at one person: it is for editors to make an article of,
and nothing ever publishes it by itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from answerbot.errors import Invalid
from answerbot.redaction import impersonal, teachable
from answerbot.tickets import Ticket

LONGEST_NOTE = 1_000
LONGEST_DRAFT = 20_000


class What(StrEnum):
    """What is to be done."""

    WRONG = "wrong"
    OUT_OF_DATE = "out_of_date"
    MISSING = "missing"
    DRAFT = "draft"
    TRANSLATION = "translation"


ABOUT_AN_ARTICLE = (What.WRONG, What.OUT_OF_DATE)
"""What agents say of an article."""


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do. `draft` is Markdown. `author` asked for it; `done_by` did it. `ticket` is
    what showed it, if one did; of a translation, `locale` is the language wanted."""

    id: str
    what: What
    ticket: int | None
    article: str
    locale: str
    note: str
    author: str
    created_at: datetime
    title: str = ""
    draft: str = ""
    done_at: datetime | None = None
    done_by: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.done_at is None


def checked(task: Task) -> Task:
    """Raises Invalid for what makes no sense."""
    if task.what in (*ABOUT_AN_ARTICLE, What.TRANSLATION) and not task.article:
        raise Invalid("say which article it is about", field="article")
    if task.what is What.TRANSLATION and not task.locale:
        raise Invalid("say into which language", field="locale")
    if len(task.note) > LONGEST_NOTE:
        raise Invalid(f"a note has at most {LONGEST_NOTE} characters", field="note")
    return task


def draft_of(ticket: Ticket, answers: Iterable[str]) -> tuple[str, str]:
    """The title and Markdown of an article from a ticket's question and the agents' answers.

    Raises Invalid if no agent has said anything.
    """
    said = [lines for lines in map(impersonal_lines, answers) if lines]
    if not said:
        raise Invalid("no agent has answered this ticket yet", field="ticket")
    title = literal(teachable(ticket.subject)) or "Untitled"
    question = impersonal_lines(ticket.description) or title
    parts = [f"# {title}", "## Question", _quoted(question), "## Answer", *said]
    return title, ("\n\n".join(parts) + "\n")[:LONGEST_DRAFT]


def impersonal_lines(text: str) -> str:
    """A text for a draft: without addresses and long numbers, and plain words to Markdown."""
    lines = [literal(impersonal(line)) for line in text.splitlines()]
    return "\n".join(lines).strip()


def literal(line: str) -> str:
    """A line that Markdown takes for words: no heading, no HTML, no code."""
    for sign in ("\\", "<", "`", "["):
        line = line.replace(sign, f"\\{sign}")
    return f"\\{line}" if line[:1] in "#>" and line else line


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}" for line in text.splitlines())
