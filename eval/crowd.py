"""A large deployment in minutes: a million simulated enquiries about tens of thousands of articles.

Knows: the shape of the rows that the store writes, that rollups follow from the ledger.
Must not know: how people behave, what figures are made of the rows.

A part is simulated, written as plain rows and settled by the rules, as after a change of them.
The rest are copies of that part on other days of the year, rows and all: the triggers count them.
`differs` goes through the whole ledger in the end, and says whether the figures are what it says.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

from sqlite_utils import Database

from answerbot.enquiries import Event, Kind, outcome
from answerbot.settings import Settings
from answerbot.simulation.happenings import Asks, Changes, Happening, Happens, Says, Submits
from answerbot.simulation.parameters import Parameters
from answerbot.simulation.simulation import Simulation, simulate
from answerbot.simulation.wanted import Sort, Wanted, Wording
from answerbot.store.article_days import ArticleDays
from answerbot.store.articles import Articles
from answerbot.store.db import Store
from answerbot.store.ledger import Ledger
from answerbot.store.standings import Standings
from corpora.article import Article, Paragraph
from indexer.build import Options, build

DAYS = 364
"""Whole weeks, so that copies fall on the same weekday."""

COPIES = 10
AT_ONCE = 5_000
LOCALES = ("en", "fr", "it")
SECTIONS = 40
WORDS = (
    "account", "password", "invoice", "video", "upload", "player", "screen", "session", "printer",
    "backup", "licence", "browser", "camera", "sound", "network", "payment", "folder", "report",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Crowd:
    """What is there."""

    enquiries: int
    events: int
    articles: int
    until: datetime


def articles_of(n: int) -> list[Article]:
    """So many short articles, one in ten of them a translation."""
    chance = Random(n)  # noqa: S311 - no secret
    found = []
    for number in range(n):
        translated = number % 10 == 9
        words = " ".join(chance.choices(WORDS, k=4))
        found.append(
            Article(
                id=f"article-{number - translated}",
                title=f"{words.capitalize()} {number - translated}",
                locale="fr" if translated else "en",
                section=f"Section {number % SECTIONS}",
                blocks=(Paragraph(text=" ".join(chance.choices(WORDS, k=30))),),
                updated_at=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=number % 5_000),
            )
        )
    return found


def wanted_of(articles: Sequence[Article]) -> tuple[Wanted, list[Event]]:
    """A question about each article, and what it is offered: that, mostly, and two others."""
    wordings, offers = [], []
    names = [article.id for article in articles]
    at = datetime(2026, 1, 1, tzinfo=UTC)
    for number, name in enumerate(names):
        text = f"question {number} about {articles[number].title}"
        locale = LOCALES[number % 9 % len(LOCALES)] if number % 9 < 3 else "en"
        form = ("", "account", "video")[number % 3]
        wordings.append(Wording(text, locale, Sort.ANSWERED, name, form, (name,)))
        others = [names[(number * 7 + step) % len(names)] for step in (1, 2)]
        shown = [*([] if number % 4 == 0 else [name]), *others]
        detail = {"query": text, "typing": False, "channel": "widget", "best": [0.7]}
        detail |= {"articles": shown, "confidence": [0.7] * len(shown)}
        kind = Kind.UNOFFERED if number % 5 == 0 else Kind.OFFERED
        if kind is Kind.UNOFFERED:
            detail = {**detail, "nearest": shown[0]}
            del detail["articles"]
        offers.append(Event("", "", kind, at, locale="en", generation="gen-000001", detail=detail))
    return Wanted(tuple(wordings)), offers


def deploy(settings: Settings, *, enquiries: int, articles: int, until: datetime) -> Crowd:
    """Fill a new deployment."""
    made = articles_of(articles)
    build(made, settings.index, now=until, options=Options(model=""))
    wanted, offers = wanted_of(made)
    strata = {"en": 0.7, "fr": 0.17, "it": 0.13}
    p = Parameters(days=DAYS, enquiries=enquiries // COPIES, strata=strata, incident=0)
    show = simulate(1, wanted, offers, until, p)
    store = Store(settings.database)
    try:
        Articles(store).replace("crowd", made, now=until - timedelta(days=DAYS))
        for batch in _batches(show):
            store.write(lambda db, batch=batch: _insert(db, batch), durable=False)  # type: ignore[misc]
        store.write(lambda db: db.execute("DELETE FROM meta WHERE name = 'standings'"))
        Ledger(store).settle()
        for copy in range(1, COPIES):
            store.write(lambda db, copy=copy: _copy(db, copy, until.date()), durable=False)  # type: ignore[misc]
        while ArticleDays(store).pack(until.date()):
            pass  # as the server's chore does, some days a minute
        store.write(lambda db: db.execute("ANALYZE"))
        counts = [
            store.read().execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608
            for table in ("enquiries", "events")
        ]
    finally:
        store.close()
    return Crowd(counts[0], counts[1], articles, until)


def _batches(show: Simulation) -> Iterator[list[Happening]]:
    batch: list[Happening] = []
    for number in range(len(show.design.at)):
        batch += show.scribe.enquiry(number)
        if number % AT_ONCE == AT_ONCE - 1:
            yield batch
            batch = []
    yield batch


def _insert(db: Database, batch: Sequence[Happening]) -> None:
    enquiries = [one.enquiry for one in batch if isinstance(one, Asks)]
    db.conn.executemany(
        "INSERT INTO enquiries VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (e.id, e.session, e.channel, e.locale, e.form, e.page, e.asked_at.isoformat(),
             e.person, json.dumps(e.audiences), e.visitor)
            for e in enquiries
        ],
    )  # fmt: skip
    db.conn.executemany(
        "INSERT INTO events (id, enquiry, kind, at, article, locale, generation, detail, who,"
        " channel) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (e.id, e.enquiry, e.kind, e.at.isoformat(), e.article, e.locale, e.generation,
             json.dumps(e.detail, ensure_ascii=False), e.who, e.channel)
            for one in batch
            for e in _events(one)
        ],
    )  # fmt: skip


def _events(one: Happening) -> Iterable[Event]:
    match one:
        case Asks() | Says():
            return one.events
        case Happens() | Submits() | Changes():
            return (one.event,)


_SHIFT = """
    CASE WHEN date(substr({at}, 1, 10), '+{ahead} days') <= '{last}'
        THEN '+{ahead} days' ELSE '-{back} days' END
