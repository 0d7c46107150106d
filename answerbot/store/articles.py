"""The articles as imported, drafts included.

Knows: the tables `articles` and `article_edits`, and that wordings go along with their article.
Must not know: loaders, indexes.
"""

from __future__ import annotations

from collections.abc import Container, Iterable
from datetime import UTC, date, datetime
from typing import NamedTuple

from sqlite_utils import Database

from answerbot.catalogue import Known
from answerbot.evidence import LEAST_KEPT, kept_share
from answerbot.store.curation import drop_orphans, weigh
from answerbot.store.db import Store
from corpora.article import Article


class Imported(NamedTuple):
    """What an import changed: articles, and the wordings that belong to them."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    wordings_dropped: int = 0
    wordings_to_review: int = 0


class Edit(NamedTuple):
    """A version of an article that came by an import. `kept` is the share of the words before it
    that it still has (`evidence.kept_share`), None for the first."""

    locale: str
    at: datetime
    kept: float | None


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
            gone = _sweep(db, source, rows) if sweep else []
            dropped = changes.wordings_dropped + drop_orphans(db, gone)
            return changes._replace(removed=len(gone), wordings_dropped=dropped)

        return self._store.write(work)

    def versions(self, article: str) -> list[Article]:
        """An article in each locale in which it is imported, drafts included, sorted."""
        sql = "SELECT record FROM articles WHERE id = ? ORDER BY locale"
        rows = self._store.read().query(sql, [article])
        return [Article.model_validate_json(row["record"]) for row in rows]

    def all(self) -> list[Article]:
        """Every article, sorted by id and locale."""
        rows = self._store.read().query("SELECT record FROM articles ORDER BY id, locale")
        return [Article.model_validate_json(row["record"]) for row in rows]

    def settled(self) -> dict[tuple[str, str], datetime]:
        """Since when each article, by (id, locale), says by and large what it says now."""
        rows = self._store.read().query("SELECT id, locale, settled_at FROM articles")
        return {(r["id"], r["locale"]): _time(r["settled_at"]) for r in rows}

    def edits(self, article: str) -> list[Edit]:
        """The versions of an article in all locales, oldest first."""
        sql = "SELECT locale, at, kept FROM article_edits WHERE article = ? ORDER BY at, locale"
        rows = self._store.read().execute(sql, (article,)).fetchall()
        return [Edit(locale, datetime.fromisoformat(at), kept) for locale, at, kept in rows]

    def known(self) -> dict[str, Known]:
        """Of each article ever imported, by id, the first day and that of the last change."""
        rows = self._store.read().execute(_KNOWN).fetchall()
        return {
            article: Known(date.fromisoformat(first), date.fromisoformat(last) if last else None)
            for article, first, last in rows
        }

    def edited(self) -> dict[date, int]:
        """How many articles have said what they say now since each day."""
        return {
            date.fromisoformat(day): n
            for day, n in self._store.read().execute(_EDITED_BY_DAY).fetchall()
        }

    def count(self) -> int:
        """How many there are, translations counted."""
        return int(self._store.read().execute("SELECT count(*) FROM articles").fetchone()[0])

    def locales(self) -> list[str]:
        """The locales that there are articles in."""
        rows = self._store.read().query("SELECT DISTINCT locale FROM articles ORDER BY locale")
        return [row["locale"] for row in rows]

    def sources(self) -> dict[str, int]:
        """The sources, with the number of articles of each."""
        sql = "SELECT source, count(*) AS n FROM articles GROUP BY source ORDER BY source"
        return {row["source"]: row["n"] for row in self._store.read().query(sql)}


_KNOWN = """
    SELECT article, substr(min(at), 1, 10),
        substr(max(CASE WHEN kept IS NOT NULL THEN at END), 1, 10)
        FROM article_edits GROUP BY article
"""


_EDITED_BY_DAY = """
    SELECT substr(at, 1, 10), sum(n) FROM (
        SELECT settled_at AS at, count(*) AS n FROM articles WHERE settled_at <> '' GROUP BY 1
    ) GROUP BY 1
"""
"""By moment first: many are imported at one."""


def _replace(
    db: Database, source: str, articles: dict[tuple[str, str], Article], now: str
) -> Imported:
    sql = "SELECT id, locale, source, digest, settled_at FROM articles"
    held = {(r["id"], r["locale"]): r for r in db.query(sql)}
    added = changed = unchanged = dropped = review = 0
    for key, article in articles.items():
        before, settled = held.get(key), now
        if before and before["digest"] == article.digest:
            unchanged += 1
            if before["source"] != source:
                _move(db, key, source)
            continue
        share = None
        if before:
            changed += 1
            share = kept_share(_one(db, key), article)
            settled = before["settled_at"] if share >= LEAST_KEPT else now
            gone, doubtful = weigh(db, key, share)
            dropped, review = dropped + gone, review + doubtful
        else:
            added += 1
        db.execute(
            "INSERT OR REPLACE INTO articles VALUES (?, ?, ?, ?, ?, ?, ?)",
            (*key, source, article.digest, article.model_dump_json(), now, settled),
        )
        db.execute("INSERT OR REPLACE INTO article_edits VALUES (?, ?, ?, ?)", (*key, now, share))
    return Imported(added, changed, unchanged, wordings_dropped=dropped, wordings_to_review=review)


def _time(text: str) -> datetime:
    """Articles that were imported before this was kept are taken as never having changed."""
    return datetime.fromisoformat(text) if text else datetime.min.replace(tzinfo=UTC)


def _one(db: Database, key: tuple[str, str]) -> Article:
    (row,) = db.query("SELECT record FROM articles WHERE id = ? AND locale = ?", key)
    return Article.model_validate_json(row["record"])


def _move(db: Database, key: tuple[str, str], source: str) -> None:
    db.execute("UPDATE articles SET source = ? WHERE id = ? AND locale = ?", (source, *key))


def _sweep(
    db: Database, source: str, articles: Container[tuple[str, str]]
) -> list[tuple[str, str]]:
    """Delete what the source no longer has; returns what went."""
    rows = list(db.query("SELECT id, locale FROM articles WHERE source = ?", [source]))
    gone = [(r["id"], r["locale"]) for r in rows if (r["id"], r["locale"]) not in articles]
    for key in gone:
        db.execute("DELETE FROM articles WHERE id = ? AND locale = ?", key)
    return gone
