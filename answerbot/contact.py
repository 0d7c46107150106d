"""The ways to reach a human besides the form, where a deployment has any.

Knows: the settings that name them.
Must not know: how they are shown.
"""

from __future__ import annotations

from typing import NamedTuple

from answerbot.settings import Settings


class Contact(NamedTuple):
    """Each is empty where it is not set. `hours` says when the telephone is answered."""

    email: str
    phone: str
    hours: str

    @property
    def number(self) -> str:
        """The telephone number as it is dialled: digits, and a plus before them."""
        plus = "+" if self.phone.strip().startswith("+") else ""
        return plus + "".join(c for c in self.phone if c.isascii() and c.isdigit())

    @property
    def any(self) -> bool:
        """Whether there is a way to show."""
        return bool(self.email or self.phone)


def contact_of(settings: Settings) -> Contact:
    """What this deployment has set."""
    return Contact(*(settings[f"contact_{name}"] for name in Contact._fields))
