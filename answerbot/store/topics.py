"""Topics and who follows them.

Knows: the tables `topics` and `followers`.
Must not know: what makes a topic wrong or a question match (`answerbot/topics.py` does).

The state before the last change is kept, so that it can be undone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlite_utils import Database

from answerbot.errors import NotFound
from answerbot.store.db import Store
from answerbot.topics import Topic, checked


@dataclass(frozen=True, slots=True)
class Kept:
    """A topic with its history. `can_undo`: there is a state before the present one."""

    topic: Topic
    author: str
    created_at: datetime
    updated_at: datetime
    followers: int
    can_undo: bool


@dataclass(frozen=True, slots=True)
class Follower:
    """Somebody who wants to be told. `email` as it was typed."""

    email: str
    locale: str
    enquiry: str
    at: datetime


class Topics:
    """All topics."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, topic: Topic, *, author: str, now: datetime) -> None:
        """Keep a new topic. Raises Invalid."""
        row = (topic.id, int(topic.open), _written(checked(topic)), "", author)
        sql = "INSERT INTO topics VALUES (?, ?, ?, ?, ?, ?, ?)"
        self._store.write(lambda db: db.execute(sql, (*row, now.isoformat(), now.isoformat())))

    def change(self, topic: Topic, *, author: str, now: datetime) -> None:
        """Put another state in its place. Raises NotFound, Invalid."""
        record = _written(checked(topic))

        def work(db: Database) -> None:
            before = _row(db, topic.id)["record"]
            values = (int(topic.open), record, before, author, now.isoformat(), topic.id)
            db.execute(_CHANGE, values)

        self._store.write(work)

    def undo(self, topic: str, *, author: str, now: datetime) -> None:
        """Go back to the state before the last change. Raises NotFound if there is none."""

        def work(db: Database) -> None:
            row = _row(db, topic)
            if not row["previous"]:
                raise NotFound(f"topic {topic[:80]!r} has not been changed")
            before = Topic.model_validate_json(row["previous"])
            values = (int(before.open), row["previous"], row["record"], author)
            db.execute(_CHANGE, (*values, now.isoformat(), topic))

        self._store.write(work)

    def get(self, topic: str) -> Kept:
        """Raises NotFound."""
        return _kept(_row(self._store.read(), topic))

    def all(self) -> list[Kept]:
        """Open ones first, latest change first."""
        sql = f"{_SELECT} ORDER BY open DESC, updated_at DESC, id"
        return [_kept(row) for row in self._store.read().query(sql)]

    def open(self) -> list[Topic]:
        """The open ones, whatever their times."""
        rows = self._store.read().query("SELECT record FROM topics WHERE open = 1")
        return [_read(row["record"]) for row in rows]

    def follow(self, topic: str, follower: Follower) -> None:
        """Add a follower; who follows already changes nothing. Raises NotFound."""

        def work(db: Database) -> None:
            _row(db, topic)
            row = (topic, _address(follower.email), follower.email, follower.locale)
            sql = "INSERT INTO followers VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"
            db.execute(sql, (*row, follower.enquiry, follower.at.isoformat()))

        self._store.write(work)

    def followers(self, topic: str) -> list[Follower]:
        """In the order in which they came. Raises NotFound."""
        _row(self._store.read(), topic)
        sql = "SELECT * FROM followers WHERE topic = ? ORDER BY at, address"
        return [_follower(row) for row in self._store.read().query(sql, [topic])]

    def forget(self, email: str, *, topic: str = "") -> int:
        """Erase an address, from one topic or from all; returns from how many."""
        where, values = "address = ?", [_address(email)]
        if topic:
            where, values = f"{where} AND topic = ?", [*values, topic]
        sql = f"DELETE FROM followers WHERE {where}"  # noqa: S608
        return self._store.write(lambda db: int(db.execute(sql, values).rowcount))


_SELECT = """
    SELECT topics.*, (SELECT count(*) FROM followers WHERE topic = topics.id) AS followers
        FROM topics
"""
_CHANGE = """
    UPDATE topics SET open = ?, record = ?, previous = ?, author = ?, updated_at = ? WHERE id = ?
"""


def _row(db: Database, topic: str) -> Mapping[str, Any]:
    for row in db.query(f"{_SELECT} WHERE id = ?", [topic]):
        found: Mapping[str, Any] = row
        return found
    raise NotFound(f"no topic {topic[:80]!r}")


def _kept(row: Mapping[str, Any]) -> Kept:
    return Kept(
        topic=Topic.model_validate_json(row["record"]),
        author=row["author"],
        created_at=datetime.fromisoformat(row["created_at"]),
        updated_at=datetime.fromisoformat(row["updated_at"]),
        followers=row["followers"],
        can_undo=bool(row["previous"]),
    )


def _follower(row: Mapping[str, Any]) -> Follower:
    at = datetime.fromisoformat(row["at"])
    return Follower(row["email"], row["locale"], row["enquiry"], at)


@lru_cache(maxsize=1_000)
def _read(record: str) -> Topic:
    """Every question asks for the same few topics."""
    return Topic.model_validate_json(record)


def _written(topic: Topic) -> str:
    return topic.model_dump_json()


def _address(email: str) -> str:
    """Addresses that differ in case only are one person's."""
    return email.strip().casefold()
