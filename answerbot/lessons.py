"""What customers and agents teach: from the ledger's events to phrasings.

Knows: which events say that an article answers some words or does not; whom to believe.
Must not know: SQL, the index, when lessons are taken in.

Anybody can press a button. So a visitor counts once for the same words and the same
article, and only so often a day; what visitors say counts once several of them say it in
similar words; and where they contradict each other, the majority is believed.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Literal, NamedTuple

from answerbot.curation import same
from answerbot.enquiries import Event, Kind, Reason, State, outcome
from answerbot.redaction import teachable
from corpora.curation import Phrasing, Source
from indexer.tokens import terms

NOT_THE_ANSWER = frozenset({Reason.NOT_RELATED, Reason.DID_NOT_ANSWER})
"""Reasons that speak of the question. The others speak of the article's quality."""

ALIKE, ALIKE_WEIGHED = 1 / 3, 0.15
"""The share of common terms (Jaccard) from which on two wordings support each other: of all
terms alike, and of terms weighed by how few articles' wordings have them."""

ENOUGH = 20
"""From the wordings of so many articles on it is known which terms are common."""

MOST_ALIKE = 20
"""The same words of more visitors tell nothing new."""

MOST_OF_ARTICLE = 200
"""Different wordings of an article, the latest."""

HELD_OUT = 5
"""One wording in so many is kept to examine with, not to teach."""

COMMON = 3
"""What so many said in the same words is always taught."""


Terms = frozenset[str]


class Told(NamedTuple):
    """An enquiry: its visitor (a hash, empty if unknown), its events in the order of arrival,
    and the words of its tickets by id."""

    visitor: str
    events: Sequence[Event]
    tickets: Mapping[str, str]


class Evidence(NamedTuple):
    """Somebody's word that an article answers a text, or (rejected) that it does not."""

    article: str
    locale: str
    text: str
    source: Literal["accepted", "agent", "rejected"]
    visitor: str
    at: datetime

    @property
    def phrasing(self) -> Phrasing:
        """As it is taught."""
        return Phrasing(
            text=self.text, article=self.article, locale=self.locale, source=self.source
        )

    @property
    def wording(self) -> tuple[str, str, str]:
        """Equal for the same words about the same article."""
        return self.article, self.locale, same(self.text)


@dataclass(frozen=True, slots=True)
class Limits:
    """How many visitors must say alike, and how often a day one is heard."""

    visitors: int = 3
    per_visitor: int = 5


def evidence(told: Told) -> Iterator[Evidence]:
    """What an enquiry says as it stands: an acceptance that was undone, revoked or followed
    by a request for a human says nothing, nor does a rejection that was thought better of.
    An agent's link says nothing if the customer then rejected it."""
    accepted = _accepted(told)
    found = {("accepted", accepted.article): accepted} if accepted else {}
    for place, event in enumerate(told.events):
        before, after, article = told.events[:place], told.events[place:], event.article
        if event.kind is Kind.LINKED and not any(_refuses(e, article) for e in after):
            words = _of_ticket(before, told.tickets)
            found["agent", article] = _evidence(told, event, words, "agent")
        elif _refuses(event, article) and not (accepted and accepted.article == article):
            words = _offered(before, article)
            found["rejected", article] = _evidence(told, event, words, "rejected")
    yield from found.values()


def lessons(
    found: Iterable[Evidence], settled: Mapping[tuple[str, str], datetime], limits: Limits
) -> list[Phrasing]:
    """What is learnt of all evidence, the same words once for each who said them; sorted.

    `settled`: since when each article, by (id, locale), says what it says now. Evidence that
    is older, of unknown articles, or of words that say nothing is left out.
    """
    usable = sorted(_usable(found, settled), key=_moment)
    agents = [e for e in usable if e.source == "agent"]
    heard = _undisputed(_heard(usable, limits.per_visitor))
    learnt = _alike_at_most(agents + list(_supported(heard, limits.visitors)))
    return sorted(
        (e.phrasing for e in learnt), key=lambda p: (p.article, p.locale, p.source, p.text)
    )


def split(phrasings: Iterable[Phrasing]) -> tuple[list[Phrasing], list[Phrasing]]:
    """What is taught, and what is kept to examine with: the same wordings each time, never
    rejected ones, and never what many said."""
    known = list(phrasings)
    times = Counter((p.article, same(p.text)) for p in known)
    taught, kept = list[Phrasing](), list[Phrasing]()
    for phrasing in known:
        common = times[phrasing.article, same(phrasing.text)] >= COMMON
        (kept if not common and _drawn(phrasing) else taught).append(phrasing)
    return taught, kept


def _drawn(phrasing: Phrasing) -> bool:
    if phrasing.source == "rejected":
        return False
    digest = sha256(f"{phrasing.article}\n{same(phrasing.text)}".encode()).digest()
    return int.from_bytes(digest[:8], "big") % HELD_OUT == 0


def _accepted(told: Told) -> Evidence | None:
    if not told.events:
        return None
    now = max(event.at for event in told.events)
    found = outcome(told.events, now=now, matures=timedelta(0))
    if found.state is not State.CONFIRMED:
        return None
    place, event = max(
        (
            (place, event)
            for place, event in enumerate(told.events)
            if event.kind is Kind.ACCEPTED and event.article == found.article
        ),
        key=lambda item: item[1].at,
    )
    return _evidence(told, event, _offered(told.events[:place], event.article), "accepted")


