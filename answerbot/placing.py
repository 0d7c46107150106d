"""A ticket as it comes, put where the rules say it belongs.

Knows: which of a ticket's fields rules decide.
Must not know: the rules, SQL, HTTP.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from answerbot.identity import NOBODY, Identity
from answerbot.routing import Asking, Route, routed
from answerbot.store.tickets import NewTicket


def placed(routes: Sequence[Route], new: NewTicket, customer: Identity = NOBODY) -> NewTicket:
    """The ticket where the rules put it."""
    asking = Asking(customer, new.email, new.form, new.channel, new.locale)
    found = routed(routes, asking)
    return replace(
        new,
        audiences=found.audiences,
        priority=found.priority,
        team=found.team,
        tags=tuple(dict.fromkeys((*new.tags, *found.tags))),
    )
