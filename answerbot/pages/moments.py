"""Times in the reader's words.

Knows: how long ago something was, month names from the texts.
Must not know: pages, the clock (it is passed in).
"""

from __future__ import annotations

from datetime import datetime, timedelta

from answerbot.pages.texts import Texts

FRESH = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
LONG = timedelta(days=14)


def exact(at: datetime) -> str:
    """`2026-11-22 12:40 UTC`: the same for every reader."""
    return at.strftime("%Y-%m-%d %H:%M UTC")


def date(at: datetime, texts: Texts) -> str:
    """`22 November 2026`."""
    return f"{at.day} {texts['months'].split()[at.month - 1]} {at.year}"


def ago(at: datetime, now: datetime, texts: Texts) -> str:
    """`3 h ago`; a date after two weeks. A time ahead of the clock is now."""
    passed = now - at
    if passed < FRESH:
        return texts["now"]
    if passed < HOUR:
        return texts["minutes"].format(n=passed // FRESH)
    if passed < DAY:
        return texts["hours"].format(n=passed // HOUR)
    if passed < LONG:
        days = passed // DAY
        return texts["day"] if days == 1 else texts["days"].format(n=days)
    return date(at, texts)


def waiting(since: datetime, now: datetime) -> str:
    """How long someone has waited, for staff: `4 min`, `3 h`, `2 days`."""
    passed = max(now - since, timedelta())
    if passed < HOUR:
        return f"{passed // FRESH} min"
    if passed < 2 * DAY:
        return f"{passed // HOUR} h"
    return f"{passed // DAY} days"


def until(due: datetime, now: datetime) -> str:
    """How long there is time, for staff: `in 40 min`, `3 h late`."""
    if due <= now:
        return f"{waiting(due, now)} late"
    left = due - now
    return "in less than a minute" if left < FRESH else f"in {waiting(now, due)}"
