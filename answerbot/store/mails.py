"""Messages by e-mail: which ticket each belongs to, and which made none.

Knows: the table `mails`.
Must not know: MIME, what makes a message automatic, what a reply does to a ticket.

A message is filed in one transaction: looked up, recorded, and its ticket made or
answered. So it is taken once, however often and by however many processes it comes in.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple

from sqlite_utils import Database

from answerbot.enquiries import Event
from answerbot.errors import NotFound
from answerbot.mail.parts import Attachment
from answerbot.store.db import Store
from answerbot.store.ledger import Enquiry, insert_enquiry, insert_events
from answerbot.store.outbox import answered_by
from answerbot.store.tickets import Message, NewTicket, insert_message, insert_ticket

DESCRIPTION = 0
"""What a ticket's own words go by where its messages go by their numbers."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A message as it is kept. `reason` says why it made no ticket; `text` is kept only then."""

    id: str
    reason: str
    sender: str
    name: str
    subject: str
    locale: str
    text: str
    quoted: str
    attachments: tuple[Attachment, ...]
    received_at: datetime


class Thread(NamedTuple):
    """What may tell the ticket that a message answers: ids first, the number only if the
    sender is the ticket's own."""

    ids: tuple[str, ...]
    number: int


@dataclass(frozen=True, slots=True)
class Opening:
    """The ticket that a message makes if it answers none, and what is said if it does."""

    ticket: NewTicket
    enquiry: Enquiry
    submitted: Event
    reply: Message
    revoking: tuple[Event, ...] = ()
    """Events on earlier enquiries that follow if it makes a ticket."""


class Filed(NamedTuple):
    """Where a message went: `ticket` is 0 for one that was kept out."""

    ticket: int
    new: bool = False
    repeated: bool = False


class Mails:
    """Messages by their Message-ID."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def file(self, letter: Letter, thread: Thread, opening: Opening, reopened: Event) -> Filed:
        """Add the message to the ticket that it answers, or make one of it. Only once.

        `reopened` is recorded if it opens a solved ticket again; its enquiry is filled in.
        """

        def work(db: Database) -> Filed:
            if before := _filed(db, letter.id):
                return before
            if ticket := _answered(db, thread, letter.sender):
                event = _on_enquiry_of(db, ticket, reopened)
                number = insert_message(db, ticket, opening.reply, event)
                _insert(db, letter, ticket, number)
                return Filed(ticket)
            insert_enquiry(db, opening.enquiry)
            ticket = insert_ticket(db, opening.ticket, opening.submitted, letter.received_at)
            insert_events(db, opening.revoking)
            _insert(db, letter, ticket, None)
            return Filed(ticket, new=True)

        return self._store.write(work)

    def keep_out(self, letter: Letter) -> Filed:
        """Record a message that makes no ticket. Only once."""

        def work(db: Database) -> Filed:
            before = _filed(db, letter.id)
            if not before:
                _insert(db, letter, None, None)
            return before or Filed(0)

        return self._store.write(work)

    def take_in(self, opening: Opening, mail: str) -> int:
        """Make a ticket of a message that was kept out. Raises NotFound if there is none."""

        def work(db: Database) -> int:
            before = _filed(db, mail)
            if not before:
                raise NotFound(f"no message {mail[:80]!r}")
            if before.ticket:
                return before.ticket
            insert_enquiry(db, opening.enquiry)
            ticket = insert_ticket(db, opening.ticket, opening.submitted, opening.reply.at)
            insert_events(db, opening.revoking)
            db.execute("UPDATE mails SET ticket = ?, text = '' WHERE id = ?", (ticket, mail))
            return ticket

        return self._store.write(work)

    def forget(self, before: datetime) -> int:
        """Empty the messages that were kept out before then: of each only the id and the reason
        stay, so that it is still taken once."""
        sql = (
            "UPDATE mails SET sender = '', name = '', subject = '', text = '', quoted = '',"
            " attachments = '[]', reason = 'forgotten' WHERE ticket IS NULL AND received_at < ?"
            " AND reason <> 'forgotten'"
        )
        work = lambda db: int(db.execute(sql, (before.isoformat(),)).rowcount)  # noqa: E731
        return self._store.write(work)

    def sent_by(self, mail: str) -> str:
        """Who sent the message of this id; empty if none came in."""
        row = self._store.read().execute("SELECT sender FROM mails WHERE id = ?", (mail,))
        found = row.fetchone()
        return str(found[0]) if found else ""

    def get(self, mail: str) -> Letter:
        """Raises NotFound."""
        for row in self._store.read().query("SELECT * FROM mails WHERE id = ?", [mail]):
            return _letter(row)
        raise NotFound(f"no message {mail[:80]!r}")

    def of_ticket(self, ticket: int) -> dict[int, Letter]:
        """The messages of a ticket that came by e-mail, by number; DESCRIPTION is the first."""
        rows = self._store.read().query("SELECT * FROM mails WHERE ticket = ?", [ticket])
        return {row["message"] or DESCRIPTION: _letter(row) for row in rows}

    def kept_out(self, limit: int) -> list[Letter]:
        """The latest messages that made no ticket."""
        sql = (
            "SELECT * FROM mails WHERE ticket IS NULL AND reason <> 'forgotten'"
            " ORDER BY received_at DESC LIMIT ?"
        )
        return [_letter(row) for row in self._store.read().query(sql, [limit])]

    def kept_out_counts(self) -> dict[str, int]:
        """How many messages made no ticket, by reason."""
        rows = self._store.read().query(KEPT_OUT_COUNTS)
        return {row["reason"]: row["n"] for row in rows}


KEPT_OUT_COUNTS = """
    SELECT reason, count(*) AS n FROM mails
    WHERE ticket IS NULL AND reason <> 'forgotten' GROUP BY reason
