"""Events as they stand in the database.

Knows: the columns of the table `events`.
Must not know: how they are written or asked for.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from answerbot.enquiries import Event, Kind


def event_from(row: Mapping[str, Any]) -> Event:
    """A row of `events`."""
    return Event(
        id=row["id"],
        enquiry=row["enquiry"],
        kind=Kind(row["kind"]),
        at=datetime.fromisoformat(row["at"]),
        article=row["article"],
        locale=row["locale"],
        generation=row["generation"],
        detail=json.loads(row["detail"]),
        who=row["who"],
        channel=row["channel"],
    )
