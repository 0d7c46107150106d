"""The table of articles: which one to mend next.

Knows: entries, their counts, their badges; what is chosen and how it is sorted.
Must not know: SQL, HTML.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
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
from answerbot.catalogue import Entry
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
        self, entries: Sequence[Entry], counts: Counts, numbers: Mapping[str, int], told: Told
    ) -> None:
        self.entries = entries
        self.counts = of_entries(entries, counts, numbers)
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
        made = {
            "resolves": resolving(self.counts, self.rates),
            "ignored": ignored(self.counts, self.rates),
            "ticketed": leading_to_tickets(self.counts, self.rates),
            "outdated": self._where(self._outdated(told)),
            "unfound": self._unfound(told),
            "untranslated": self._where(
                entry.id
                for entry, offered in zip(self.entries, self.counts["offered"], strict=True)
                if entry.id in told.wanted and missing(entry, told.wanted[entry.id], int(offered))
            ),
            "excluded": self._where(told.excluded),
        }
        return {badge.name: made[badge.name] for badge in BADGES}

    def _where(self, articles: Iterable[str]) -> Mask:
        among = frozenset(articles)
        return np.array([entry.id in among for entry in self.entries], np.bool_)

    def _outdated(self, told: Told) -> set[str]:
        stale = told.today - timedelta(STALE_DAYS)
        found = set(told.flagged)
        for place in np.flatnonzero(self.counts["offered"] >= FEW).tolist():
            entry = self.entries[place]
            if (entry.edited or entry.since or told.today) <= stale:
                found.add(entry.id)
        for place, entry in enumerate(self.entries):
            if days := told.out_of_date.get(entry.id):
                since = entry.edited or date.min
                said = sum(n for day, n in days.items() if day > since)
                if told_out_of_date(said, int(self.counts["opened"][place]), self.rates):
                    found.add(entry.id)
        return found

    def _unfound(self, told: Told) -> Mask:
        """Never offered, though it was there and people asked."""
        if told.asked < FEW:
            return np.zeros(len(self.entries), np.bool_)
        there = np.array([_there(entry, told.since) for entry in self.entries], np.bool_)
        return there & ~np.isin(self.counts.articles, told.lately)


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


def _there(entry: Entry, day: date) -> bool:
    return entry.since is not None and entry.since <= day


def _fitting(entries: Sequence[Entry], choice: Choice) -> Mask:
    wanted = choice.find.casefold().strip()
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
