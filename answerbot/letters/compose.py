"""The messages on a ticket: from what happened to what is put into the outbox.

Knows: what each kind of message says, and to whom.
Must not know: SQL, SMTP, when a message is sent.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from answerbot.letters.render import rendered
from answerbot.letters.words import words
from answerbot.mail.ours import Ours
from answerbot.outgoing import Outgoing, Sort, subject_of, valid_address
from answerbot.telling import News
from answerbot.tickets import Ticket
from answerbot.weekly import Weekly
from corpora.characters import clean_line

_ADVERT = re.compile(r"[@/\\<>]|\w\.\w{2}|^.{60}")
"""What no name has. Whoever sends a form in another's name must not write to them through us."""


class Shown(NamedTuple):
    """An article in a message. `url` is where its customer says whether it helped."""

    title: str
    passage: str
    url: str
    locale: str


class Trouble(NamedTuple):
    """An incident in a message."""

    title: str
    text: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes for one deployment. `base` is the address that customers reach us by."""

    home: Path
    help_center: str
    base: str
    id_domain: str
    ours: Ours
    random: Callable[[], str]

    def may_write_to(self, ticket: Ticket) -> bool:
        """Whether the ticket has an address, and one that is not our own."""
        return valid_address(ticket.email) and not self.ours.receives(ticket.email)

    def agent_reply(self, ticket: Ticket, said: str, thread: Sequence[str]) -> Outgoing:
        """What an agent says. Its cause is the message that it will be."""
        return self.on_ticket(ticket, Sort.AGENT_REPLY, thread, {"said": said})

    def auto_reply(
        self,
        ticket: Ticket,
        articles: Sequence[Shown],
        incident: Trouble | None,
        thread: Sequence[str],
    ) -> Outgoing:
        """The one automatic answer to a ticket."""
        data = {"articles": articles, "incident": incident}
        return self.on_ticket(ticket, Sort.AUTO_REPLY, thread, data)

    def topic_news(self, recipient: str, locale: str, news: News, cause: str) -> Outgoing:
        """What there is to tell of a topic that somebody follows."""
        data = {"help_center": self.help_center, "link": self.base, "news": news}
        letter = rendered(self.home, Sort.TOPIC_NEWS, locale, data)
        return Outgoing(
            id=f"topic-news.{self.random()}@{self.id_domain}",
            cause=cause,
            sort=Sort.TOPIC_NEWS,
            recipient=recipient,
            subject=news.title,
            text=letter.text,
            html=letter.html,
        )

    def report(self, recipient: str, locale: str, told: Weekly, cause: str) -> Outgoing:
        """A week's figures to one who asked for them."""
        data = {"help_center": self.help_center, "link": f"{self.base}/overview", "told": told}
        letter = rendered(self.home, Sort.REPORT, locale, data)
        subject = words(locale)["report_subject"].format(
            help_center=self.help_center, first=told.week.first, last=told.week.last
        )
        return Outgoing(
            id=f"report.{self.random()}@{self.id_domain}",
            cause=cause,
            sort=Sort.REPORT,
            recipient=recipient,
            subject=clean_line(subject),
            text=letter.text,
            html=letter.html,
        )

    def on_ticket(
        self, ticket: Ticket, sort: Sort, thread: Sequence[str], data: dict[str, Any]
    ) -> Outgoing:
        """A message of any kind; its template is called as the kind is. Of each kind a ticket
        gets one, unless its cause is changed."""
        known = {
            "help_center": self.help_center,
            "name": friendly(ticket.name),
            "number": ticket.number,
            "subject": ticket.subject,
            "link": f"{self.base}/tickets/{ticket.id}",
        }
        letter = rendered(self.home, sort, ticket.locale, {**known, **data})
        return Outgoing(
            id=f"{sort.replace('_', '-')}.{self.random()}@{self.id_domain}",
            cause=f"{sort}:{ticket.number}",
            sort=sort,
            recipient=ticket.email,
            subject=subject_of(ticket.subject, ticket.number),
            text=letter.text,
            html=letter.html,
            ticket=ticket.number,
            answers=tuple(thread),
        )


def friendly(name: str) -> str:
    """The name to greet somebody by; none where it does not look like one."""
    said = clean_line(name)
    return "" if _ADVERT.search(said) else said
