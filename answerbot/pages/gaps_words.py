"""Gaps in words, for staff.

Knows: plain English.
Must not know: SQL, HTML.
"""

from __future__ import annotations

from answerbot.enquiries import Reason
from answerbot.gaps.failing import Why
from answerbot.gaps.gap import Closing, Status

STATUSES = {
    Status.OPEN: "Open",
    Status.ASSIGNED: "Assigned",
    Status.PUBLISHED: "Published",
    Status.DISMISSED: "Dismissed",
}

WHY = {
    Why.NOTHING_CLOSE: "No article is close",
    Why.NOT_SURE: "An article was close, but not sure enough to be offered",
    Why.OTHER_LANGUAGE: "The closest article is in another language only",
    Why.REJECTED: "Articles were offered, and rejected",
    Why.NOT_ENOUGH: "Articles were offered, and a ticket was written all the same",
}

REASONS = {
    Reason.NOT_RELATED: "not related",
    Reason.DID_NOT_ANSWER: "did not answer",
    Reason.OUT_OF_DATE: "out of date",
    Reason.COULD_NOT_FOLLOW: "could not be followed",
    "unsaid": "without a reason",
}

CLOSINGS = {
    Closing.EARLY: "Too early to tell: an article is given two weeks.",
    Closing.CLOSED: "The gap closed: a quarter or less of its questions a week are left.",
    Closing.SMALLER: "The gap is smaller, but not closed.",
    Closing.STAYS: "The gap did not become smaller. Does the article use the customers’ words?",
}

DONE = {
    "assigned": "“{name}” is assigned to {assignee}.",
    "dismissed": "“{name}” is dismissed. It comes back if it has twice the questions.",
    "published": "“{name}” is followed from now on: this page shows whether the article closes it.",
    "open": "“{name}” is open again.",
    "undone": "Undone.",
    "joined": "“{name}” is part of this gap from now on, with all of its questions.",
    "parted": "“{name}” stands for itself again.",
}

REVERSIBLE = {"assigned", "dismissed", "published", "open"}
"""Decisions, which can be taken back as such."""
