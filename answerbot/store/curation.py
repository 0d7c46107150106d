"""Wordings: what editors, agents and visitors added to the articles.

Knows: the table `wordings`.
Must not know: what makes a wording wrong (`answerbot/curation.py` does), the index.

One removed can be brought back until `erase` forgets it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from answerbot.curation import (
    KINDS,
    Entry,
    Kind,
    Wording,
    article_of,
    checked,
    fits,
    kind_of,
    same,
    sameness,
    scope_of,
    stands_alone,
    words_of,
)
from answerbot.errors import Invalid, NotFound, Repeated
from answerbot.evidence import after_edit
from answerbot.store.db import Store
from corpora.curation import Curation, Phrasing, Pin, Source, StopWord, Synonyms


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries to list. Empty fields leave nothing out.

    `scopes` are locales and languages; `find` is looked for in words, articles and authors.
    """

    kind: Kind | None = None
    scopes: tuple[str, ...] = ()
    find: str = ""
    article: str = ""
    review: bool = False
    limit: int = -1
    offset: int = 0


class Wordings:
    """All wordings that were not removed, by number."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, wording: Wording, *, author: str, now: datetime) -> int:
        """Keep a wording; returns its number. Raises Invalid, Repeated."""
        wording = checked(wording)
        return self._store.write(lambda db: _add(db, wording, author, now))

    def add_all(
        self, wordings: Iterable[tuple[str, Wording]], *, author: str, now: datetime
    ) -> list[bool]:
        """Keep all, or none if one is refused; of each, whether it is new.

        Each comes with the name of the place where it was found. Raises Invalid, which names it.
        """
        given = list(wordings)

        def work(db: Database) -> list[bool]:
            return [_add_new(db, where, wording, author, now) for where, wording in given]

        return self._store.write(work)

    def change(self, number: int, wording: Wording, *, author: str, now: datetime) -> None:
        """Put another wording in its place, reviewed. Raises NotFound, Invalid, Repeated."""
        wording = checked(wording)

        def work(db: Database) -> None:
            _one(db, number)
            _refuse(db, wording, beside=number)
            db.execute(_CHANGE, (*_row(wording), author, now.isoformat(), number))

        self._store.write(work)

    def remove(self, number: int, *, now: datetime) -> Entry:
        """Take one out; returns it. Raises NotFound."""

        def work(db: Database) -> Entry:
            entry = _one(db, number)
            sql = "UPDATE wordings SET removed_at = ? WHERE number = ?"
            db.execute(sql, (now.isoformat(), number))
            return entry

        return self._store.write(work)

    def restore(self, number: int) -> None:
        """Bring back one that was removed. Raises NotFound, Invalid, Repeated."""

        def work(db: Database) -> None:
            _refuse(db, _one(db, number, removed=True).wording)
            db.execute("UPDATE wordings SET removed_at = NULL WHERE number = ?", (number,))

        self._store.write(work)

    def keep(self, number: int) -> None:
        """It still holds, although its article has changed. Raises NotFound."""

        def work(db: Database) -> None:
            _one(db, number)
            db.execute("UPDATE wordings SET review = 0 WHERE number = ?", (number,))

        self._store.write(work)

    def erase(self, before: datetime) -> None:
        """Forget for good what was removed before a time."""
        sql = "DELETE FROM wordings WHERE removed_at < ?"
        self._store.write(lambda db: db.execute(sql, (before.isoformat(),)))

    def get(self, number: int) -> Entry:
        """Raises NotFound."""
        return _one(self._store.read(), number)

    def removed(self, number: int) -> Entry:
        """One that was removed and can be brought back. Raises NotFound."""
        return _one(self._store.read(), number, removed=True)

    def all(self, wanted: Wanted | None = None) -> list[Entry]:
        """Entries in the order in which they were added."""
        wanted = wanted or Wanted()
        where, values = _where(wanted)
        sql = f"SELECT * FROM wordings WHERE {where} ORDER BY number LIMIT ? OFFSET ?"  # noqa: S608
        rows = self._store.read().query(sql, [*values, wanted.limit, wanted.offset])
        return [_entry(row) for row in rows]

    def counts(self, wanted: Wanted) -> dict[Kind, int]:
        """How many entries of each kind there are, whatever `kind` and `limit` say."""
        where, values = _where(wanted, kind=False)
        sql = f"SELECT kind, count(*) AS n FROM wordings WHERE {where} GROUP BY kind"  # noqa: S608
        found = {row["kind"]: row["n"] for row in self._store.read().query(sql, values)}
        return {kind: found.get(kind, 0) for kind in KINDS}

    def curation(self) -> Curation:
        """All of it, for the next generation."""
        held = [entry.wording for entry in self.all()]
        return Curation(
            phrasings=tuple(w for w in held if isinstance(w, Phrasing)),
            synonyms=tuple(w for w in held if isinstance(w, Synonyms)),
            pins=tuple(w for w in held if isinstance(w, Pin)),
            stop_words=tuple(w for w in held if isinstance(w, StopWord)),
        )


def drop_orphans(db: Database, gone: Iterable[tuple[str, str]]) -> int:
    """Take out the wordings of articles (id, locale) that are gone: those of the locale,
    and, if no translation is left, all. Within a writer's transaction; returns how many."""
    return sum(int(db.execute(_ORPHANS, (*key, key[0])).rowcount) for key in gone)


