"""Texts of tickets as they may be shown: short, and without the commonest personal data.

Knows: how e-mail addresses, phone numbers, and other long numbers look.
Must not know: which tickets are shown.
"""

from __future__ import annotations

import re
from typing import Any

from eval.replay.asking import Replayed
from indexer.query import Hit

LENGTH = 300

_EMAIL = re.compile(r"[\w.+%'-]+\s?@\s?[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"(?<![\w.])(?:\+|00|\()?\d(?:[\s()./\u2010-\u2013-]{0,3}\d){6,17}(?!\w)")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?:[ T]\d{2}(?::?\d{2})*)?|\d{1,2}[./]\d{1,2}[./]\d{4}")


def masked(text: str) -> str:
    """The text with e-mail addresses and what may be a phone, card or account number replaced;
    dates stay. Names stay too: nothing finds these reliably."""
    return _PHONE.sub(_unless_date, _EMAIL.sub("[e-mail]", text))


def _unless_date(match: re.Match[str]) -> str:
    return match[0] if _DATE.fullmatch(match[0].strip()) else "[number]"


def sample(text: str) -> str:
    """The masked beginning of a text in one line."""
    line = masked(" ".join(text.split()))
    return line if len(line) <= LENGTH else f"{line[:LENGTH].rstrip()}…"


def ticket_report(one: Replayed, *, texts: bool) -> dict[str, Any]:
    """A ticket as it stands in a report: its text only if texts may be shown."""
    return {
        "ticket": one.ticket.id,
        "text": sample(one.ticket.text) if texts else None,
        "form": one.ticket.form,
        "language": one.language,
    }


def article_report(hit: Hit) -> dict[str, Any]:
    """An article as it stands in a report."""
    return {
        "article": hit.article,
        "title": hit.title,
        "confidence": round(hit.confidence, 4),
    }
