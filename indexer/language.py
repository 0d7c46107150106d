"""Which language a short text is written in.

Knows: py3langid, restricted to the languages that a help center has.
Must not know: articles, requests.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from typing import Any


@cache
def _identifier(languages: tuple[str, ...]) -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    known = [language for language in languages if language in identifier.nb_classes]
    identifier.set_languages(known or ["en"])
    return identifier


def detect(text: str, languages: Collection[str]) -> str:
    """The most likely of `languages` (ISO 639-1); the only one if there is but one."""
    if len(languages) == 1:
        return next(iter(languages))
    language: str = _identifier(tuple(sorted(languages))).classify(text)[0]
    return language