"""
_COPIED = {
    "enquiries": ("id", ("asked_at",)),
    "events": ("enquiry", ("at",)),
    "standings": ("enquiry", ("asked_at", "since")),
    "encounters": ("enquiry", ("day",)),
}
"""The tables that are copied: by which column they belong to an enquiry, and which are times."""


def _copy(db: Database, copy: int, last: date) -> None:
    """All that was simulated, once more, each enquiry as many weeks later (or earlier)."""
    ahead = 7 * copy * (DAYS // 7 // COPIES)
    shift = _SHIFT.format(at="began.asked_at", ahead=ahead, back=DAYS - ahead, last=last)
    for table, (enquiry, times) in _COPIED.items():
        if table not in db.table_names():
            continue
        columns = [c.name for c in db[table].columns if c.name not in ("sequence", "reach")]
        chosen = {name: f"one.{name}" for name in columns}
        for name in times:
            moved = f"date(substr(one.{name}, 1, 10), {shift}) || substr(one.{name}, 11)"
            chosen[name] = f"CASE one.{name} WHEN '' THEN '' ELSE {moved} END"
        for name in {"id", "enquiry"} & set(columns):
            chosen[name] = f"'{copy}:' || one.{name}"
        db.execute(
            f"INSERT INTO {table} ({', '.join(chosen)}) SELECT {', '.join(chosen.values())}"  # noqa: S608
            f" FROM {table} AS one JOIN enquiries AS began ON began.id = one.{enquiry}"
            f" WHERE one.{enquiry} NOT LIKE '%:%'"
        )


def differs(store: Store, *, now: datetime, matures: timedelta) -> str:
    """What the plain loop over the ledger says otherwise than the rollups; empty: nothing."""
    looped = Counter(
        outcome(events, now=now, matures=matures).state for _, events in Ledger(store).states()
    )
    kept = Standings(store).summary(now=now, matures=matures).states
    return "" if dict(kept) == dict(looped) else f"{dict(kept)} instead of {dict(looped)}"


def size_of(file: Path) -> float:
    """Megabytes on disk, of the database and its journal."""
    return sum(one.stat().st_size for one in file.parent.glob(f"{file.name}*")) / 1e6
