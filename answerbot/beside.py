"""Suggestions for a ticket that lies in another help desk.

Knows: which of its words are the question, and what is pasted into a reply.
Must not know: HTTP, SQL, ranking.

Nothing is recorded: such a ticket is not ours, and what its agent does with a suggestion is
not known here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from html import escape
from typing import NamedTuple

from answerbot.asking import Asked, Question, search
from answerbot.identity import NOBODY
from answerbot.services import Services
from answerbot.suggest import words_of
from indexer.query import Hit

CHANNEL = "panel"


class Words(NamedTuple):
    """A ticket's words. `said` are its customer's later messages, oldest first."""

    subject: str
    description: str
    said: Sequence[str] = ()


class Snippet(NamedTuple):
    """A passage with its title and address, to be pasted into a reply."""

    text: str
    html: str


def beside(
    services: Services, words: Words, locale: str = "", audiences: Iterable[str] = ()
) -> Asked:
    """What answers a ticket, for a customer of these audiences."""
    text = words_of(words.subject, words.description, words.said)
    customer = replace(NOBODY, audiences=tuple(audiences))
    question = Question(text=text, locale=locale, channel=CHANNEL, customer=customer)
    return search(services, question)


def snippet(hit: Hit, link: str) -> Snippet:
    """A hit for a reply, as plain text and as HTML."""
    quoted = "\n".join(f"> {line}" for line in hit.text.splitlines())
    passage = escape(hit.text).replace("\n", "<br>")
    html = (
        f'<blockquote>{passage}</blockquote><p><a href="{escape(link)}">{escape(hit.title)}</a></p>'
    )
    return Snippet(f"{quoted}\n{hit.title}: {link}\n", html)
