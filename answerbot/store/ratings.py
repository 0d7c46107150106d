"""What customers gave, by who solved it.

Knows: the events of the kind `rated`.
Must not know: pages.
"""

from __future__ import annotations

from answerbot.enquiries import RATINGS
from answerbot.metrics import Rated
from answerbot.store.db import Store


def ratings(store: Store) -> dict[str, dict[str, Rated]]:
    """Means and numbers by who solved it (bot, agent) and what was rated; of an enquiry the
    last of each counts. What was rated in the widget, the bot had solved."""
    found: dict[str, dict[str, Rated]] = {}
    for name in RATINGS:
        for row in store.read().query(_MEANS, [f"$.{name}", f"$.{name}"]):
            found.setdefault(row["solver"], {})[name] = Rated(row["mean"], row["n"])
    return found


_MEANS = """
    SELECT solver, avg(grade) AS mean, count(*) AS n FROM (
        SELECT coalesce(json_extract(detail, '$.solved_by'), 'bot') AS solver,
            json_extract(detail, ?) AS grade, max(sequence)
        FROM events WHERE kind = 'rated' AND json_extract(detail, ?) IS NOT NULL
        GROUP BY enquiry
    ) GROUP BY solver
"""