def weigh(db: Database, article: tuple[str, str], share: float) -> tuple[int, int]:
    """After an edit of an article (id, locale) of whose words `share` was kept: how many of
    its wordings are dropped, and how many are to be reviewed. Within a writer's transaction."""
    rows = list(db.query(_BESIDE, article))
    verdicts = [(row["number"], after_edit(row["source"], share)) for row in rows]
    dropped = [(number,) for number, verdict in verdicts if verdict == "dropped"]
    review = [(number,) for number, verdict in verdicts if verdict == "review"]
    db.conn.executemany("DELETE FROM wordings WHERE number = ?", dropped)
    db.conn.executemany("UPDATE wordings SET review = 1 WHERE number = ?", review)
    return len(dropped), len(review)


_ORPHANS = """
    DELETE FROM wordings WHERE article = ?
        AND (scope = ? OR NOT EXISTS (SELECT 1 FROM articles WHERE id = ?))
"""
_BESIDE = """
    SELECT number, source FROM wordings
        WHERE article = ? AND scope IN ('', ?) AND removed_at IS NULL
"""


def _add_new(db: Database, where: str, wording: Wording, author: str, now: datetime) -> bool:
    try:
        _add(db, checked(wording), author, now)
    except Repeated:
        return False
    except Invalid as error:
        raise Invalid(f"{where}: {error.message}", field=error.field) from None
    return True


def _add(db: Database, wording: Wording, author: str, now: datetime) -> int:
    _refuse(db, wording)
    cursor = db.execute(
        "INSERT INTO wordings (kind, scope, article, source, words, sameness, author, created_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (*_row(wording), author, now.isoformat()),
    )
    return int(cursor.lastrowid or 0)


def _refuse(db: Database, wording: Wording, *, beside: int = 0) -> None:
    """What the rules refuse, against the store as it is now. Raises Invalid, Repeated."""
    article = article_of(wording)
    locales = [r["locale"] for r in db.query("SELECT locale FROM articles WHERE id = ?", [article])]
    fits(wording, locales)
    if isinstance(wording, Synonyms):
        rivals = db.query(_GROUPS, [wording.language])
    else:
        rivals = db.query(_RIVALS, [kind_of(wording), sameness(wording)])
    others = (entry for entry in map(_entry, rivals) if entry.number != beside)
    stands_alone(wording, others)


_CHANGE = """
    UPDATE wordings SET kind = ?, scope = ?, article = ?, source = ?, words = ?, sameness = ?,
        author = ?, created_at = ?, review = 0
    WHERE number = ?
"""
_GROUPS = """
    SELECT * FROM wordings WHERE kind = 'synonyms' AND scope = ? AND removed_at IS NULL
"""
_RIVALS = """
    SELECT * FROM wordings WHERE kind = ? AND sameness = ? AND removed_at IS NULL
"""


def _one(db: Database, number: int, *, removed: bool = False) -> Entry:
    state = "NOT NULL" if removed else "NULL"
    sql = f"SELECT * FROM wordings WHERE number = ? AND removed_at IS {state}"  # noqa: S608
    for row in db.query(sql, [number]):
        return _entry(row)
    raise NotFound(f"no wording has the number {number}; `answerbot curate list` shows them")


def _where(wanted: Wanted, *, kind: bool = True) -> tuple[str, list[str]]:
    conditions, values = ["removed_at IS NULL"], list[str]()
    if wanted.kind and kind:
        conditions.append("kind = ?")
        values.append(wanted.kind)
    if wanted.scopes:
        conditions.append(f"scope IN ({', '.join('?' * len(wanted.scopes))})")
        values += wanted.scopes
    if wanted.article:
        conditions.append("article = ?")
        values.append(wanted.article)
    if wanted.review:
        conditions.append("review = 1")
    if same(wanted.find):
        conditions.append(
            "(instr(sameness, ?) OR instr(lower(article), ?) OR instr(lower(author), ?))"
        )
        values += [same(wanted.find), wanted.find.strip().lower(), wanted.find.strip().lower()]
    return " AND ".join(conditions), values


def _row(wording: Wording) -> tuple[str, str, str, str, str, str]:
    source: Source = wording.source if isinstance(wording, Phrasing) else "editor"
    words = json.dumps(words_of(wording), ensure_ascii=False)
    return (
        kind_of(wording), scope_of(wording), article_of(wording), source, words, sameness(wording),
    )  # fmt: skip


def _entry(row: Mapping[str, Any]) -> Entry:
    return Entry(
        number=row["number"],
        wording=_wording(row, json.loads(row["words"])),
        author=row["author"],
        created_at=datetime.fromisoformat(row["created_at"]),
        review=bool(row["review"]),
    )


def _wording(row: Mapping[str, Any], words: list[str]) -> Wording:
    scope, article = row["scope"], row["article"]
    match row["kind"]:
        case "phrasing":
            return Phrasing(text=words[0], article=article, locale=scope, source=row["source"])
        case "synonyms":
            return Synonyms(language=scope, words=tuple(words))
        case "pin":
            return Pin(article=article, words=tuple(words), locale=scope)
        case _:
            return StopWord(language=scope, word=words[0])
