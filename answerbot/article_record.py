"""What one enquiry says of each article that it met: a pure fold over its events.

Knows: the ledger's words, and what counts for an article.
Must not know: SQL, HTTP, figures, the clock.

This is the definition of every figure about articles: each counts enquiries, an article once in
each, whatever was repeated in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from answerbot.enquiries import Event, Kind, Reason, State, standing

MARKING = frozenset({Kind.OFFERED, Kind.SEEN, Kind.OPENED, Kind.LINKED})
"""Kinds of which one event alone tells what it adds; they take nothing back."""


@dataclass(frozen=True, slots=True)
class Record:
    """An article in one enquiry.

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
    held = met.get(stands.article)
    if held and stands.state in (State.ACCEPTED, State.REVOKED):
        met[stands.article] = replace(
            held,
            accepted=stands.state is State.ACCEPTED,
            revoked=stands.state is State.REVOKED,
            satisfaction=stands.satisfaction,
        )
    return {name: _judged(one) for name, one in met.items()}


def marked(event: Event, locale: str) -> dict[str, Record]:
    """What an event of MARKING adds to the record of each of its articles."""
    return {name: _judged(one) for name, one in _noted([event], locale).items()}


def _judged(one: Record) -> Record:
    """With what follows from the rest."""
    return replace(
        one,
        clicked=one.offered and one.opened,
        failed=one.rejected or one.revoked or one.ticketed,
    )


def _noted(ordered: Sequence[Event], locale: str) -> dict[str, Record]:
    met: dict[str, Record] = {}
    for event in ordered:
        for article in _articles(event):
            met[article] = _with(met.get(article, Record()), event, locale)
        if event.kind is Kind.SUBMITTED:
            met = {name: replace(one, ticketed=one.opened) for name, one in met.items()}
    return met


def _articles(event: Event) -> list[str]:
    """The articles that an event counts for, each once."""
    if event.kind is Kind.OFFERED:
        return list(dict.fromkeys(filter(None, event.detail.get("articles", ()))))
    return [event.article] if event.article and event.kind in _COUNTED else []


_COUNTED = MARKING | {Kind.ACCEPTED, Kind.REJECTED}


def _with(one: Record, event: Event, locale: str) -> Record:
    match event.kind:
        case Kind.OFFERED:
            wanted = one.wanted or wanted_in(event.locale, locale)
            return replace(one, offered=True, wanted=wanted)
        case Kind.SEEN:
            return replace(one, seen=True)
        case Kind.LINKED:
            return replace(one, linked=True)
        case Kind.REJECTED:
            return replace(one, rejected=True, reason=_reason(event.detail))
        case _:
            return replace(one, opened=True)


def wanted_in(offered: str, asked: str) -> str:
    """The language asked in, if what was offered is in another; empty if either is not known."""
    have, want = (locale.split("-")[0].lower() for locale in (offered, asked))
    return want if have and want and have != want else ""


def _reason(detail: Mapping[str, object]) -> str:
    said = detail.get("reason")
    return said if isinstance(said, str) and said in set(Reason) else ""
