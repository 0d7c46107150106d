"""What the place of a file in its folder says: locale, id, section, title.

Knows: path parts and file names.
Must not know: what is inside a file.
"""

from __future__ import annotations

import re
import unicodedata
from hashlib import sha256
from pathlib import PurePath
from typing import NamedTuple

from corpora.locales import folder_locale

MAX_ID = 300


class Place(NamedTuple):
    """A file's folders without the one that names its locale, its stem, and that locale."""

    folders: tuple[str, ...]
    stem: str
    locale: str | None

    @property
    def id(self) -> str:
        """The same for all locales, and whatever the case of the names: `faq/sign-in`."""
        return fold_id("/".join([*self.folders, self.stem]))

    @property
    def section(self) -> str:
        """The folders as a path for readers."""
        return " / ".join(self.folders)

    @property
    def title(self) -> str:
        """The file name in words; for an index file, its folder's."""
        index = self.stem.lower() in ("index", "readme") and self.folders
        return in_words(self.folders[-1] if index else self.stem)


def place_of(path: PurePath) -> Place:
    """The place of a file, by its path relative to the source."""
    folders = list(path.parts[:-1])
    found = next((n for n, name in enumerate(folders) if folder_locale(name)), None)
    locale = folder_locale(folders.pop(found)) if found is not None else None
    return Place(tuple(folders), path.stem, locale)


def fold_id(text: str) -> str:
    """One spelling for ids: composed, lower case, blanks as hyphens, at most `MAX_ID` long."""
    folded = re.sub(r"[\s\x00-\x1f\x7f]+", "-", unicodedata.normalize("NFC", text).casefold())
    if len(folded) <= MAX_ID:
        return folded
    return f"{folded[: MAX_ID - 17]}-{sha256(folded.encode()).hexdigest()[:16]}"


def in_words(name: str) -> str:
    """`sign-in_help` as `Sign in help`."""
    words = " ".join(re.split(r"[\s_\-]+", name)).strip() or name
    return words[:1].upper() + words[1:]
