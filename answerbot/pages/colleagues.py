"""Who works at the desk, by name.

Knows: where the list of members comes from.
Must not know: passwords, roles, pages.
"""

from __future__ import annotations

from fastapi import Request

from answerbot.api.callers import staff
from answerbot.services import Services
from answerbot.staff import Member


def members(request: Request, shared: Services) -> list[Member]:
    """Everybody whom a ticket can be given to; who looks comes first."""
    acting = staff(request, shared)
    others = [account.member for account in shared.members.all() if not account.disabled_at]
    return [acting, *(one for one in others if one.id != acting.id)] if acting else others


def names(request: Request, shared: Services) -> dict[str, str]:
    """Names by the id that tickets name them by; of those who left too."""
    acting = staff(request, shared)
    return shared.members.names() | ({acting.id: acting.name} if acting else {})
