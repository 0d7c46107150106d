"""What a customer did before and after asking a human, for the agent to read.

Knows: events in the order of time.
Must not know: SQL, HTML.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import NamedTuple

from answerbot.enquiries import RATINGS, Event, Kind
from answerbot.staff import STAFF

Title = Callable[[str, str], str]


WITH_TICKET = "with_ticket"
"""The kind of a line that tells what the ticket's own page offered."""

BY_MAIL = "by_mail"
"""The kind of a line that tells what was sent by itself."""

WITHHELD = "withheld"
"""The kind of a line that tells what an experiment kept back."""

_OFFERED_ON = {"ticket": WITH_TICKET, "email": BY_MAIL}


FLAGGED = {
    "wrong": "The article is wrong",
    "out_of_date": "The article is out of date",
    "missing": "No article fits",
    "draft": "A draft of an article",
}


class Line(NamedTuple):
    """One line: `words` is what was typed or said, `articles` are (id, title), `topics` the ids
    of the incident and the unanswered question that were shown. `by` is the member of staff
    who did it, `change` what they set: the field, from what and to what."""

    at: datetime
    kind: str
    words: str = ""
    articles: tuple[tuple[str, str], ...] = ()
    topics: tuple[str, ...] = ()
    by: str = ""
    change: tuple[str, str, str] | None = None


def story(events: Iterable[Event], title: Title) -> list[Line]:
    """The lines worth reading: while someone types, only the last words of each offer.

    `title(article, locale)` gives an article's title, or its id if it is gone.
    """
    lines: list[Line] = []
    for event in events:
        line = _line(event, title)
        if line is None:
            continue
        if event.who.startswith(STAFF):
            line = line._replace(by=event.who.removeprefix(STAFF), change=_change(event))
        if lines and _continues(lines[-1], line):
            lines.pop()
        lines.append(line)
    return lines


def _change(event: Event) -> tuple[str, str, str] | None:
    detail = event.detail
    return (detail["field"], detail["from"], detail["to"]) if "from" in detail else None


def _continues(before: Line, line: Line) -> bool:
    """Whether `line` is the same question typed on: the longer text replaces the shorter."""
    asked = (Kind.OFFERED, Kind.UNOFFERED, WITHHELD)
    begun = before.words.casefold().strip()
    return (
        before.kind in asked
        and line.kind in asked
        and bool(begun)
        and line.words.casefold().strip().startswith(begun)
    )


def _line(event: Event, title: Title) -> Line | None:
    detail = event.detail
    match event.kind:
        case Kind.UNOFFERED if detail.get("withheld"):
            kept = tuple((a, title(a, event.locale)) for a in detail["withheld"])
            return Line(event.at, WITHHELD, detail.get("query", ""), kept)
        case Kind.OFFERED | Kind.UNOFFERED if detail.get("channel") in _OFFERED_ON:
            shown = tuple((a, title(a, event.locale)) for a in detail.get("articles", ()))
            return Line(event.at, _OFFERED_ON[detail["channel"]], "", shown) if shown else None
        case Kind.OFFERED | Kind.UNOFFERED:
            shown = tuple((a, title(a, event.locale)) for a in detail.get("articles", ()))
            topics = tuple(detail[name] for name in ("banner", "topic") if name in detail)
            return Line(event.at, event.kind, detail.get("query", ""), shown, topics)
        case Kind.REJECTED:
            words = " ".join(filter(None, (detail.get("reason"), detail.get("text"))))
            return Line(event.at, event.kind, words, _one(event, title))
        case Kind.RATED:
            given = [f"{name} {detail[name]} of 5" for name in RATINGS if name in detail]
            return Line(event.at, event.kind, ", ".join(given), ())
        case Kind.FLAGGED:
            words = FLAGGED.get(detail.get("what", ""), "")
            said = ". ".join(filter(None, (words, detail.get("note"))))
            return Line(event.at, event.kind, said, _one(event, title))
        case Kind.NEARING | Kind.BREACHED:
            target = "the first answer" if detail.get("target") == "answer" else "the solution"
            return Line(event.at, event.kind, f"That of {target}", ())
        case Kind.ASKED | Kind.SEEN:
            return None
        case _:
            return Line(event.at, event.kind, "", _one(event, title))


def _one(event: Event, title: Title) -> tuple[tuple[str, str], ...]:
    return ((event.article, title(event.article, event.locale)),) if event.article else ()
