"""When the articles' health is looked at: once a day, and when an editor asks.

Knows: when a look is due.
Must not know: what is looked for, how a process is started.
"""

from __future__ import annotations

from datetime import timedelta

from answerbot.errand import Errand, Start
from answerbot.services import Services
from answerbot.store.articles import Articles
from answerbot.store.health import Health

NAME = "health"


def health_watch(services: Services, start: Start | None = None) -> Errand:
    """The chore that has articles looked at."""
    settings = services.settings

    def due(*, settled: bool) -> bool:
        held, every = Health(services.store), timedelta(hours=settings["health_hours"])
        if held.wanted():
            return True
        looked = held.looked()
        if not settled or not every or (looked and services.clock() - looked < every):
            return False
        return Articles(services.store).count() > 0

    return Errand(("health", "find"), settings.home, due, services.clock, start)
