"""What is wrong with this article? Findings from the enquiries that met it.

Knows: records and events of enquiries, what became of a question, words and how usual they are.
Must not know: SQL, HTTP, titles.

What customers wrote is shown without addresses and long numbers (`redaction.teachable`).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from answerbot.article_record import Record
from answerbot.curation import same
from answerbot.enquiries import Event, Kind, Reason
from answerbot.redaction import impersonal, teachable
from indexer.tokens import is_word, tokens

LEAST_WORDINGS = 2
"""A word of only one wording is one customer's word."""
COMMON = 0.05
"""A word that stands in such a share of other questions tells nothing."""
MOST_WORDS = 24


class Fates(NamedTuple):
    """What can become of a question that showed an article: name and what it means, in the order
    in which the first that holds is taken."""

    name: str
    label: str
    means: str


FATES = (
    Fates("resolved", "Solved", "the customer said that it solved the question"),
    Fates("rejected", "Said no", "the customer said that it did not help"),
    Fates("ticketed", "Ticket", "a ticket was written"),
    Fates("other", "Another solved it", "another article solved the question"),
    Fates("read", "Read", "it was opened, and nothing more was said"),
    Fates("ignored", "Ignored", "it was shown and not opened"),
)


@dataclass(frozen=True, slots=True)
class Met:
    """One enquiry that met the article, with all its events in the order of arrival."""

    enquiry: str
    locale: str
    record: Record
    events: Sequence[Event]


@dataclass
class Asked:
    """Questions in equal words: how many enquiries had each fate, and why they said no."""

    text: str
    locale: str
    n: int = 0
    fates: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)


class Lacking(NamedTuple):
    """A word of customers that the article lacks: in how many enquiries, and the logarithm of how
    many times more often than in other questions."""

    word: str
    language: str
    n: int
    weight: float


class Rival(NamedTuple):
    """An article that was offered beside this one in `both` enquiries, and opened or accepted
    instead in `instead`; this one was opened and that one not in `this`."""

    article: str
    both: int
    instead: int
    this: int


class Section(NamedTuple):
    """A part of the article, by the anchor that suggestions led to: in how many enquiries it was
    shown, and in how many of these the article was opened."""

    anchor: str
    locale: str
    shown: int
    opened: int


def questions(met: Iterable[Met], article: str) -> list[Asked]:
    """The questions that showed the article, most asked first; those that say nothing but what is
    private are left out."""
    found: dict[str, Asked] = {}
    for one in met:
        words = question_of(one, article)
        if not words:
            continue
        asked = found.setdefault(same(words), Asked(words, one.locale))
        asked.n += 1
        asked.fates[fate_of(one)] += 1
        if one.record.rejected:
            asked.reasons[one.record.reason] += 1
    return sorted(found.values(), key=lambda asked: (-asked.n, asked.text))


def with_fate(asked: Iterable[Asked], fate: str) -> list[Asked]:
    """The questions that had a fate at least once, most often first."""
    found = [one for one in asked if one.fates[fate]]
    return sorted(found, key=lambda one: (-one.fates[fate], one.text))


def question_of(one: Met, article: str) -> str:
    """The last words for which the article was offered, a finished question rather than one
    that was still typed; empty if it never was."""
    offers = [e for e in one.events if e.kind is Kind.OFFERED and _lists(e, article)]
    offers.sort(key=lambda e: not e.detail.get("typing"))
    return teachable(str(offers[-1].detail.get("query", ""))) if offers else ""


def fate_of(one: Met) -> str:
    """The first of FATES that holds."""
    record = one.record
    kinds = {event.kind for event in one.events}
    holds = {
        "resolved": record.accepted,
        "rejected": record.rejected or record.revoked,
        "ticketed": Kind.SUBMITTED in kinds,
        "other": Kind.ACCEPTED in kinds,
        "read": record.opened,
    }
    return next((name for name, is_so in holds.items() if is_so), "ignored")


def objections(met: Iterable[Met], article: str) -> list[tuple[str, str]]:
    """What customers wrote with a No to the article: reason and words, the latest first."""
    found = [
        (str(event.detail.get("reason") or ""), words)
        for one in met
        for event in one.events
        if event.kind is Kind.REJECTED and event.article == article
        if (words := impersonal(str(event.detail.get("text") or "")))
    ]
    return found[::-1]


class Vocabulary(NamedTuple):
    """What is known of words. `has` are the terms of the article by language; `usual` says in how
    many questions of each language (under "" how many there are) a term occurs, the article's own
    among them; `common(term, language)` is a word that many articles have."""

    has: Mapping[str, Collection[str]]
    usual: Mapping[str, Counter[str]]
    common: Callable[[str, str], bool] = lambda *_: False


