"""Tickets in a table (CSV).

Knows: how spreadsheets and helpdesks write tables.
Must not know: other kinds of files, what a ticket's values may be.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path

from eval.errors import BadLabels
from eval.records import read_whole
from eval.replay.columns import Columns
from eval.replay.ticket import PastTicket, Place, ticket_of

DELIMITERS = ",;\t|"

LONGEST_FIELD = 10_000_000
"""Characters; the library stops at 131,072, which mails with logs in them do reach."""


def csv_tickets(file: Path, columns: Columns) -> Iterator[PastTicket]:
    """Each row after the first, which names the columns. Raises BadLabels."""
    text = read_whole(file)
    reader = csv.reader(StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    with _long_fields():
        header = _header(file, reader, columns)
        while True:
            place = Place(file, reader.line_num + 1)
            try:
                row = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                raise place.wrong(f"no row of a table: {error}") from None
            if any(map(str.strip, row)):
                if len(row) > len(header):
                    many = f"{len(row)} values under {len(header)} columns"
                    raise place.wrong(f"{many}; are quotes missing?")
                yield ticket_of(columns.pick(dict(zip(header, row, strict=False))), place)


def _header(file: Path, reader: Iterator[list[str]], columns: Columns) -> list[str]:
    """The names of the columns, the usual ones in any case."""
    try:
        names = [name.strip() for name in next(reader, [])]
    except csv.Error as error:
        raise BadLabels(file, 1, f"no row of a table: {error}") from None
    header = [name if name in columns.given.values() else name.lower() for name in names]
    twice = next((name for at, name in enumerate(header) if name and name in header[:at]), None)
    if twice is not None:
        raise BadLabels(file, 1, f"the column {twice!r} occurs twice")
    absent = columns.missing(header)
    if columns.of("id") not in header:
        absent.append(columns.of("id"))
    if not {columns.of("subject"), columns.of("description")} & set(header):
        absent.append("subject or description")
    if absent:
        lacks, has = ", ".join(dict.fromkeys(absent)), ", ".join(names)[:200] or "none"
        hint = "--column subject=NAME says which is which"
        raise BadLabels(file, 1, f"no column {lacks}; it has {has} ({hint})")
    return header


def _delimiter(text: str) -> str:
    """The delimiter that the first line uses most."""
    return max(DELIMITERS, key=text.split("\n", 1)[0].count)


@contextmanager
def _long_fields() -> Iterator[None]:
    before = csv.field_size_limit(LONGEST_FIELD)
    try:
        yield
    finally:
        csv.field_size_limit(before)
