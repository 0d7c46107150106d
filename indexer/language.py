"""Which language a short text is written in.

Knows: py3langid, restricted to the languages that a help center has.
Must not know: articles, requests.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from typing import Any

ENOUGH_WORDS = 3
ALL_BUT_CERTAIN = 0.9


@cache
def _identifier(languages: tuple[str, ...]) -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    known = [language for language in languages if language in identifier.nb_classes]
    identifier.set_languages(known or ["en"])
    return identifier


def detect(text: str, languages: Collection[str]) -> str:
    """The most likely of `languages` (ISO 639-1); the only one if there is but one."""
    return _ranked(text, languages)[0]


def contradicted(text: str, said: str, languages: Collection[str]) -> str:
    """The language of `text` where it is plainly another one than the page's (`said`).

    Plainly: some words long, and the detector all but certain.
    """
    if len(text.split()) < ENOUGH_WORDS or len(languages) == 1:
        return said
    language, certainty = _ranked(text, languages)
    return language if certainty >= ALL_BUT_CERTAIN else said


def read_in(text: str, said: str | None, languages: Collection[str]) -> str:
    """The language that a question is taken to be in; `said` is the page's, if it said one."""
    return contradicted(text, said, languages) if said else detect(text, languages)


def _ranked(text: str, languages: Collection[str]) -> tuple[str, float]:
    if len(languages) == 1:
        return next(iter(languages)), 1.0
    language, certainty = _identifier(tuple(sorted(languages))).classify(text)
    return str(language), float(certainty)
