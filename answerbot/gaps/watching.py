"""When gaps are searched for: once a day, and when an editor asks.

Knows: when a search is due.
Must not know: how gaps are found, how a process is started.
"""

from __future__ import annotations

from datetime import timedelta

from answerbot.errand import Errand, Start
from answerbot.services import Services
from answerbot.store.gap_searches import Searches

NAME = "gaps"
LEAST = 20
"""With fewer questions without an answer nothing is searched unasked."""


def gap_watch(services: Services, start: Start | None = None) -> Errand:
    """The chore that has gaps searched for."""
    settings = services.settings

    def due(*, settled: bool) -> bool:
        searches, now = Searches(services.store), services.clock()
        if searches.wanted():
            return True
        every, last = timedelta(hours=settings["gap_hours"]), searches.last()
        if not settled or not every or (last and now - last.started_at < every):
            return False
        first = now - timedelta(weeks=settings["gap_weeks"])
        return searches.unanswered_since(first, most=LEAST) >= LEAST

    return Errand(("gaps", "find"), settings.home, due, services.clock, start)
