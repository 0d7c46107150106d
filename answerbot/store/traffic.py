"""What persons did in the last two weeks, to plan an experiment by.

Knows: the tables `enquiries` and `standings`.
Must not know: what follows from it.

Persons are told apart as experiments do: by a verified identity, else by the browser session.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta

from answerbot.experiments.measures import Sums
from answerbot.experiments.power import Traffic
from answerbot.store.db import Store

WEEK = timedelta(days=7)

_PEOPLE = """
    WITH asked AS MATERIALIZED (
        SELECT CASE WHEN person <> '' THEN 'p' || person ELSE 's' || session END AS unit,
            id, enquiries.asked_at AS at
        FROM enquiries
        WHERE enquiries.asked_at >= :from AND (person <> '' OR session <> '')
            AND channel IN (SELECT value FROM json_each(:channels))
            AND (:forms = '[]' OR form IN (SELECT value FROM json_each(:forms)))
    ),
    began AS MATERIALIZED (SELECT unit, min(at) AS first FROM asked GROUP BY unit),
    did AS (
        SELECT sum(standings.submitted) AS part, count(*) AS whole
        FROM began JOIN asked USING (unit) JOIN standings ON standings.enquiry = asked.id
        WHERE began.first < :middle
            AND asked.at < strftime('%Y-%m-%dT%H:%M:%S', began.first, '+7 days')
        GROUP BY unit
    )
    SELECT count(*), coalesce(sum(part), 0), coalesce(sum(whole), 0),
        coalesce(sum(part * part), 0), coalesce(sum(whole * whole), 0),
        coalesce(sum(part * whole), 0),
        (SELECT count(*) FROM began WHERE first >= :middle)
    FROM did
"""


def traffic(
    store: Store, *, now: datetime, channels: Sequence[str], forms: Sequence[str] = ()
) -> Traffic:
    """The new persons of the last week, and what those of the week before did in theirs."""
    values = {
        "from": (now - 2 * WEEK).isoformat(),
        "middle": (now - WEEK).isoformat(),
        "channels": json.dumps(list(channels)),
        "forms": json.dumps(list(forms)),
    }
    row = store.read().execute(_PEOPLE, values).fetchone()
    return Traffic(Sums(*row[:6]), row[6], WEEK.days)
