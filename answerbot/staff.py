"""Who works for the help center.

Knows: members of staff, their roles, what a new one must be like.
Must not know: passwords, cookies, SQL.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from answerbot.errors import Invalid

_ADDRESS = re.compile(r"[^@\s,<>]+@[^@\s,<>]+\.[^@\s.,<>]+")
LONGEST_NAME = 100
LONGEST_ADDRESS = 254
STAFF = "staff:"
"""What a member's name in the ledger begins with."""


class Role(StrEnum):
    """What a member of staff may do; each may do what those before it may."""

    AGENT = "agent"
    EDITOR = "editor"
    ADMIN = "admin"

    def covers(self, other: Role) -> bool:
        """Whether somebody of this role may do what is asked of the `other` one."""
        order = list(Role)
        return order.index(self) >= order.index(other)


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who is signed in. `id` is what tickets and events name them by."""

    id: str
    name: str
    role: Role
    email: str = ""

    @property
    def who(self) -> str:
        """What they are called in the ledger."""
        return f"{STAFF}{self.id}"


def new_member(member: str, *, name: str, email: str, role: str) -> Member:
    """Somebody who is to work here, under the id `member`. Raises Invalid."""
    name, email = " ".join(name.split())[:LONGEST_NAME], email.strip().casefold()
    if len(email) > LONGEST_ADDRESS or not _ADDRESS.fullmatch(email):
        raise Invalid(f"{email[:80]!r} is no e-mail address", field="email")
    return Member(member, name or email.partition("@")[0], role_of(role), email)


def role_of(text: str) -> Role:
    """Raises Invalid."""
    try:
        return Role(text)
    except ValueError:
        raise Invalid(f"{text[:30]!r} is no role; take {', '.join(Role)}", field="role") from None


def refusal(member: Member, least: Role, admins: Iterable[str]) -> str:
    """Why somebody may not do what the role `least` may, and who can change that."""
    roles = " and ".join(f"{role}s" for role in Role if role.covers(least))
    names = list(admins)[:3]
    way = f"; {' or '.join(names)} can change that on the page /staff" if names else ""
    return f"this is for {roles}, and you are signed in as {member.role}{way}"
