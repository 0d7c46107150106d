"""What customers gave, by who solved it.

Knows: the table `ratings`, in which triggers add up the events of the kind `rated`.
Must not know: pages.
"""

from __future__ import annotations

from answerbot.metrics import Rated
from answerbot.store.db import Store


def ratings(store: Store) -> dict[str, dict[str, Rated]]:
    """Means and numbers by who solved it (bot, agent) and what was rated; of an enquiry the
    last of each counts. What was rated in the widget, the bot had solved."""
    found: dict[str, dict[str, Rated]] = {}
    for row in store.read().query(MEANS):
        found.setdefault(row["solver"], {})[row["name"]] = Rated(row["mean"], row["n"])
    return found


MEANS = "SELECT solver, name, total / n AS mean, n FROM ratings WHERE n > 0 ORDER BY name DESC"
