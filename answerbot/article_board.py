"""The table of articles: which one to mend next.

Knows: entries, their counts, their badges; what is chosen and how it is sorted.
Must not know: SQL, HTML.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

import numpy as np

from answerbot.article_badges import (
    BADGES,
    STALE_DAYS,
    Floats,
    Mask,
    bounds,
    ignored,
    leading_to_tickets,
    rates,
    resolving,
    told_out_of_date,
    wanted_enough,
)
from answerbot.article_counts import COUNTS, Column, Counts
from answerbot.catalogue import Catalogue, Entry
from answerbot.measures import FEW
from answerbot.metrics import Interval, Rated, wilson

SHOWN = ("failed", "offered", "opened", "accepted", "confirmed", "rejected", "ticketed", "linked")
SORTS = ("title", *SHOWN, "satisfaction", "resolves")
USUAL = "failed"


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of articles besides the counts of a period, by id.

    `out_of_date` are customers' words in the period, by day; `flagged` are the articles of which
    an open task says so. `wanted` counts customers by the language that they asked in. Of the
    last UNFOUND_DAYS: `lately` are the numbers of the articles that were offered, `asked` is how
    many enquiries there were, `since` the first day.
    """

    today: date
    since: date
    asked: int
    lately: Column
    out_of_date: Mapping[str, Mapping[date, int]] = field(default_factory=dict)
    flagged: Collection[str] = ()
    wanted: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    excluded: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """Which articles, and in which order; empty fields leave nothing out."""

    find: str = ""
    section: str = ""
    locale: str = ""
    audience: str = ""
    badge: str = ""
    sort: str = USUAL
    up: bool = False


class Row(NamedTuple):
    """An article of the table. `counts` are by the names of COUNTS, and `immature`, `confirmed`."""

    entry: Entry
    counts: Mapping[str, int]
    badges: tuple[str, ...]

    @property
    def resolves(self) -> Interval | None:
        """Accepted of opened; None if it was not opened."""
        return wilson(min(self.counts["accepted"], self.counts["opened"]), self.counts["opened"])

    @property
    def satisfaction(self) -> Rated | None:
        """What those gave whom it had solved it."""
        n = self.counts["satisfaction_n"]
        return Rated(self.counts["satisfaction"] / n, n) if n else None

    @property
    def few(self) -> bool:
        """Whether it was opened too rarely for a rate."""
        return self.counts["opened"] < FEW


class Board:
    """All articles of a catalogue with their counts; `numbers` say which row is whose."""

    def __init__(
        self, catalogue: Catalogue, counts: Counts, numbers: Mapping[str, int], told: Told
    ) -> None:
        self._catalogue = catalogue
        self.entries = catalogue.entries
        self.counts = of_entries(self.entries, counts, numbers)
        self.rates = rates(self.counts)
        self._badges = self._badged(told)

    def chosen(self, choice: Choice) -> Column:
        """The places of the articles that are wanted, in the order that is wanted; those with
        equal figures by title. An unknown `sort` means the usual one."""
        keep = _fitting(self.entries, choice)
        if choice.badge:
            keep &= self._badges.get(choice.badge, np.zeros(len(self.entries), np.bool_))
        places = np.flatnonzero(keep)
        name = choice.sort if choice.sort in SORTS else USUAL
        if name == "title":
            return places if choice.up else places[::-1]
        values = self._values(name)[places]
        return places[np.argsort(values if choice.up else -values, kind="stable")]

    def row(self, place: int) -> Row:
        """The article at a place."""
        counts = dict(zip((*COUNTS, "immature"), map(int, self.counts.table[place]), strict=True))
        counts["confirmed"] = counts["accepted"] - counts["immature"]
        badges = tuple(badge.name for badge in BADGES if self._badges[badge.name][place])
        return Row(self.entries[place], counts, badges)

    def badge_counts(self) -> dict[str, int]:
        """How many articles have each badge."""
        return {name: int(mask.sum()) for name, mask in self._badges.items()}

    def _values(self, name: str) -> Floats:
        """What the column of this name is sorted by: of a rate the end of the interval that is
        nearer to saying nothing, so that few enquiries do not come first."""
        if name == "resolves":
            return bounds(self.counts["accepted"], self.counts["opened"])[0]
        if name == "satisfaction":
            n = self.counts["satisfaction_n"]
            return np.where(n > 0, self.counts["satisfaction"] / np.maximum(n, 1), 0.0)
        return self.counts[name].astype(np.float64)

    def _badged(self, told: Told) -> dict[str, Mask]:
        where = self._catalogue.where
        made = {
            "resolves": resolving(self.counts, self.rates),
            "ignored": ignored(self.counts, self.rates),
            "ticketed": leading_to_tickets(self.counts, self.rates),
            "outdated": where(told.flagged) | where(self._told_of(told)) | self._stale(told),
            "unfound": self._unfound(told),
            "untranslated": where(self._untranslated(told)),
            "excluded": where(told.excluded),
        }
        return {badge.name: made[badge.name] for badge in BADGES}

    def _told_of(self, told: Told) -> Iterator[str]:
        """Those of which enough customers said since their edit that they are out of date."""
        for article, days in told.out_of_date.items():
            if (place := self._catalogue.places.get(article)) is not None:
                edited = self.entries[place].edited or date.min
                said = sum(n for day, n in days.items() if day > edited)
                if told_out_of_date(said, int(self.counts["opened"][place]), self.rates):
                    yield article

    def _stale(self, told: Told) -> Mask:
        """Not updated for long, and yet offered."""
        last = told.today.toordinal() - STALE_DAYS
        return (self.counts["offered"] >= FEW) & (self._catalogue.edited <= last)

    def _unfound(self, told: Told) -> Mask:
        """Never offered, though it was there and people asked."""
        there = self._catalogue.since <= (told.since.toordinal() if told.asked >= FEW else 0)
        return there & ~np.isin(self.counts.articles, told.lately)

    def _untranslated(self, told: Told) -> Iterator[str]:
        for article, wanted in told.wanted.items():
            if (place := self._catalogue.places.get(article)) is not None:
                offered = int(self.counts["offered"][place])
                if missing(self.entries[place], wanted, offered):
                    yield article


def of_entries(entries: Sequence[Entry], counts: Counts, numbers: Mapping[str, int]) -> Counts:
    """The counts in the order of the entries; zeros for those that nobody met. (No article has
    the number 0.)"""
    places = np.array([numbers.get(entry.id, 0) for entry in entries], np.int64)
    places[places >= len(counts.articles)] = 0
    return Counts(places, counts.table[places])


def missing(entry: Entry, wanted: Mapping[str, int], offered: int) -> tuple[str, ...]:
    """The languages that an article is not in although enough asked in them of all `offered`."""
    enough = (language for language, n in wanted.items() if wanted_enough(n, offered))
    return tuple(sorted(language for language in enough if language not in entry.languages))


def _fitting(entries: Sequence[Entry], choice: Choice) -> Mask:
    wanted = choice.find.casefold().strip()
    if not (wanted or choice.section or choice.locale or choice.audience):
        return np.ones(len(entries), np.bool_)
    return np.array(
        [
            wanted in entry.sought
            and (not choice.section or entry.section == choice.section)
            and (not choice.locale or choice.locale in entry.locales)
            and (not choice.audience or choice.audience in entry.audiences)
            for entry in entries
        ],
        np.bool_,
    )
