"""The articles as imported, drafts included.

Knows: the table `articles`.
Must not know: loaders, indexes.
"""

from __future__ import annotations

from collections.abc import Container, Iterable
from datetime import datetime
from typing import NamedTuple

from sqlite_utils import Database

from answerbot.store.db import Store
from corpora.article import Article


class Imported(NamedTuple):
    """What an import changed."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0


class Articles:
    """Articles by (id, locale), each from one source."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def replace(
        self, source: str, articles: Iterable[Article], *, now: datetime, sweep: bool = True
    ) -> Imported:
        """Make `articles` the whole content of `source`, in one transaction.

        An article that another source holds under the same id moves to this one.
        Without `sweep` they are additions and changes, and nothing is removed.
        """
        rows = {article.key: article for article in articles}

        def work(db: Database) -> Imported:
            changes = _replace(db, source, rows, now.isoformat())
            removed = _sweep(db, source, rows) if sweep else 0
            return changes._replace(removed=removed)

        return self._store.write(work)

    def all(self) -> list[Article]:
        """Every article, sorted by id and locale."""
        rows = self._store.read().query("SELECT record FROM articles ORDER BY id, locale")
        return [Article.model_validate_json(row["record"]) for row in rows]

    def count(self) -> int:
        """How many there are, translations counted."""
        return int(self._store.read().execute("SELECT count(*) FROM articles").fetchone()[0])

    def sources(self) -> dict[str, int]:
        """The sources, with the number of articles of each."""
        sql = "SELECT source, count(*) AS n FROM articles GROUP BY source ORDER BY source"
        return {row["source"]: row["n"] for row in self._store.read().query(sql)}


def _replace(
    db: Database, source: str, articles: dict[tuple[str, str], Article], now: str
) -> Imported:
    sql = "SELECT id, locale, source, digest FROM articles"
    held = {(r["id"], r["locale"]): (r["source"], r["digest"]) for r in db.query(sql)}
    added = changed = unchanged = 0
    for key, article in articles.items():
        digest = article.digest
        owner, before = held.get(key, ("", ""))
        if before == digest:
            unchanged += 1
            if owner != source:
                _move(db, key, source)
            continue
        added, changed = (added, changed + 1) if key in held else (added + 1, changed)
        record = article.model_dump_json()
        db.execute(
            "INSERT OR REPLACE INTO articles VALUES (?, ?, ?, ?, ?, ?)",
            (*key, source, digest, record, now),
        )
    return Imported(added, changed, unchanged)


def _move(db: Database, key: tuple[str, str], source: str) -> None:
    db.execute("UPDATE articles SET source = ? WHERE id = ? AND locale = ?", (source, *key))


def _sweep(db: Database, source: str, articles: Container[tuple[str, str]]) -> int:
    """Delete what the source no longer has."""
    rows = list(db.query("SELECT id, locale FROM articles WHERE source = ?", [source]))
    gone = [(r["id"], r["locale"]) for r in rows if (r["id"], r["locale"]) not in articles]
    for key in gone:
        db.execute("DELETE FROM articles WHERE id = ? AND locale = ?", key)
    return len(gone)
