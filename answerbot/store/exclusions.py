"""Articles that the bot does not offer because an editor said so.

Knows: the table `exclusions`.
Must not know: ranking, pages.

It takes effect with the next question: whoever searches asks here first, no index is built.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from answerbot.staff import Member
from answerbot.store.audit import Act, Deed, insert_deed
from answerbot.store.db import Store


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Who excluded an article, and when."""

    article: str
    author: str
    at: datetime


class Exclusions:
    """One an article at most."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def current(self) -> frozenset[str]:
        """The articles that are excluded."""
        rows = self._store.read().execute("SELECT article FROM exclusions").fetchall()
        return frozenset(article for (article,) in rows)

    def get(self, article: str) -> Exclusion | None:
        """That of an article, if it is excluded."""
        sql = "SELECT * FROM exclusions WHERE article = ?"
        for row in self._store.read().query(sql, [article]):
            return Exclusion(row["article"], row["author"], datetime.fromisoformat(row["at"]))
        return None

    def exclude(self, article: str, *, by: Member, now: datetime) -> None:
        """Offer it no more. Twice is the same as once."""
        sql = "INSERT INTO exclusions VALUES (?, ?, ?) ON CONFLICT DO NOTHING"

        def work(db: Database) -> None:
            if db.execute(sql, (article, by.name, now.isoformat())).rowcount:
                insert_deed(db, Deed(now, by.who, Act.EXCLUDED, article))

        self._store.write(work)

    def include(self, article: str, *, by: Member, now: datetime) -> None:
        """Offer it again."""

        def work(db: Database) -> None:
            if db.execute("DELETE FROM exclusions WHERE article = ?", (article,)).rowcount:
                insert_deed(db, Deed(now, by.who, Act.INCLUDED, article))

        self._store.write(work)
