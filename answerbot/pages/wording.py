"""The agent's and the editor's page in words: what happened, how sure, how often.

Knows: plain English for staff.
Must not know: SQL, HTML.
"""

from __future__ import annotations

from answerbot.enquiries import Kind, Reason, State
from answerbot.measures import FEW
from answerbot.metrics import ArticleRow
from answerbot.pages.texts import EN
from answerbot.story import BY_MAIL, WITH_TICKET, Line

HAPPENED = {
    Kind.OFFERED: "Typed, and saw suggestions",
    Kind.UNOFFERED: "Typed, and nothing was suggested",
    Kind.OPENED: "Opened",
    Kind.ACCEPTED: "Said that it solved it",
    Kind.REJECTED: "Said that it did not help",
    Kind.SUBMITTED: "Asked a human",
    Kind.LINKED: "An agent sent",
    Kind.REOPENED: "Opened the request again",
    Kind.RECONTACTED: "Came back about the same thing",
    Kind.UNDONE: "Took the Yes back",
    Kind.RATED: "Rated the help",
    Kind.ASSIGNED: "An agent took it",
    Kind.ANSWERED: "An agent answered",
    Kind.SOLVED: "An agent closed it",
    Kind.REMINDED: "Was asked whether it helped",
    Kind.ASSUMED: "Closed, as nobody answered",
    Kind.NEARING: "A target was near",
    Kind.BREACHED: "A target was missed",
    Kind.FLAGGED: "An agent flagged an article",
    Kind.EXCLUDED: "A machine followed a link",
}

RATED = {"satisfaction": "Satisfaction", "effort": "Ease"}

SHOWN = {WITH_TICKET: "Was offered on the request's page", BY_MAIL: "Was sent by e-mail"}

STATES = {
    State.CONFIRMED: ("Confirmed", "accepted, and not contradicted since"),
    State.ACCEPTED: ("Accepted", "too recent to be confirmed"),
    State.REVOKED: ("Revoked", "accepted, then contradicted"),
    State.REJECTED: ("Rejected", "an article was tried and did not help"),
    State.ESCALATED: ("Escalated", "went to a human"),
    State.ASSUMED: ("Assumed", "closed because nobody answered: never counted as success"),
    State.SILENT: ("Silent", "left without a word: never counted as success"),
}

MARKS = {
    "generation": "new generation ",
    "edited": "",
    "incident": "incident: ",
    "unanswered": "unanswered question: ",
}

SURE = ((0.8, "Very likely"), (0.5, "Likely"), (0.0, "Possible"))
WHY = {
    "words": "same words",
    "meaning": "same meaning",
    "both": "same words and meaning",
    "pinned": "pinned by an editor",
}


def happened(kind: str) -> str:
    """A line of the story."""
    return SHOWN[kind] if kind in SHOWN else HAPPENED[Kind(kind)]


def objection(line: Line) -> str:
    """The words of a rejection: a reason of ours spelt out, then the customer's own."""
    first, _, rest = line.words.partition(" ")
    if first in set(Reason):
        return ". ".join(filter(None, (EN[first], rest)))
    return line.words


def sure(confidence: float) -> str:
    """A calibrated confidence in a word or two."""
    return next(words for least, words in SURE if confidence >= least)


def remark(row: ArticleRow) -> str:
    """What stands out about an article's figures; empty if nothing does."""
    if row.offered == 0:
        return "never shown"
    if row.opened == 0 and row.seen >= FEW:
        return "seen, never opened"
    if row.rejected >= 3 and row.rejected > row.accepted:
        return "more No than Yes"
    return ""