def _evidence(
    told: Told,
    event: Event,
    words: tuple[str, str],
    source: Literal["accepted", "agent", "rejected"],
) -> Evidence:
    text, locale = words
    return Evidence(
        event.article, event.locale or locale, teachable(text), source, told.visitor, event.at
    )


def _offered(before: Sequence[Event], article: str) -> tuple[str, str]:
    """The words for which the article was offered last, and its locale; empty if never."""
    for event in reversed(before):
        if event.kind is Kind.OFFERED and article in event.detail.get("articles", ()):
            return event.detail.get("query", ""), event.locale
    return "", ""


def _of_ticket(before: Sequence[Event], tickets: Mapping[str, str]) -> tuple[str, str]:
    """The words of the ticket that was sent last; no locale."""
    for event in reversed(before):
        if event.kind is Kind.SUBMITTED:
            return tickets.get(event.detail.get("ticket", ""), ""), ""
    return "", ""


def _refuses(event: Event, article: str) -> bool:
    if event.kind is not Kind.REJECTED or not article or event.article != article:
        return False
    return event.detail.get("reason") in NOT_THE_ANSWER


def _usable(
    found: Iterable[Evidence], settled: Mapping[tuple[str, str], datetime]
) -> Iterator[Evidence]:
    locales: dict[str, list[str]] = defaultdict(list)
    for article, locale in sorted(settled):
        locales[article].append(locale)
    for one in found:
        place = _nearest(one.locale, locales.get(one.article, []))
        if one.text and place is not None and settled[one.article, place] <= one.at:
            yield one._replace(locale=place)


def _moment(one: Evidence) -> tuple[datetime, str, str, str, str, str]:
    """Of one moment, a rejection comes after an acceptance."""
    return one.at, one.source, one.visitor, one.text, one.article, one.locale


def _nearest(wanted: str, locales: Collection[str]) -> str | None:
    """The locale of an article that is meant: that one, one of its language, or the only one."""
    language = wanted.split("-")[0]
    alike = [locale for locale in locales if locale.split("-")[0] == language]
    found = [wanted] if wanted in locales else alike or list(locales)
    return found[0] if alike or len(found) == 1 else None


def _heard(usable: Iterable[Evidence], most: int) -> list[Evidence]:
    """Of each visitor the last word about the same, and at most so much a day."""
    last = {(e.visitor, e.wording): e for e in usable if e.source != "agent"}
    times: Counter[tuple[str, object]] = Counter()
    kept = []
    for one in sorted(last.values(), key=_moment):
        times[one.visitor, one.at.date()] += 1
        if times[one.visitor, one.at.date()] <= most:
            kept.append(one)
    return kept


def _undisputed(heard: Sequence[Evidence]) -> list[Evidence]:
    """Where some accepted and others rejected for the same words, what most of them said."""
    for_, against = (
        Counter(e.wording for e in heard if (e.source == "rejected") is refused)
        for refused in (False, True)
    )
    return [
        e
        for e in heard
        if (for_[e.wording] < against[e.wording]) == (e.source == "rejected")
        and for_[e.wording] != against[e.wording]
    ]


def _supported(heard: Sequence[Evidence], least: int) -> Iterator[Evidence]:
    """What at least so many visitors said of an article in similar words."""
    alike = _likeness(heard)
    for group in _groups(heard, lambda e: (e.article, e.locale, e.source)).values():
        by_words = _groups(group, lambda e: e.wording)
        latest = sorted(by_words.values(), key=lambda said: max(e.at for e in said))
        sides = [(_terms(said[0]), said) for said in latest[-MOST_OF_ARTICLE:]]
        for words, said in sides:
            visitors = {e.visitor for more, others in sides if alike(words, more) for e in others}
            if len(visitors) >= least:
                yield from said


def _likeness(heard: Sequence[Evidence]) -> Callable[[Terms, Terms], bool]:
    """Whether two wordings support each other, by what all of them tell about terms."""
    of_articles: dict[str, set[str]] = defaultdict(set)
    for one in heard:
        of_articles[one.article] |= _terms(one)
    known = len(of_articles)
    times = Counter(term for found in of_articles.values() for term in found)
    weights = dict.fromkeys(times, 1.0)
    if known >= ENOUGH:
        weights = {term: math.log((1 + known) / (0.5 + n)) for term, n in times.items()}
    share = ALIKE_WEIGHED if known >= ENOUGH else ALIKE

    def alike(one: Terms, other: Terms) -> bool:
        common, either = (
            sum(weights[term] for term in sorted(found)) for found in (one & other, one | other)
        )
        return one == other or common >= share * either

    return alike


def _terms(one: Evidence) -> Terms:
    return frozenset(terms(one.text, one.locale.split("-")[0]))


def _alike_at_most(found: Iterable[Evidence]) -> list[Evidence]:
    times: Counter[tuple[tuple[str, str, str], Source]] = Counter()
    kept = []
    for one in found:
        times[one.wording, one.source] += 1
        if times[one.wording, one.source] <= MOST_ALIKE:
            kept.append(one)
    return kept


def _groups(
    found: Iterable[Evidence], key: Callable[[Evidence], tuple[str, str, str]]
) -> dict[tuple[str, str, str], list[Evidence]]:
    groups: dict[tuple[str, str, str], list[Evidence]] = {}
    for one in found:
        groups.setdefault(key(one), []).append(one)
    return groups
