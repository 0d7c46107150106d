"""What people add to a help center's articles so that the right ones are found.

Knows: phrasings, synonyms, pins, stop words, as plain records.
Must not know: files, the index, who wrote them.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Literal

from corpora.article import Record

Source = Literal["file", "editor", "agent", "accepted", "rejected"]


class Phrasing(Record):
    """A customer's own wording known to be answered by an article.

    `locale` empty: any locale of the article. `source` "rejected" says the opposite: a
    customer was shown the article for these words, and said that it is not the answer.
    """

    text: str
    article: str
    locale: str = ""
    source: Source = "file"


class Synonyms(Record):
    """Words or short phrases of one language that mean the same; each stands for all."""

    language: str
    words: tuple[str, ...]


class Pin(Record):
    """An article that stands first when a question has all of these words.

    `locale` empty: in every locale.
    """

    article: str
    words: tuple[str, ...]
    locale: str = ""


class StopWord(Record):
    """A word that says nothing on this help center: its product's name, say."""

    language: str
    word: str


class Curation(Record):
    """All of it, as it goes into a generation."""

    phrasings: tuple[Phrasing, ...] = ()
    synonyms: tuple[Synonyms, ...] = ()
    pins: tuple[Pin, ...] = ()
    stop_words: tuple[StopWord, ...] = ()

    @property
    def digest(self) -> str:
        """sha256 of everything, in the order given."""
        return sha256(self.model_dump_json().encode()).hexdigest()
