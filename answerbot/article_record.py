"""What one enquiry says of each article that it met: a pure fold over its events.

Knows: the ledger's words, and what counts for an article.
Must not know: SQL, HTTP, figures, the clock.

This is the definition of every figure about articles: each counts enquiries, an article once in
each, whatever was repeated in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from answerbot.enquiries import Event, Kind, Reason, State, standing

MARKING = frozenset({Kind.OFFERED, Kind.SEEN, Kind.OPENED, Kind.LINKED})
"""Kinds of which one event alone tells what it adds; they take nothing back."""


@dataclass(slots=True)
class Record:
    """An article in one enquiry. (Not frozen, since it is made with every event.)

    `offered`: a list of suggestions had it, `seen` it came into view, `linked` an agent sent it.
    `opened`: it was read or said to solve it (a link in an e-mail is accepted without being opened
    here); `clicked` is that where it was offered too. `accepted`: its Yes stands; `revoked`:
    somebody contradicted. `rejected`: a customer's No to this article, the last one's `reason`
    empty if none was given. `ticketed`: it was opened, and then a ticket was written. `failed`: it
    was tried and did not do, which is rejected, revoked or ticketed.
    `satisfaction`: what was given where the article had solved it. `wanted`: the language of a
    customer who was offered the article in another; empty if nobody was.
    """

    offered: bool = False
    seen: bool = False
    opened: bool = False
    clicked: bool = False
    accepted: bool = False
    revoked: bool = False
    rejected: bool = False
    reason: str = ""
    ticketed: bool = False
    failed: bool = False
    linked: bool = False
    satisfaction: int | None = None
    wanted: str = ""


def records(events: Iterable[Event], locale: str) -> dict[str, Record]:
    """The record of each article that occurs; `locale` is the customer's, empty if not known."""
    ordered = sorted(events, key=lambda event: event.at)
    met = _noted(ordered, locale)
    stands = standing(ordered)
    solver = met.get(stands.article)
    if solver and stands.state in (State.ACCEPTED, State.REVOKED):
        solver.accepted = stands.state is State.ACCEPTED
        solver.revoked = stands.state is State.REVOKED
        solver.satisfaction = stands.satisfaction
    return _judged(met)


def marked(event: Event, locale: str) -> dict[str, Record]:
    """What an event of MARKING adds to the record of each of its articles."""
    return _judged(_noted([event], locale))


def _judged(met: dict[str, Record]) -> dict[str, Record]:
    """With what follows from the rest."""
    for one in met.values():
        one.clicked = one.offered and one.opened
        one.failed = one.rejected or one.revoked or one.ticketed
    return met


def _noted(ordered: Sequence[Event], locale: str) -> dict[str, Record]:
    met: dict[str, Record] = {}
    for event in ordered:
        for article in _articles(event):
            _note(met.setdefault(article, Record()), event, locale)
        if event.kind is Kind.SUBMITTED:
            for one in met.values():
                one.ticketed = one.opened
    return met


def _articles(event: Event) -> list[str]:
    """The articles that an event counts for, each once."""
    if event.kind is Kind.OFFERED:
        return list(dict.fromkeys(filter(None, event.detail.get("articles", ()))))
    return [event.article] if event.article and event.kind in _COUNTED else []


_COUNTED = MARKING | {Kind.ACCEPTED, Kind.REJECTED}


def _note(one: Record, event: Event, locale: str) -> None:
    """What an event says of one of its articles."""
    match event.kind:
        case Kind.OFFERED:
            one.offered = True
            one.wanted = one.wanted or wanted_in(event.locale, locale)
        case Kind.SEEN:
            one.seen = True
        case Kind.LINKED:
            one.linked = True
        case Kind.REJECTED:
            one.rejected, one.reason = True, _reason(event.detail)
        case _:
            one.opened = True


def wanted_in(offered: str, asked: str) -> str:
    """The language asked in, if what was offered is in another; empty if either is not known."""
    have, want = (locale.split("-")[0].lower() for locale in (offered, asked))
    return want if have and want and have != want else ""


def _reason(detail: Mapping[str, object]) -> str:
    said = detail.get("reason")
    return said if isinstance(said, str) and said in set(Reason) else ""
