"""The accounts of staff.

Knows: the tables `members` and `invitations`.
Must not know: passwords as they are typed, pages.

What changes what somebody may do ends their sessions in the same transaction, and is
written to `audit` in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlite_utils import Database

from answerbot.errors import Invalid, NotFound, Repeated
from answerbot.staff import Member, Role
from answerbot.store.audit import Act, Deed, insert_deed
from answerbot.store.db import Store
from answerbot.store.sessions import end_sessions, member_from


@dataclass(frozen=True, slots=True)
class Account:
    """A member with what is known of them. `invited_until`: a link to set a password is open."""

    member: Member
    password: str
    created_at: datetime
    disabled_at: datetime | None
    invited_until: datetime | None
    last_seen: datetime | None
    subject: str = ""


class Members:
    """All members of staff, those who are disabled too."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, member: Member, *, by: str, now: datetime, subject: str = "") -> None:
        """Keep a new member, without a password. Raises Repeated."""

        def work(db: Database) -> None:
            if _find(db, "members.email = ?", member.email):
                raise Repeated(f"{member.email} is on the staff already", field="email")
            db.execute(
                "INSERT INTO members (id, email, name, role, subject, created_at)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                (member.id, member.email, member.name, member.role, subject, now.isoformat()),
            )
            insert_deed(db, Deed(now, by, Act.ADDED, member.id))

        self._store.write(work)

    def all(self) -> list[Account]:
        """By name; those who are disabled last."""
        sql = f"{_SELECT} ORDER BY members.disabled_at <> '', members.name COLLATE NOCASE, id"
        return [_account(row) for row in self._store.read().query(sql)]

    def get(self, member: str) -> Account:
        """Raises NotFound."""
        return _one(self._store.read(), member)

    def by_email(self, email: str) -> Account | None:
        """Who has this address."""
        return _find(self._store.read(), "members.email = ?", email.strip().casefold())

    def by_subject(self, subject: str) -> Account | None:
        """Who is this at the provider of identities."""
        return _find(self._store.read(), "members.subject = ?", subject) if subject else None

    def names(self) -> dict[str, str]:
        """The names by id."""
        rows = self._store.read().query("SELECT id, name FROM members")
        return {row["id"]: row["name"] for row in rows}

    def admins(self) -> list[str]:
        """The names of those who may change what others may do."""
        sql = "SELECT name FROM members WHERE role = 'admin' AND disabled_at = '' ORDER BY name"
        return [row["name"] for row in self._store.read().query(sql)]

    def set_role(self, member: str, role: Role, *, by: str, now: datetime) -> None:
        """Raises NotFound; Invalid if no admin would be left."""
        self._change(member, "role", role.value, Deed(now, by, Act.ROLE, member))

    def disable(self, member: str, *, by: str, now: datetime) -> None:
        """Nobody signs in with it any more. Raises NotFound; Invalid for the last admin."""
        deed = Deed(now, by, Act.DISABLED, member)
        self._change(member, "disabled_at", now.isoformat(), deed)

    def enable(self, member: str, *, by: str, now: datetime) -> None:
        """Raises NotFound."""
        self._change(member, "disabled_at", "", Deed(now, by, Act.ENABLED, member))

    def set_password(self, member: str, kept: str, *, by: str, now: datetime) -> None:
        """Put another in its place; a link that is open is worth nothing then. Raises NotFound."""

        def work(db: Database) -> None:
            _set(db, member, "password", kept)
            db.execute("DELETE FROM invitations WHERE member = ?", (member,))
            insert_deed(db, Deed(now, by, Act.PASSWORD, member))

        self._store.write(work)

    def rehash(self, member: str, kept: str) -> None:
        """The same password, hashed as is usual now: nothing else changes."""
        sql = "UPDATE members SET password = ? WHERE id = ?"
        self._store.write(lambda db: db.execute(sql, (kept, member)))

    def connect(self, member: str, subject: str) -> None:
        """Who they are at the provider of identities, from now on."""
        sql = "UPDATE members SET subject = ? WHERE id = ?"
        self._store.write(lambda db: db.execute(sql, (subject, member)))

    def invite(self, member: str, token: str, *, by: str, now: datetime, expires: datetime) -> None:
        """Keep a link's token, instead of an earlier one. Raises NotFound."""

        def work(db: Database) -> None:
            _one(db, member)
            row = (_digest(token), member, expires.isoformat())
            db.execute("DELETE FROM invitations WHERE member = ?", (member,))
            db.execute("INSERT INTO invitations VALUES (?, ?, ?)", row)
            insert_deed(db, Deed(now, by, Act.INVITED, member))

        self._store.write(work)

    def invited(self, token: str, *, now: datetime) -> Account:
        """Whose link it is. Raises NotFound if it was used, is too old or never was."""
        return _invited(self._store.read(), token, now)

    def accept(self, token: str, kept: str, *, now: datetime) -> Account:
        """Set the password by a link, once. Raises NotFound."""

        def work(db: Database) -> Account:
            account = _invited(db, token, now)
            member = account.member
            _set(db, member.id, "password", kept)
            db.execute("DELETE FROM invitations WHERE member = ?", (member.id,))
            insert_deed(db, Deed(now, member.who, Act.PASSWORD, member.id))
            return account

        return self._store.write(work)

    def _change(self, member: str, column: str, value: str, deed: Deed) -> None:
        def work(db: Database) -> None:
            before = _admins(db)
            _set(db, member, column, value)
            if before and not _admins(db):
                name = _one(db, member).member.name
                raise Invalid(f"{name} is the last admin; make somebody else one first")
            insert_deed(db, deed)

        self._store.write(work)


_SELECT = f"""
    SELECT members.*, invitations.expires_at, (
        SELECT max(at) FROM audit WHERE about = members.id AND what = '{Act.SIGNED_IN}'
    ) AS seen FROM members LEFT JOIN invitations ON invitations.member = members.id
"""  # noqa: S608


def _find(db: Database, where: str, value: str) -> Account | None:
    rows: Iterator[Mapping[str, Any]] = db.query(f"{_SELECT} WHERE {where}", [value])
    return next((_account(row) for row in rows), None)


def _one(db: Database, member: str) -> Account:
    found = _find(db, "members.id = ?", member)
    if found is None:
        raise NotFound(f"no member of staff {member[:80]!r}")
    return found


def _invited(db: Database, token: str, now: datetime) -> Account:
    sql = "SELECT member FROM invitations WHERE hash = ? AND expires_at > ?"
    row = db.execute(sql, (_digest(token), now.isoformat())).fetchone()
    account = _one(db, row[0]) if row else None
    if account is None or account.disabled_at:
        raise NotFound("this link was used already or is too old; ask an admin for another")
    return account


def _set(db: Database, member: str, column: str, value: str) -> None:
    """Change an account and end its sessions."""
    _one(db, member)
    db.execute(f"UPDATE members SET {column} = ? WHERE id = ?", (value, member))  # noqa: S608
    end_sessions(db, member)


def _admins(db: Database) -> int:
    sql = "SELECT count(*) FROM members WHERE role = 'admin' AND disabled_at = ''"
    return int(db.execute(sql).fetchone()[0])


def _account(row: Mapping[str, Any]) -> Account:
    return Account(
        member=member_from(row),
        password=row["password"],
        created_at=datetime.fromisoformat(row["created_at"]),
        disabled_at=_moment(row["disabled_at"]),
        invited_until=_moment(row["expires_at"]),
        last_seen=_moment(row["seen"]),
        subject=row["subject"],
    )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()
