"""A message by e-mail comes in: a ticket, a reply to one, or something to keep out.

Knows: the order of steps, and what a message makes of a ticket.
Must not know: SMTP, MIME, SQL.

An answer by the bot, and mail that goes out, have their place behind `Inbox.take`: what
is sent is to be named in `ours.id_domain` and recorded in `mails`, and threads hold.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from answerbot.clock import Clock
from answerbot.enquiries import Event, Kind
from answerbot.errors import Unreadable
from answerbot.mail.message import Mail, read
from answerbot.mail.ours import Ours, ours_of
from answerbot.placing import placed
from answerbot.settings import Settings, listed
from answerbot.store.articles import Articles
from answerbot.store.db import Store
from answerbot.store.ledger import Enquiry
from answerbot.store.mails import Filed, Letter, Mails, Opening, Thread
from answerbot.store.tickets import Message, NewTicket
from corpora.plain import first_words
from indexer.language import contradicted

CHANNEL = "email"
NO_SUBJECT = "(no subject)"

_TOKEN = re.compile(r"\[#(\d{1,12})\]")


class Became(StrEnum):
    """What became of a message."""

    TICKET = "ticket"
    REPLY = "reply"
    REPEATED = "repeated"
    KEPT_OUT = "kept_out"


class Taken(NamedTuple):
    """A message that is recorded. `ticket` is its number, 0 if there is none."""

    became: Became
    ticket: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Inbox:
    """Takes messages in. Clock and randomness are passed in."""

    settings: Settings
    store: Store
    clock: Clock
    random: Callable[[], str]

    @property
    def ours(self) -> Ours:
        """Our addresses, and how messages of ours are named."""
        return ours_of(listed(self.settings["mail_addresses"]))

    def take(self, raw: bytes) -> Taken:
        """Record a message; once this returns, it is not lost.

        Raises Unreadable for one that never can be taken, and whatever the database raises.
        """
        if len(raw) > (limit := self.settings["mail_limit"]):
            raise Unreadable(f"the message has {len(raw)} bytes, the limit is {limit} (mail_limit)")
        mail, mails, now = read(raw, self.ours), Mails(self.store), self.clock()
        identifier = _named(mail, raw, mails)
        if mail.automatic:
            filed = mails.keep_out(_letter(mail, identifier, mail.locale, now))
            return _taken(filed, mail.automatic)
        locale = self._locale(mail)
        letter = _letter(mail, identifier, locale, now)
        return _taken(mails.file(letter, _thread(mail), self._opening(letter, mail.text),
                                 self._event("", Kind.REOPENED, now)))  # fmt: skip

    def take_in(self, identifier: str) -> int:
        """Make a ticket of a message that was kept out; returns its number. Raises NotFound."""
        mails = Mails(self.store)
        letter = mails.get(identifier)
        return mails.take_in(self._opening(letter, letter.text), identifier)

    def _opening(self, letter: Letter, text: str) -> Opening:
        now, ticket = self.clock(), f"tkt_{self.random()}"
        locale = letter.locale or self.settings["locale"]
        enquiry = Enquiry(f"enq_{self.random()}", "", CHANNEL, locale, "", "", now)
        new = NewTicket(
            id=ticket,
            subject=letter.subject or (first_words(text) if text.strip() else NO_SUBJECT),
            description=text,
            name=letter.name,
            email=letter.sender,
            form="",
            locale=locale,
            channel=CHANNEL,
        )
        # From is no proof of anything: by e-mail nobody is known, and no audience is granted.
        new = placed(self.settings.routes, new)
        due = self.settings.targets.due(new.audiences, new.priority, now)
        new = replace(new, answer_due=due.answer, solve_due=due.solve)
        submitted = self._event(enquiry.id, Kind.SUBMITTED, now, ticket=ticket)
        return Opening(new, enquiry, submitted, Message("customer", text, now))

    def _event(self, enquiry: str, kind: Kind, now: datetime, **detail: Any) -> Event:
        return Event(
            self.random(), enquiry, kind, now, detail=detail, who="customer", channel=CHANNEL
        )

    def _locale(self, mail: Mail) -> str:
        """The help center's locale that fits the message's language best."""
        locales = Articles(self.store).locales()
        return locale_for(mail, locales, self.settings["locale"])


def locale_for(mail: Mail, locales: Collection[str], home: str) -> str:
    """The locale of `locales` that a message is in: what it says, unless its words say
    plainly otherwise; `home` if that is none of them."""
    by_language = {locale.split("-")[0]: locale for locale in sorted(locales, reverse=True)}
    by_language[home.split("-")[0]] = home
    said = mail.locale.split("-")[0]
    said = said if said in by_language else home.split("-")[0]
    language = contradicted(f"{mail.subject}\n{mail.text}"[:2_000], said, by_language)
    if language == mail.locale.split("-")[0] and mail.locale in locales:
        return mail.locale
    return by_language.get(language, home)


def _named(mail: Mail, raw: bytes, mails: Mails) -> str:
    """The message's id; of its content if somebody else's message has the same one."""
    before = mails.sent_by(mail.id)
    if before in ("", mail.sender.address):
        return mail.id
    return f"sha256:{hashlib.sha256(raw).hexdigest()}"


def _thread(mail: Mail) -> Thread:
    token = _TOKEN.search(mail.subject)
    ids = (*mail.in_reply_to, *reversed(mail.references))
    return Thread(tuple(dict.fromkeys(ids)), int(token[1]) if token else 0)


def _letter(mail: Mail, identifier: str, locale: str, now: datetime) -> Letter:
    return Letter(
        id=identifier,
        reason=mail.automatic or "",
        sender=mail.sender.address,
        name=mail.sender.name,
        subject=mail.subject,
        locale=locale,
        text=mail.text if mail.automatic else "",
        quoted="" if mail.automatic else mail.quoted,
        attachments=mail.attachments,
        received_at=now,
    )


def _taken(filed: Filed, reason: str = "") -> Taken:
    if filed.repeated:
        return Taken(Became.REPEATED, filed.ticket)
    if not filed.ticket:
        return Taken(Became.KEPT_OUT, 0, reason)
    return Taken(Became.TICKET if filed.new else Became.REPLY, filed.ticket)
