"""Followers as a CSV file that a spreadsheet opens without running anything.

Knows: CSV, what spreadsheets take for a formula.
Must not know: SQL, HTTP.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from io import StringIO

from answerbot.store.topics import Follower

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
"""What a cell must not begin with: addresses are typed by anybody."""


def csv_of(followers: Iterable[Follower]) -> str:
    """One line each below the names of the columns."""
    out = StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow(("email", "locale", "since"))
    for one in followers:
        writer.writerow(map(_cell, (one.email, one.locale, one.at.isoformat(timespec="seconds"))))
    return out.getvalue()


def _cell(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text
