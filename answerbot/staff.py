"""Who works for the help center.

Knows: members of staff and their roles.
Must not know: passwords, cookies, SQL.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

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
