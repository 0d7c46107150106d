"""The articles that serve, each once with all its languages, ready to be searched and sorted.

Knows: what an editor's table shows of an article besides figures.
Must not know: SQL, figures, who may read what.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from weakref import ref

import numpy as np
from numpy.typing import NDArray

from corpora.article import Article
from indexer.searcher import Searcher


class Known(NamedTuple):
    """Since when an article is imported, and when it was last seen to change, None if never."""

    first: date
    changed: date | None


NEVER: Mapping[str, Known] = {}


@dataclass(frozen=True, slots=True)
class Entry:
    """An article in all its languages. `title`, `section` and `url` are those of the help center's
    locale if it is in that. `edited` is the last day on which it changed, as its source or an
    import tells, None if neither does; `since` is the first day that it is known of."""

    id: str
    title: str
    section: str
    url: str
    locales: tuple[str, ...]
    audiences: tuple[str, ...]
    edited: date | None
    since: date | None
    sought: str
    """What a search looks into, folded."""

    @property
    def languages(self) -> frozenset[str]:
        """The languages that it is in."""
        return frozenset(locale.split("-")[0] for locale in self.locales)


class Catalogue:
    """The entries by title, and what they can be told apart by."""

    def __init__(
        self, cards: Iterable[Article], *, home: str, known: Mapping[str, Known] = NEVER
    ) -> None:
        grouped: dict[str, list[Article]] = {}
        for card in cards:
            grouped.setdefault(card.id, []).append(card)
        made = (_entry(group, home, known.get(name)) for name, group in grouped.items())
        self.entries = sorted(made, key=lambda entry: (entry.title.casefold(), entry.id))
        self.sections = sorted({entry.section for entry in self.entries if entry.section})
        self.locales = sorted({locale for entry in self.entries for locale in entry.locales})
        self.audiences = sorted({name for entry in self.entries for name in entry.audiences})
        self.places = {entry.id: place for place, entry in enumerate(self.entries)}
        """Where each article stands among the entries."""
        self.since = _ordinals(entry.since for entry in self.entries)
        self.edited = _ordinals(entry.edited or entry.since for entry in self.entries)
        """Days as numbers, FAR for those that are not known."""

    def get(self, article: str) -> Entry | None:
        """An article by its id."""
        place = self.places.get(article)
        return None if place is None else self.entries[place]

    def where(self, articles: Iterable[str]) -> NDArray[np.bool_]:
        """One entry an article: whether it is among these."""
        found = np.zeros(len(self.entries), np.bool_)
        found[[place for one in articles if (place := self.places.get(one)) is not None]] = True
        return found


class Shelf:
    """The catalogue of the searcher that serves, made once for each. `known` tells what imports
    tell: as of the time when a generation begins to serve, which says what was imported before."""

    def __init__(self, home: str, known: Callable[[], Mapping[str, Known]]) -> None:
        self._home = home
        self._known = known
        self._held: tuple[ref[Searcher], Catalogue] | None = None

    def of(self, searcher: Searcher) -> Catalogue:
        """Its catalogue. Two that ask at once may both make it, which does no harm."""
        held = self._held
        if held is None or held[0]() is not searcher:
            made = Catalogue(searcher.articles, home=self._home, known=self._known())
            held = self._held = ref(searcher), made
        return held[1]


FAR = date.max.toordinal()


def _ordinals(days: Iterable[date | None]) -> NDArray[np.int64]:
    return np.array([day.toordinal() if day else FAR for day in days], np.int64)


def _entry(group: Sequence[Article], home: str, known: Known | None) -> Entry:
    main = next((card for card in group if card.locale == home), group[0])
    told = [card.updated_at.date() for card in group if card.updated_at]
    changed = [known.changed] if known and known.changed else []
    first = [known.first] if known else []
    titles = " ".join(dict.fromkeys(card.title for card in group))
    return Entry(
        id=main.id,
        title=main.title,
        section=main.section,
        url=main.url,
        locales=tuple(sorted(card.locale for card in group)),
        audiences=tuple(sorted({card.audience for card in group})),
        edited=max([*told, *changed], default=None),
        since=min([*told, *first], default=None),
        sought=f"{titles} {main.id} {main.section}".casefold(),
    )
