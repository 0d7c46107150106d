"""What an editor hears before a wording is kept that makes sense in itself, and perhaps not here.

Knows: how usual words are, what was asked lately, in which language a text is.
Must not know: SQL, HTTP, what makes a wording wrong (`curation.py` does).

A doubt is no refusal: whoever presses on knows better.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from answerbot.curation import Wording, words_of
from corpora.curation import Phrasing, Pin, Synonyms
from indexer.language import contradicted, read_in
from indexer.pins import Pins
from indexer.tokens import terms

LOOKED_AT = 2_000
"""So many of the latest questions are tried on a pin."""

FEW = 20
"""Below so many questions a share of them says nothing."""

OFTEN = 0.05
"""From this share of questions on a pin is likely to stand before what they wanted."""

USUAL = 0.25
"""A word that stands in this share of passages tells no question from another."""


class Asked(NamedTuple):
    """What somebody asked, and the locale of the page."""

    text: str
    locale: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where the wording is going to count. `share` says which share of a language's passages has
    a term, `name` says a language's, `languages` are those of all articles, `article` those of
    the wording's."""

    share: Callable[[str, str], float]
    name: Callable[[str], str]
    languages: Collection[str]
    article: Sequence[str]
    asked: Sequence[Asked]


def doubts(wording: Wording, place: Place) -> list[str]:
    """What speaks against it, in sentences; nothing if nothing does."""
    found = [_usual(wording, place), _often(wording, place), _elsewhere(wording, place)]
    return [doubt for doubt in found if doubt]


def _usual(wording: Wording, place: Place) -> str:
    words = words_of(wording)
    match wording:
        case Phrasing(locale=locale) | Pin(locale=locale):
            languages = [locale.split("-")[0]] if locale else place.article
            plain = words if all(_says_nothing(word, languages, place) for word in words) else ()
        case Synonyms(language=language):
            plain = tuple(word for word in words if _says_nothing(word, [language], place))
        case _:
            return ""
    if not plain:
        return ""
    said = ", ".join(f"“{word}”" for word in plain)
    stands = "stands" if len(plain) == 1 else "stand"
    return f"{said} {stands} in so many articles that it tells no question from another."


def _says_nothing(text: str, languages: Collection[str], place: Place) -> bool:
    """Whether every word of a text is usual, in one of the languages at least."""
    return any(
        all(place.share(term, language) >= USUAL for term in terms(text, language))
        for language in languages
    )


def _often(wording: Wording, place: Place) -> str:
    if not isinstance(wording, Pin) or len(place.asked) < FEW:
        return ""
    n, of = fired(wording, place.asked, place.languages), len(place.asked)
    if n < OFTEN * of:
        return ""
    return f"It would have stood first in {n:,} of the last {of:,} questions."


def fired(pin: Pin, asked: Sequence[Asked], languages: Collection[str]) -> int:
    """Of how many questions the pin would have been first, read as search reads them."""
    pins, found = Pins([pin]), 0
    for one in asked:
        language = read_in(one.text, one.locale.split("-")[0], languages)
        found += bool(pins.of(set(terms(one.text, language)), language, one.locale))
    return found


def _elsewhere(wording: Wording, place: Place) -> str:
    if not isinstance(wording, Phrasing):
        return ""
    own = [wording.locale.split("-")[0]] if wording.locale else list(place.article)
    if not own:
        return ""
    language = contradicted(wording.text, own[0], place.languages)
    if language in own:
        return ""
    theirs = " and ".join(map(place.name, own))
    what = "it counts" if wording.locale else "the article is"
    return f"It reads as {place.name(language)}, and {what} in {theirs}."
