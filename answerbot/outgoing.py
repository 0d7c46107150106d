"""A message that we send: its record, its headers, its bytes.

Knows: RFC 5322, and the headers by which a machine says that it is one (RFC 3834, RFC 2919).
Must not know: SQL, SMTP, what is written in a message.

What comes from customers (names, subjects, Message-IDs) is made one line before it becomes
a header, and nothing in it can be taken for an RFC 2047 encoded word: the library that writes
headers decodes these, line ends included, and would make two headers of one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from enum import StrEnum

from answerbot.errors import Invalid
from answerbot.mail.headers import LONGEST_ADDRESS, LONGEST_SUBJECT
from corpora.characters import clean, clean_line

LONGEST_TEXT = 200_000
MOST_REFERENCES = 8
"""The first message of a thread and the latest: clients need no more, and a line has an end."""

LONGEST_REFERENCES = 700

_ADDRESS = re.compile(r"(?!.*=\?)[^\s@<>,;:\"()\[\]\\]{1,64}@[^\s@<>,;:\"()\[\]\\]{1,189}")
_ID = re.compile(r"(?!.*=\?)[\x21-\x3b=\x3f-\x7e]{1,200}")
_LINE_END = re.compile(rb"\r\n(?=[ \t]*(?:\r|\n|\Z))|\r\n(?![ \t])|\r(?!\n)|(?<!\r)\n")
"""All but folding: a line's end before white space with something behind it."""

_HEADER = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,60}")
WIDE = SMTP.clone(max_line_length=900)
"""A line may have 998 characters; the library spoils Message-IDs that it has to break."""


class Sort(StrEnum):
    """What a message is; all but an agent's reply are a machine's."""

    AUTO_REPLY = "auto_reply"
    AGENT_REPLY = "agent_reply"
    CONFIRMATION = "confirmation"
    REMINDER = "reminder"
    SURVEY = "survey"
    REPORT = "report"
    TOPIC_NEWS = "topic_news"


MOST_URGENT_FIRST = (
    Sort.AGENT_REPLY,
    Sort.CONFIRMATION,
    Sort.AUTO_REPLY,
    Sort.SURVEY,
    Sort.REMINDER,
    Sort.REPORT,
    Sort.TOPIC_NEWS,
)
"""In which order messages go out that are due: who waits for an answer does not wait for
news to thousands."""


