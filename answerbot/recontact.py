"""The same person asks the same again: the earlier answer did not help after all.

Knows: whose enquiries are compared, and what is recorded.
Must not know: SQL, how likeness is computed.

Only what was sent counts, never what is being typed. The event is recorded on the earlier
enquiry, in the transaction that records the later one, and names it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from answerbot.enquiries import Event, Kind, State, doer, outcome
from answerbot.identity import Identity
from answerbot.intent import LOOKED_AT, Leads, same
from answerbot.store.db import Store
from answerbot.store.ledger import Ledger
from answerbot.store.recontacts import Recontacts
from indexer.query import Query
from indexer.searcher import Searcher

MOST = 20
"""So many earlier enquiries are compared, the latest ones."""

RESOLVED = (State.ACCEPTED, State.CONFIRMED)


@dataclass(frozen=True, slots=True)
class Later:
    """What is asked now: the enquiry, its words, and who asks."""

    enquiry: str
    text: str
    customer: Identity
    locale: str = ""
    email: str = ""
    session: str = ""
    visitor: str = ""
    channel: str = ""


def revoking(
    store: Store, searcher: Searcher | None, later: Later, *, now: datetime, within: timedelta
) -> list[Event]:
    """The events, each on an enquiry of the same person that was resolved within this time, that
    say that they ask the same again."""
    if searcher is None or not later.text.strip():
        return []
    earlier = _resolved(store, later, now, within)
    if not earlier:
        return []
    leads = _leads(searcher, later.text, later, now)
    return [
        _event(enquiry, later, now)
        for enquiry, text in earlier.items()
        if same(leads, _leads(searcher, text, later, now))
    ]


def _resolved(store: Store, later: Later, now: datetime, within: timedelta) -> dict[str, str]:
    """Of each earlier enquiry that stands as resolved, what was asked."""
    ledger = Ledger(store)
    known = Recontacts(store).accepted(
        since=now - within,
        person=later.customer.person,
        email=later.email,
        session=later.session,
        visitor=later.visitor,
    )
    found = dict[str, str]()
    for enquiry in known[-MOST:]:
        events = ledger.events(enquiry)
        if enquiry != later.enquiry and outcome(events, now=now, matures=within).state in RESOLVED:
            found[enquiry] = words_of(events)
    return {enquiry: text for enquiry, text in found.items() if text}


def words_of(events: Sequence[Event]) -> str:
    """What was asked before an article was accepted last: the words that it was offered for."""
    words, asked = "", ""
    for event in events:
        if event.kind in (Kind.OFFERED, Kind.UNOFFERED):
            words = str(event.detail.get("query", "")) or words
        if event.kind is Kind.ACCEPTED:
            asked = words
    return asked


def _leads(searcher: Searcher, text: str, later: Later, now: datetime) -> Leads:
    query = Query(
        text=text,
        now=now,
        language=later.locale.split("-")[0] or None,
        locale=later.locale,
        audiences=frozenset(later.customer.audiences),
        limit=LOOKED_AT,
    )
    return Leads({hit.article: hit.confidence for hit in searcher.search(query).hits})


def _event(enquiry: str, later: Later, now: datetime) -> Event:
    """Its id is that of the pair: however often the later one asks, it counts once."""
    return Event(
        id=f"again:{enquiry}:{later.enquiry}",
        enquiry=enquiry,
        kind=Kind.RECONTACTED,
        at=now,
        detail={"enquiry": later.enquiry},
        who=doer(Kind.RECONTACTED),
        channel=later.channel,
    )
