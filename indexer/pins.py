"""Articles that editors want first when a question has certain words.

Knows: the words of a question, pins, hits.
Must not know: how hits are found and ranked, who may see an article.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import NamedTuple

from corpora.article import Article
from corpora.curation import Pin
from indexer.passages import Passage
from indexer.query import Hit, Query
from indexer.tokens import terms, tokens

PINNED = "pinned"
"""The reason of a hit that stands where an editor put it."""


class _Rule(NamedTuple):
    terms: frozenset[str]
    pin: Pin


class Pins:
    """The pins of a generation, their words analysed once a language."""

    def __init__(self, pins: Iterable[Pin]) -> None:
        self._pins = tuple(pins)
        self._rules: dict[str, tuple[_Rule, ...]] = {}

    def articles(self, query: Query, language: str) -> tuple[str, ...]:
        """The articles pinned for a question in `language`, each once: those of pins with more
        words first, then in the order in which they were set."""
        if not self._pins:
            return ()
        return self.of(asked_terms(query, language), language, query.locale)

    def of(self, asked: AbstractSet[str], language: str, locale: str) -> tuple[str, ...]:
        """Likewise, of a question's terms; the page's `locale` is empty if it said none."""
        met = [
            rule
            for rule in self._in(language)
            if rule.terms <= asked and together(rule.pin.locale, locale or language)
        ]
        met.sort(key=lambda rule: -len(rule.terms))
        return tuple(dict.fromkeys(rule.pin.article for rule in met))

    def _in(self, language: str) -> tuple[_Rule, ...]:
        if language not in self._rules:
            analysed = (_Rule(_terms(pin.words, language), pin) for pin in self._pins)
            self._rules[language] = tuple(rule for rule in analysed if rule.terms)
        return self._rules[language]


def asked_terms(query: Query, language: str) -> frozenset[str]:
    """The terms of a question; without its last word while that may go on."""
    found = list(tokens(query.text, language))
    if query.typing and found and found[-1].end == len(query.text):
        found.pop()
    return frozenset(token.term for token in found)


def together(pinned: str, asked: str) -> bool:
    """Whether a pin's locale is the asker's: the same language, and no other region."""
    if not pinned:
        return True
    (language, _, region), (theirs, _, place) = pinned.partition("-"), asked.partition("-")
    return language == theirs and (not region or not place or region == place)


def put_first(hits: Sequence[Hit], pinned: Sequence[Hit]) -> tuple[Hit, ...]:
    """The pinned hits in their order, then the others in theirs.

    A pinned hit is at least as sure as every one after it, so that it does not count less
    than what it displaces, and confidence never rises down the list.
    """
    first = {hit.article for hit in pinned}
    others = [hit for hit in hits if hit.article not in first]
    least = others[0].confidence if others else 0.0
    raised = list[Hit]()
    for hit in reversed(pinned):
        least = max(least, hit.confidence)
        raised.append(replace(hit, confidence=least, reason=PINNED))
    return (*reversed(raised), *others)


def unranked(card: Article, passage: Passage) -> Hit:
    """A hit of an article that was not found, with one of its passages: no score, no marks."""
    return Hit(
        article=card.id,
        locale=card.locale,
        title=card.title,
        url=card.url,
        heading=passage.heading,
        anchor=passage.anchor,
        text=passage.text,
        highlights=(),
        score=0.0,
        confidence=0.0,
        reason=PINNED,
        signals={},
    )


def _terms(words: Iterable[str], language: str) -> frozenset[str]:
    return frozenset(term for word in words for term in terms(word, language))