class Progress(StrEnum):
    """How far a message is. `KEPT`: it stands in the outbox alone, as no server is set."""

    QUEUED = "queued"
    SENT = "sent"
    KEPT = "kept"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message to one recipient. `id` is its Message-ID without brackets.

    `cause` names what it is sent for: of one cause there is one message, however often it is
    put in. `ticket` and `message` are numbers, 0 for none. `not_before` leaves time to cancel.
    `answers` are the Message-IDs of the thread, oldest first. `headers` are further ones.
    """

    id: str
    cause: str
    sort: Sort
    recipient: str
    subject: str
    text: str
    html: str = ""
    ticket: int = 0
    message: int = 0
    answers: tuple[str, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    not_before: datetime | None = None


@dataclass(frozen=True, slots=True)
class Posted:
    """A message in the outbox, and how far it is. `number` is what people call it by."""

    number: int
    outgoing: Outgoing
    progress: Progress
    queued_at: datetime
    next_try_at: datetime
    tries: int = 0
    done_at: datetime | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Sender:
    """In whose name we write. `id_domain` names our Message-IDs, `reply_to` reaches us."""

    name: str
    address: str
    reply_to: str
    id_domain: str
    extra: tuple[tuple[str, str], ...] = field(default=())


def valid_address(address: str) -> bool:
    """Whether a message could be sent there; what could be two addresses is none.

    Nor is what becomes two in ASCII: there a full-width comma is a comma.
    """
    return len(address) <= LONGEST_ADDRESS and all(
        _ADDRESS.fullmatch(one) for one in (address, deliverable(address))
    )


def deliverable(address: str) -> str:
    """The address with its domain in ASCII, as every server takes it."""
    local, _, domain = address.rpartition("@")
    try:
        return f"{local}@{domain.encode('idna').decode()}"
    except UnicodeError:
        return address


def mailbox(address: str) -> str:
    """One name for all the ways to write an address whose mail most servers put in one place:
    in any case, with a `+tag` or without."""
    local, _, domain = deliverable(address).casefold().rpartition("@")
    return f"{local.partition('+')[0] or local}@{domain}"


def header_line(text: str) -> str:
    """The text as one line for a header, in which nothing is an encoded word any more."""
    return clean_line(text).replace("=?", "= ?")


def subject_of(ticket_subject: str, number: int) -> str:
    """The subject of a message on a ticket: the number leads an answer back to it."""
    mark = f"[#{number}]"
    said = header_line(clean_line(ticket_subject).replace(mark, ""))
    return f"Re: {said[: LONGEST_SUBJECT - 40]} {mark}"


def checked(outgoing: Outgoing) -> Outgoing:
    """The message as it may be kept and sent. Raises Invalid for one that cannot be sent."""
    if not valid_address(outgoing.recipient):
        raise Invalid(f"{outgoing.recipient[:80]!r} is no address to write to", field="recipient")
    if not _ID.fullmatch(outgoing.id) or outgoing.id.count("@") != 1:
        raise Invalid(f"{outgoing.id[:80]!r} is no Message-ID", field="id")
    for name, value in outgoing.headers:
        if not _HEADER.fullmatch(name) or value != header_line(value):
            raise Invalid(f"{name[:40]!r}: {value[:80]!r} is no header", field="headers")
    return Outgoing(
        **{
            **{name: getattr(outgoing, name) for name in Outgoing.__slots__},
            "subject": header_line(outgoing.subject)[:LONGEST_SUBJECT].strip() or "(no subject)",
            "text": clean(outgoing.text)[:LONGEST_TEXT],
            "html": clean(outgoing.html)[:LONGEST_TEXT],
            "answers": tuple(one for one in outgoing.answers if _ID.fullmatch(one)),
        }
    )


def written(outgoing: Outgoing, sender: Sender, at: datetime) -> EmailMessage:
    """The message as it goes over the wire, the same one each time that it is tried.

    Raises Invalid for one that cannot be sent: the outbox may hold messages that were put in
    by an older version, which let more through.
    """
    outgoing = checked(outgoing)
    message = EmailMessage(policy=WIDE)
    message["From"] = Address(header_line(sender.name), addr_spec=sender.address)
    message["To"] = deliverable(outgoing.recipient)
    message["Reply-To"] = sender.reply_to
    message["Subject"] = outgoing.subject
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{outgoing.id}>"
    for name, value in (*_thread(outgoing.answers), *_manners(outgoing.sort, sender)):
        message[name] = value
    for name, value in outgoing.headers:
        if name not in message:
            message[name] = value
    message.set_content(outgoing.text, cte="quoted-printable")
    if outgoing.html:
        message.add_alternative(outgoing.html, subtype="html", cte="quoted-printable")
    for wide in (False, True):
        _check_lines(message, wide=wide)
    return message


def _check_lines(message: EmailMessage, *, wide: bool) -> None:
    """Raises Invalid where a header's bytes hold a line end that is no folding."""
    policy = WIDE.clone(utf8=wide)
    for name, value in message.items():
        line = policy.fold_binary(name, value).removesuffix(b"\r\n")
        if _LINE_END.search(line):
            raise Invalid(f"{name}: {line[:80]!r} would be more than one header", field=name)


def _thread(answers: tuple[str, ...]) -> Iterable[tuple[str, str]]:
    """By what mail programs put a message under the ones before it."""
    if answers:
        named = [*answers[:1], *answers[1:][1 - MOST_REFERENCES :]]
        while len(named) > 1 and sum(map(len, named)) > LONGEST_REFERENCES:
            del named[0]
        yield "In-Reply-To", f"<{answers[-1]}>"
        yield "References", " ".join(f"<{one}>" for one in named)


def _manners(sort: Sort, sender: Sender) -> Iterable[tuple[str, str]]:
    """What keeps machines from answering us, and us from answering ourselves."""
    yield "X-Loop", sender.reply_to
    if sort is Sort.AGENT_REPLY:
        return
    answered = sort in (Sort.AUTO_REPLY, Sort.CONFIRMATION)
    yield "Auto-Submitted", "auto-replied" if answered else "auto-generated"
    yield "X-Auto-Response-Suppress", "All"
    yield "Precedence", "bulk"
    if sort is Sort.TOPIC_NEWS:
        yield "List-Id", f"<topics.{sender.id_domain}>"


FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=4)
GIVEN_UP_AFTER = timedelta(days=4)


def next_try(tries: int, now: datetime, jitter: float) -> datetime:
    """When to try again after so many tries: twice as long each time, `jitter` (0 to 1) moves
    it by a quarter, so that what failed together does not come back together."""
    wait = min(FIRST_WAIT * (1 << min(max(tries - 1, 0), 20)), LONGEST_WAIT)
    return now + wait * (0.75 + jitter / 2)
