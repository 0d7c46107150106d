"""All that is found out about one article over a period, put together from what is kept.

Knows: which stores know what the findings ask for; how many enquiries are read one by one.
Must not know: SQL, HTTP, how anything is found (`article_story.py`, `edits.py`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from answerbot.article_board import Row
from answerbot.article_figures import board
from answerbot.article_story import (
    Asked,
    Lacking,
    Met,
    Rival,
    Section,
    Vocabulary,
    fate_of,
    lacking,
    objections,
    questions,
    rivals,
    sections,
    usual_terms,
)
from answerbot.catalogue import Entry
from answerbot.edits import Effect, Part, effects, parts
from answerbot.errors import NotFound
from answerbot.evidence import LEAST_KEPT
from answerbot.overview import Mark, marks
from answerbot.period import Period
from answerbot.services import Services
from answerbot.store.articles import Articles, Edit
from answerbot.store.encounters import Encounters
from indexer.searcher import Searcher
from indexer.tokens import terms

LOOKED_AT = 500
"""Enquiries that are read one by one, the latest of the period."""
USUAL_FROM = 4_000
"""The ledger's latest events, whose questions say which words are usual."""

COMMON_IDF = 1.4
"""Below it a term stands in a fifth of all passages: a word of the language, not of a matter."""

Days = Mapping[date, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Findings:
    """`row`, `parts`, `days` and `effects` count all enquiries of the period; what follows those
    that were read one by one, `looked_at`: `fates` of those that were offered it, by name."""

    row: Row
    days: Days
    parts: Sequence[Part]
    marks: Sequence[Mark]
    effects: Sequence[Effect]
    looked_at: int
    fates: Mapping[str, int]
    asked: Sequence[Asked]
    objections: Sequence[tuple[str, str]]
    lacking: Sequence[Lacking]
    rivals: Sequence[Rival]
    sections: Sequence[Section]
    wanted: Mapping[str, int]
    """Customers who were offered it in another language, by the language that they asked in."""


def entry_of(services: Services, article: str) -> Entry:
    """An article that serves. Raises NotFound, NotReady."""
    found = services.shelf.of(services.live.searcher).get(article)
    if found is None:
        raise NotFound(f"no article {article[:80]!r} serves; /editor/articles lists those that do")
    return found


def findings(services: Services, article: str, period: Period) -> Findings:
    """Everything about an article. Raises NotFound, NotReady."""
    entry, searcher = entry_of(services, article), services.live.searcher
    held = Encounters(services.store)
    met = held.of_article(article, period, limit=LOOKED_AT)
    days, happened = days_of(services, article, period), marks_of(services, entry, period)
    place = services.shelf.of(searcher).places[article]
    number = services.article_days.numbers().get(article, 0)
    return Findings(
        row=board(services, period).row(place),
        days=days,
        parts=parts(days, period.first, period.last),
        marks=happened,
        effects=effects(days, [mark.day for mark in happened], period.last),
        looked_at=len(met),
        fates=_fates(met),
        asked=questions(met, article),
        objections=objections(met, article),
        lacking=lacking(met, article, _vocabulary(searcher, article, held)),
        rivals=rivals(met, article),
        sections=sections(met, article),
        wanted=services.article_days.wanted([number], period).get(article, {}),
    )


def days_of(services: Services, article: str, period: Period) -> Days:
    """The counts of an article by day."""
    now, matures = services.clock(), services.matures
    return services.article_days.of_article(article, period, now=now, matures=matures)


def marks_of(services: Services, entry: Entry, period: Period) -> list[Mark]:
    """The article's edits within a period: those that imports saw, and the last that its source
    tells of."""
    edits = Articles(services.store).edits(entry.id)
    found = [
        Mark(edit.at.date(), "edited", edit.locale + (", rewritten" if rewritten(edit) else ""))
        for edit in edits
        if edit.kept is not None
    ]
    if entry.edited and entry.edited not in {mark.day for mark in found}:
        found.append(Mark(entry.edited, "edited", "as its source says"))
    return marks(found, period)


def rewritten(edit: Edit) -> bool:
    """Whether it says something else by and large."""
    return edit.kept is not None and edit.kept < LEAST_KEPT


def _fates(met: Iterable[Met]) -> dict[str, int]:
    return dict(Counter(fate_of(one) for one in met if one.record.offered))


def _vocabulary(searcher: Searcher, article: str, held: Encounters) -> Vocabulary:
    def common(term: str, language: str) -> bool:
        known = searcher.idf(term, language)
        return known is not None and known < COMMON_IDF

    usual = usual_terms(held.latest_questions(USUAL_FROM))
    return Vocabulary(_terms(searcher, article), usual, common)


def _terms(searcher: Searcher, article: str) -> dict[str, set[str]]:
    """The terms of an article by language, and those that stand for them as synonyms."""
    found: dict[str, set[str]] = {}
    for locale in searcher.locales_of(article):
        language = locale.split("-")[0]
        held = found.setdefault(language, set())
        for passage in searcher.passages_of(article, locale):
            text = "\n".join((passage.title, *passage.heading, passage.text))
            held.update(terms(text, language))
        for group in searcher.curation.synonyms:
            alike = {term for word in group.words for term in terms(word, language)}
            if group.language == language and alike & held:
                held |= alike
    return found