"""


def _filed(db: Database, mail: str) -> Filed | None:
    row = db.execute("SELECT ticket FROM mails WHERE id = ?", (mail,)).fetchone()
    return Filed(row[0] or 0, repeated=True) if row else None


def _answered(db: Database, thread: Thread, sender: str) -> int:
    """The number of the ticket that a message belongs to; 0 if it belongs to none."""
    for mail in thread.ids:
        row = db.execute(
            "SELECT ticket FROM mails WHERE id = ? AND ticket IS NOT NULL", (mail,)
        ).fetchone()
        if row:
            return int(row[0])
        if ticket := answered_by(db, mail):
            return ticket
    row = db.execute(
        "SELECT number FROM tickets WHERE number = ? AND email <> '' AND lower(email) = ?",
        (thread.number, sender.lower()),
    ).fetchone()
    return int(row[0]) if row else 0


def _on_enquiry_of(db: Database, ticket: int, event: Event) -> Event:
    (enquiry,) = db.execute("SELECT enquiry FROM tickets WHERE number = ?", (ticket,)).fetchone()
    return replace(event, enquiry=enquiry)


def _insert(db: Database, letter: Letter, ticket: int | None, message: int | None) -> None:
    db.execute(
        "INSERT INTO mails VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            letter.id, ticket, message, letter.reason, letter.sender, letter.name, letter.subject,
            letter.locale, letter.text, letter.quoted, _written(letter.attachments),
            letter.received_at.isoformat(),
        ),
    )  # fmt: skip


def _written(attachments: Iterable[Attachment]) -> str:
    return json.dumps([list(attachment) for attachment in attachments], ensure_ascii=False)


def _letter(row: Mapping[str, Any]) -> Letter:
    listed: Sequence[Sequence[Any]] = json.loads(row["attachments"])
    names = ("id", "reason", "sender", "name", "subject", "locale", "text", "quoted")
    return Letter(
        **{name: row[name] for name in names},
        attachments=tuple(Attachment(*one) for one in listed),
        received_at=datetime.fromisoformat(row["received_at"]),
    )
