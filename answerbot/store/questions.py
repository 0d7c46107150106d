"""What was asked lately, in the askers' words.

Knows: the tables `enquiries` and `events`.
Must not know: what it is looked at for.
"""

from __future__ import annotations

import json

from answerbot.doubts import Asked
from answerbot.enquiries import BY_STAFF
from answerbot.store.db import Store


def latest(store: Store, most: int) -> list[Asked]:
    """The last words of the newest enquiries of customers, newest first."""
    found = store.read().execute(_LATEST, [BY_STAFF, most])
    told = ((json.loads(last), locale) for last, locale in found if last)
    return [Asked(str(said.get("query", "")), locale) for said, locale in told]


_LATEST = """
    SELECT (
        SELECT detail FROM events
        WHERE enquiry = enquiries.id AND kind IN ('offered', 'unoffered')
        ORDER BY sequence DESC LIMIT 1
    ), locale
    FROM enquiries WHERE channel <> ? ORDER BY asked_at DESC LIMIT ?
"""
