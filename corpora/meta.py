"""What is said about an article beside its text: front matter keys, read with tolerance.

Knows: the names that help centers give to the same fact, and how its values look.
Must not know: files, Markdown, HTML.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from corpora.article import EVERYONE, as_utc
from corpora.characters import clean_line
from corpora.hrefs import safe_href
from corpora.locales import locale_of

Meta = Mapping[str, Any]
_LOCALE = ("locale", "lang", "language", "ms.contentlocale")
_SECTION = ("section", "category", "categories")
_LABELS = ("labels", "tags", "keywords")
_URL = ("url", "canonical_url", "canonical", "permalink")
_UPDATED = (
    "updated_at",
    "updated",
    "last_modified_at",
    "last_updated",
    "lastmod",
    "ms.date",
    "date",
)
_FROM = ("effective_from", "publish_from", "published_from")
_UNTIL = ("effective_until", "publish_until", "expires", "expiry_date")
_OPEN_TO_ALL = frozenset(["", "all", "public", "anyone", EVERYONE])
_AMERICAN = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")


def article_fields(meta: Meta, audiences: Mapping[str, str] | None = None) -> dict[str, Any]:
    """The fields of an `Article` that the front matter gives, but id, title and locale.

    Keys are looked up whatever their case; unknown keys and unusable values are
    ignored. `audiences` maps the source's audience names to ours.
    """
    meta = lowered(meta)
    fields = {
        "section": text_of(meta, _SECTION),
        "labels": _labels(meta),
        "url": safe_href(text_of(meta, _URL)) or "",
        "audience": audience_of(text_of(meta, ("audience",)), audiences or {}),
        "updated_at": _moment(meta, _UPDATED),
        "effective_from": _moment(meta, _FROM),
        "effective_until": _moment(meta, _UNTIL),
        "promoted": _truth(meta.get("promoted")),
        "draft": _truth(meta.get("draft")) or meta.get("published") is False,
    }
    return {name: value for name, value in fields.items() if value not in ("", (), None, False)}


def lowered(meta: Meta) -> dict[str, Any]:
    """The same mapping with its keys in lower case and hyphens as underscores."""
    return {key.strip().lower().replace("-", "_"): value for key, value in meta.items()}


def locale_in(meta: Meta) -> str | None:
    """The locale that the front matter names."""
    return locale_of(text_of(lowered(meta), _LOCALE))


def text_of(meta: Meta, keys: tuple[str, ...]) -> str:
    """The first of the keys that has a text or number, as one line; else empty."""
    for key in keys:
        value = meta.get(key)
        if isinstance(value, list):
            value = " / ".join(item for item in value if isinstance(item, str))
        plain = isinstance(value, str | int | float) and not isinstance(value, bool)
        if plain and (text := clean_line(str(value))):
            return text
    return ""


def audience_of(name: str, audiences: Mapping[str, str]) -> str:
    """Our name of an audience. A name that nobody mapped stays, and so restricts."""
    mapped = audiences.get(name, name)
    return EVERYONE if mapped.lower() in _OPEN_TO_ALL else mapped


def labels_of(value: object) -> tuple[str, ...]:
    """Labels from a list, or from a text with commas; each once, in order."""
    parts = value.split(",") if isinstance(value, str) else value
    if not isinstance(parts, list | tuple):
        return ()
    words = (clean_line(str(part)) for part in parts if isinstance(part, str | int))
    return tuple(dict.fromkeys(word for word in words if word))


def too_open(meta: Meta) -> list[str]:
    """What cannot be read and would, if ignored, show the article to more people than meant
    or for longer: such an article is better left out."""
    known = lowered(meta)
    faults = [
        f"{key} {str(value)[:60]!r} is not a date such as 2025-12-31"
        for key, value in ((key, known.get(key)) for key in _FROM + _UNTIL)
        if value and moment_of(value) is None
    ]
    if known.get("audience") and not text_of(known, ("audience",)):
        faults.append(f"audience {str(known['audience'])[:60]!r} is not a name")
    if known.get("audiences"):
        faults.append("audiences is not understood; give one name as audience")
    return faults


def _labels(meta: Meta) -> tuple[str, ...]:
    return next((found for key in _LABELS if (found := labels_of(meta.get(key)))), ())


def _moment(meta: Meta, keys: tuple[str, ...]) -> datetime | None:
    return next((found for key in keys if (found := moment_of(meta.get(key)))), None)


def moment_of(value: object) -> datetime | None:
    """A date in YAML, ISO 8601, or month/day/year as Microsoft writes it; else None."""
    if isinstance(value, str) and (match := _AMERICAN.fullmatch(value.strip())):
        month, day, year = map(int, match.groups())
        try:
            return datetime(year, month, day, tzinfo=UTC)
        except ValueError:
            return None
    return as_utc(value) if isinstance(value, str | date) else None


def _truth(value: object) -> bool:
    return value is True or (isinstance(value, str) and value.strip().lower() in ("true", "yes"))
