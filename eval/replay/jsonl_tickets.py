"""Tickets as JSON, one a line.

Knows: lines of JSON.
Must not know: other kinds of files, what a ticket's values may be.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from eval.errors import BadLabels
from eval.records import read_rows
from eval.replay.columns import Columns
from eval.replay.ticket import PastTicket, Place, ticket_of


def jsonl_tickets(file: Path, columns: Columns) -> Iterator[PastTicket]:
    """Each line, an object whose keys are the columns. Raises BadLabels."""
    seen: set[str] = set()
    for line, row in read_rows(file):
        place = Place(file, line)
        seen |= row.keys()
        values = columns.pick(row)
        if not values.keys() & {"subject", "description"}:
            names = ", ".join(row)[:200] or "nothing"
            raise place.wrong(f"has neither subject nor description, but {names}")
        yield ticket_of(values, place)
    for column in columns.missing(seen):
        raise BadLabels(file, None, f"no ticket has {column!r}, which --column names")
