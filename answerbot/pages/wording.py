"""The agent's and the editor's page in words: what happened, how sure, how often.

Knows: plain English for staff.
Must not know: SQL, HTML.
"""

from __future__ import annotations

from collections.abc import Mapping

from answerbot import measures
from answerbot.changes import tags_in
from answerbot.enquiries import Kind, Reason, State
from answerbot.pages.texts import EN
from answerbot.story import BY_MAIL, WITH_TICKET, WITHHELD, Line

FEW = measures.FEW

HAPPENED = {
    Kind.OFFERED: "Typed, and saw suggestions",
    Kind.UNOFFERED: "Typed, and nothing was suggested",
    Kind.OPENED: "Opened",
    Kind.ACCEPTED: "Said that it solved it",
    Kind.REJECTED: "Said that it did not help",
    Kind.SUBMITTED: "Asked a human",
    Kind.WROTE: "Wrote again",
    Kind.LINKED: "An agent sent",
    Kind.REOPENED: "Opened the request again",
    Kind.RECONTACTED: "Came back about the same thing",
    Kind.UNDONE: "Took the Yes back",
    Kind.RATED: "Rated the help",
    Kind.ASSIGNED: "An agent took it",
    Kind.CHANGED: "An agent changed it",
    Kind.ANSWERED: "An agent answered",
    Kind.SOLVED: "An agent closed it",
    Kind.REMINDED: "Was asked whether it helped",
    Kind.ASSUMED: "Closed, as nobody answered",
    Kind.NEARING: "A target was near",
    Kind.BREACHED: "A target was missed",
    Kind.FLAGGED: "An agent flagged an article",
    Kind.EXCLUDED: "A machine followed a link",
}

BY_STAFF = {
    Kind.LINKED: "{who} sent",
    Kind.ANSWERED: "{who} answered",
    Kind.SOLVED: "{who} closed it",
    Kind.REOPENED: "{who} opened it again",
    Kind.FLAGGED: "{who} told editors",
}

RATED = {"satisfaction": "Satisfaction", "effort": "Ease"}

SHOWN = {
    WITH_TICKET: "Was offered on the request's page",
    BY_MAIL: "Was sent by e-mail",
    WITHHELD: "Typed, and an experiment kept back",
}

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
    "experiment": "experiment: ",
    "precision": "wanted: ",
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


def done(line: Line, names: Mapping[str, str]) -> str:
    """A line of what a member of staff did; who is no member any more keeps their id."""
    who = names.get(line.by, line.by)
    if line.change is None:
        said = BY_STAFF.get(Kind(line.kind)) if line.kind != WITH_TICKET else None
        return said.format(who=who) if said else happened(line.kind)
    field, before, after = line.change
    match field:
        case "assignee" if not after:
            return f"{who} took it from {names.get(before, before)}"
        case "assignee":
            given = "took it" if after == line.by else f"gave it to {names.get(after, after)}"
            return f"{who} {given}"
        case "pin":
            return f"{who} pinned an article" if after else f"{who} took the pin off"
        case "team":
            return f"{who} gave it to the team {after}" if after else f"{who} took the team off"
        case "tag" | "untag":
            gone = ", ".join(sorted(tags_in(before) - tags_in(after)))
            new = ", ".join(sorted(tags_in(after) - tags_in(before)))
            return (
                f"{who} took the tag {gone} off" if field == "untag" else f"{who} tagged it {new}"
            )
        case _ if line.kind == Kind.SOLVED:
            return f"{who} closed it"
        case _:
            return f"{who} set the {field} from {before} to {after}"


def objection(line: Line) -> str:
    """The words of a rejection: a reason of ours spelt out, then the customer's own."""
    first, _, rest = line.words.partition(" ")
    if first in set(Reason):
        return ". ".join(filter(None, (EN[first], rest)))
    return line.words


def sure(confidence: float) -> str:
    """A calibrated confidence in a word or two."""
    return next(words for least, words in SURE if confidence >= least)
