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
    return [acting] if acting else []


def names(request: Request, shared: Services) -> dict[str, str]:
    """Names by the id that tickets name them by."""
    return {member.id: member.name for member in members(request, shared)}
