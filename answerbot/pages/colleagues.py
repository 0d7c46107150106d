"""Who works at the desk, by name.

Knows: to whom a ticket can be given.
Must not know: passwords, pages.
"""

from __future__ import annotations

from fastapi import Request

from answerbot.api.callers import staff
from answerbot.services import Services
from answerbot.staff import Member
from answerbot.store.sessions import BY_LINK


def members(request: Request, shared: Services) -> list[Member]:
    """Everybody whom a ticket can be given to; who looks comes first."""
    acting = staff(request, shared)
    enabled = [held.member for held in shared.members.all() if not held.disabled_at]
    others = [member for member in enabled if not acting or member.id != acting.id]
    return [acting, *others] if acting else others


def names(shared: Services) -> dict[str, str]:
    """Names by the id that tickets and events have, of those who are disabled too."""
    return {BY_LINK.id: BY_LINK.name, **shared.members.names()}