def lacking(met: Iterable[Met], article: str, known: Vocabulary) -> list[Lacking]:
    """The words of questions that the article lacks in their language, the most telling first:
    many times, and more often than in others.

    Only languages that the article is in count, only questions that it did not solve, and only
    words that stand in several wordings, in few other questions and in few articles.
    """
    has = known.has
    counts: Counter[tuple[str, str]] = Counter()
    forms: dict[tuple[str, str], Counter[str]] = {}
    wordings: dict[tuple[str, str], set[str]] = {}
    for one in met:
        language = one.locale.split("-")[0]
        if language not in has or fate_of(one) == "resolved":
            continue
        text = question_of(one, article)
        told = _words(text, language)
        counts.update((language, term) for term in {"", *told} - set(has[language]))
        for term, form in told.items():
            forms.setdefault((language, term), Counter())[form] += 1
            wordings.setdefault((language, term), set()).add(same(text))
    found = [
        Lacking(forms[key].most_common(1)[0][0], key[0], n, _unusual(key, counts, known.usual))
        for key, n in counts.items()
        if key[1] and len(wordings[key]) >= LEAST_WORDINGS and not known.common(key[1], key[0])
    ]
    found.sort(key=lambda one: (-one.n * one.weight, one.word))
    return [one for one in found if one.weight > 0][:MOST_WORDS]


def _words(text: str, language: str) -> dict[str, str]:
    """The terms of a question that are words, each with the word itself."""
    found = {token.term: text[token.start : token.end] for token in tokens(text, language)}
    return {term: form.casefold() for term, form in found.items() if is_word(form)}


def _unusual(
    key: tuple[str, str], counts: Counter[tuple[str, str]], usual: Mapping[str, Counter[str]]
) -> float:
    """The logarithm of how many times more often these questions have a term than others of the
    language, both smoothed by one; 0 for one that many others have."""
    language, term = key
    known = usual.get(language, Counter())
    others = max(0, known[""] - counts[language, ""])
    with_it = max(0, known[term] - counts[key])
    if with_it > max(COMMON * others, 1):
        return 0.0
    here = counts[key] / (counts[language, ""] + 1)
    return math.log(here * (others + 1) / (with_it + 1))


def rivals(met: Iterable[Met], article: str) -> list[Rival]:
    """Articles that were chosen instead where both were offered, most often first."""
    both: Counter[str] = Counter()
    instead: Counter[str] = Counter()
    this: Counter[str] = Counter()
    for one in met:
        beside = {
            other
            for event in one.events
            if event.kind is Kind.OFFERED and _lists(event, article)
            for other in event.detail["articles"]
        } - {article}
        chosen = {e.article for e in one.events if e.kind in (Kind.OPENED, Kind.ACCEPTED)}
        both.update(beside)
        if article in chosen:
            this.update(beside - chosen)
        else:
            instead.update(beside & chosen)
    found = [Rival(name, n, instead[name], this[name]) for name, n in both.items() if instead[name]]
    return sorted(found, key=lambda rival: (-rival.instead, rival.article))


def sections(met: Iterable[Met], article: str) -> list[Section]:
    """The parts that suggestions led to, most shown first; only of offers that tell which."""
    shown: Counter[tuple[str, str]] = Counter()
    opened: Counter[tuple[str, str]] = Counter()
    for one in met:
        parts = {
            (event.detail["anchors"][event.detail["articles"].index(article)], event.locale)
            for event in one.events
            if event.kind is Kind.OFFERED and _lists(event, article) and "anchors" in event.detail
        }
        shown.update(parts)
        if one.record.opened:
            opened.update(parts)
    return [Section(*part, n, opened[part]) for part, n in shown.most_common()]


def usual_terms(asked: Iterable[tuple[str, str]]) -> dict[str, Counter[str]]:
    """In how many questions, given as locale and text, each term of a language occurs; how many
    there are of the language stands under ""."""
    found: dict[str, Counter[str]] = {}
    for locale, text in asked:
        language = locale.split("-")[0]
        counts = found.setdefault(language, Counter())
        counts.update({token.term for token in tokens(text, language)} | {""})
    return found


def _lists(event: Event, article: str) -> bool:
    return article in event.detail.get("articles", ())


WHY = {
    Reason.NOT_RELATED: "not what was asked",
    Reason.DID_NOT_ANSWER: "did not answer it",
    Reason.OUT_OF_DATE: "out of date",
    Reason.COULD_NOT_FOLLOW: "could not follow it",
    "": "no reason given",
}
"""Why customers said no, in words."""
