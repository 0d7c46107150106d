"""Tickets as Zendesk exports them: pages of the incremental export, or one ticket a line.

Knows: that export's shapes, and what an agent's public comment is.
Must not know: articles (which link leads to one is found out later), other kinds of files.

A ticket: id, subject, description, created_at, ticket_form_id, tags, status, requester_id,
and, where they were fetched along with it, comments: {author_id, public, body, html_body}.
https://developer.zendesk.com/api-reference/ticketing/ticket-management/incremental_exports/
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from eval.errors import BadLabels
from eval.records import read_rows, read_whole
from eval.replay.columns import Columns
from eval.replay.links import links_in
from eval.replay.ticket import PastTicket, Place, ticket_of

DELETED, MERGED = "deleted", "merged into another"

_MERGED_TAG = "closed_by_merge"

Record = Mapping[str, Any]


def zendesk_tickets(file: Path, columns: Columns) -> Iterator[PastTicket | str]:
    """Each ticket in the order of the file, or why one is left out: DELETED or MERGED.
    Raises BadLabels."""
    seen: set[str] = set()
    for place, record in _records(file):
        row = _row(record, columns, place)
        seen |= record.keys() | row.keys()
        reason = _left_out(record)
        yield reason or ticket_of(columns.pick(row), place)
    for column in columns.missing(seen):
        raise BadLabels(file, None, f"no ticket has {column!r}, which --column names")


def is_zendesk(row: Record) -> bool:
    """Whether an object is a page of tickets or a ticket of this export."""
    marks = ("tickets", "ticket", "ticket_form_id", "requester_id", "comments")
    return any(mark in row for mark in marks)


def _records(file: Path) -> Iterator[tuple[Place, Record]]:
    if file.suffix.lower() == ".json":
        yield from _tickets(Place(file), _parse(file))
        return
    for line, row in read_rows(file):
        yield from _tickets(Place(file, line), row)


def _parse(file: Path) -> Any:
    try:
        return json.loads(read_whole(file))
    except json.JSONDecodeError as error:
        raise BadLabels(file, error.lineno, f"not JSON: {error.msg}") from None
    except (ValueError, RecursionError) as error:
        raise BadLabels(file, None, f"not JSON: {error}") from None


def _tickets(place: Place, value: Any) -> Iterator[tuple[Place, Record]]:
    """A value as tickets: a page of them, a list of pages or tickets, or one ticket."""
    pages = value if isinstance(value, list) else [value]
    for number, page in enumerate(pages, 1):
        here = _within(place, f"number {number}") if isinstance(value, list) else place
        if not isinstance(page, Mapping):
            raise here.wrong(f"{page!r:.40} is no ticket and no page of tickets")
        if "tickets" not in page:
            inner = page.get("ticket")
            yield here, inner if isinstance(inner, Mapping) else page
            continue
        yield from _of_page(here, page["tickets"])


def _of_page(place: Place, tickets: Any) -> Iterator[tuple[Place, Record]]:
    if not isinstance(tickets, list):
        raise place.wrong("`tickets` is not a list")
    for number, ticket in enumerate(tickets, 1):
        here = _within(place, f"ticket {number}")
        if not isinstance(ticket, Mapping):
            raise here.wrong(f"{ticket!r:.40} is no ticket")
        yield here, ticket


def _within(place: Place, part: str) -> Place:
    return place._replace(within=", ".join(filter(None, (place.within, part))))


def _left_out(record: Record) -> str:
    if record.get("status") == "deleted":
        return DELETED
    tags = record.get("tags")
    return MERGED if isinstance(tags, list) and _MERGED_TAG in tags else ""


def _row(record: Record, columns: Columns, place: Place) -> dict[str, Any]:
    """The record with our names beside its own, and custom fields under their numbers."""
    row = {**record, **_custom_fields(record)}
    row.setdefault("form", record.get("ticket_form_id"))
    if columns.of("solved_by") == "solved_by":
        row["solved_by"] = _answers(record, place)
    return row


def _custom_fields(record: Record) -> dict[str, Any]:
    fields = record.get("custom_fields")
    known = [one for one in fields if isinstance(one, Mapping)] if isinstance(fields, list) else []
    return {str(one["id"]): one.get("value") for one in known if "id" in one}


def _answers(record: Record, place: Place) -> list[str]:
    """The addresses in agents' public comments: of anybody but the requester."""
    comments = record.get("comments") or []
    if not isinstance(comments, list) or not all(isinstance(one, Mapping) for one in comments):
        raise place.wrong("`comments` is not a list of comments")
    customer = record.get("requester_id")
    return [
        link
        for comment in comments
        if comment.get("public") is not False and _by_agent(comment, customer)
        for link in links_in(comment.get("html_body"), comment.get("body"))
    ]


def _by_agent(comment: Record, customer: Any) -> bool:
    author = comment.get("author_id")
    return author is not None and customer is not None and author != customer
