"""A message: from bytes to a record.

Knows: the order of steps, and what can never be read.
Must not know: tickets, SQL, HTTP.

The standard library parses, by its old policy: the new one builds objects of every header
that it is asked for, and raises for some that are broken. Whatever the bytes, nothing but
`Unreadable` comes out of here.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import Message
from email.policy import compat32

from answerbot.errors import Unreadable
from answerbot.mail.automatic import Automatic, automatic
from answerbot.mail.headers import (
    Address,
    Subject,
    addresses,
    date,
    ids,
    raw_header,
    subject,
)
from answerbot.mail.ours import NOBODY, Ours
from answerbot.mail.parts import MOST_TEXT, Attachment, Parts, parts_of
from answerbot.mail.words import NEXT_TO_NOTHING, Words, split
from corpora.locales import locale_of

LONGEST_WORDS = 20_000
"""Characters of a customer's own words, as in the form; what is beyond goes to `quoted`."""

LONGEST_QUOTED = 100_000

_MIME_HEADER = re.compile(
    rb"^content-(?:type|disposition):.*(?:\n[ \t].*)*", re.IGNORECASE | re.MULTILINE
)
LONGEST_HEADER = 4_000
"""Bytes of a header that describes a part: the library takes quadratic time for its parameters."""


@dataclass(frozen=True, slots=True)
class Mail:
    """A message as it was understood. `id` and references are without brackets.

    `text` is what its sender wrote, `quoted` all else that was to be read.
    """

    id: str
    sender: Address
    to: tuple[Address, ...]
    subject: str
    forwarded: bool
    in_reply_to: tuple[str, ...]
    references: tuple[str, ...]
    date: datetime | None
    locale: str
    text: str
    quoted: str
    attachments: tuple[Attachment, ...]
    automatic: Automatic | None


def read(raw: bytes, ours: Ours = NOBODY) -> Mail:
    """The message in `raw`. Raises Unreadable if it never can be read."""
    message = _parsed(raw)
    told = subject(message)
    senders = addresses(message, "from") or addresses(message, "sender", "return-path")
    found = parts_of(message)
    if found.length > MOST_TEXT:
        raise Unreadable(
            f"the message has more than {MOST_TEXT} characters of text; send long text as a file"
        )
    reason = automatic(message, senders[0] if senders else None, ours)
    if not senders and reason is None:
        raise Unreadable(
            f"no sender in From: {raw_header(message, 'from')[:80]!r}; nobody to answer"
        )
    words = _words(found, forwarded=told.forwarded, answers=_answers(message, told))
    own, beyond = words.own[:LONGEST_WORDS], words.own[LONGEST_WORDS:]
    return Mail(
        id=next(iter(ids(message, "message-id")), "")
        or f"sha256:{hashlib.sha256(raw).hexdigest()}",
        sender=_answered(message, senders),
        to=tuple(addresses(message, "delivered-to", "x-original-to", "to", "cc")),
        subject=told.text,
        forwarded=told.forwarded,
        in_reply_to=ids(message, "in-reply-to"),
        references=ids(message, "references"),
        date=date(message),
        locale=_locale(message),
        text=own,
        quoted="\n\n".join(filter(None, (beyond, words.quoted)))[:LONGEST_QUOTED],
        attachments=tuple(found.attachments),
        automatic=reason,
    )


def _parsed(raw: bytes) -> Message:
    if not raw.strip():
        raise Unreadable("the message is empty; a message begins with headers such as From:")
    if long := next((m for m in _MIME_HEADER.finditer(raw) if len(m[0]) > LONGEST_HEADER), None):
        raise Unreadable(
            f"a header of {len(long[0])} bytes, {long[0][:40]!r}; it describes no part"
        )
    try:
        message = message_from_bytes(raw.lstrip(b"\r\n"), policy=compat32)
    except (RecursionError, ValueError, LookupError, TypeError, AssertionError) as error:
        raise Unreadable(f"no MIME message can be read of it ({type(error).__name__})") from error
    if not message.keys():
        raise Unreadable(f"no header in it, it begins with {raw[:40]!r}; pipe the whole message")
    return message


def _answered(message: Message, senders: list[Address]) -> Address:
    """Who asks. Contact forms send in their own name and put the asker into Reply-To."""
    if not senders:
        return Address("", "")
    reply_to = addresses(message, "reply-to")
    if not reply_to or reply_to[0].address == senders[0].address:
        return senders[0]
    return Address(reply_to[0].name or senders[0].name, reply_to[0].address)


def _answers(message: Message, told: Subject) -> bool:
    """Whether the message answers another one, as far as it says."""
    return told.answers or any(raw_header(message, n) for n in ("in-reply-to", "references"))


def _words(found: Parts, *, forwarded: bool, answers: bool) -> Words:
    """The sender's words; those of an attached message where they wrote next to nothing."""
    words = split(found.lines, forwarded=forwarded, answers=answers or found.html)
    if not found.inner or len(words.own) > NEXT_TO_NOTHING:
        return words
    inner = split(parts_of(found.inner[0]).lines, forwarded=True)
    own = "\n\n".join(filter(None, (words.own, inner.own)))
    return Words(own, "\n\n".join(filter(None, (words.quoted, inner.quoted))))


def _locale(message: Message) -> str:
    """The language that its program says it is in, or nothing."""
    for name in ("content-language", "accept-language"):
        tag = raw_header(message, name).split(",")[0].split(";")[0]
        if found := locale_of(tag):
            return found
    return ""
