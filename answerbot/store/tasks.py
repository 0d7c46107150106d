"""Tasks for editors.

Knows: the table `tasks`.
Must not know: what a task asks for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from answerbot.enquiries import Event
from answerbot.errors import NotFound
from answerbot.staff import Member
from answerbot.store.audit import Act, Deed, insert_deed
from answerbot.store.db import Store
from answerbot.store.ledger import insert_events
from answerbot.tasks import Task, What

SHOWN = 200


class Tasks:
    """Open ones first come, those that are done last done first."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, task: Task, event: Event) -> Task:
        """Keep a task and the event that it comes of; what is asked for already is asked once."""

        def work(db: Database) -> Task:
            for row in db.query(_SAME, [task.ticket, task.what, task.article]):
                return _task(row)
            db.execute(_INSERT, _row(task))
            insert_events(db, [event])
            return task

        return self._store.write(work)

    def ask(self, task: Task, *, by: Member) -> Task:
        """Keep a task that no ticket showed; what is asked for already is asked once."""

        def work(db: Database) -> Task:
            for row in db.query(_SAME_ON_ARTICLE, [task.what, task.article, task.locale]):
                return _task(row)
            db.execute(_INSERT, _row(task))
            insert_deed(db, Deed(task.created_at, by.who, Act.ASKED, task.article))
            return task

        return self._store.write(work)

    def on_article(self, article: str) -> list[Task]:
        """The open ones about an article, oldest first."""
        sql = "SELECT * FROM tasks WHERE article = ? AND done_at IS NULL ORDER BY created_at, id"
        return [_task(row) for row in self._store.read().query(sql, [article])]

    def out_of_date(self) -> frozenset[str]:
        """The articles of which an open task says that they are out of date."""
        sql = "SELECT article FROM tasks WHERE what = ? AND done_at IS NULL"
        rows = self._store.read().execute(sql, (What.OUT_OF_DATE,)).fetchall()
        return frozenset(article for (article,) in rows)

    def get(self, task: str) -> Task:
        """Raises NotFound."""
        for row in self._store.read().query("SELECT * FROM tasks WHERE id = ?", [task]):
            return _task(row)
        raise NotFound(f"no task {task[:80]!r}")

    def list(self, *, done: bool) -> list[Task]:
        """The oldest open ones, or the latest that are done."""
        sql = _DONE if done else _OPEN
        return [_task(row) for row in self._store.read().query(sql, [SHOWN])]

    def counts(self) -> tuple[int, int]:
        """How many are open, and how many are done."""
        sql = "SELECT count(*) - count(done_at), count(done_at) FROM tasks"
        is_open, done = self._store.read().execute(sql).fetchone()
        return int(is_open), int(done)

    def finish(self, task: str, *, by: str, at: datetime | None) -> Task:
        """It is done at `at`; with None, it is to be done after all. Raises NotFound."""
        found = replace(self.get(task), done_at=at, done_by=by if at else "")

        def work(db: Database) -> None:
            moment = at.isoformat() if at else None
            db.execute(
                "UPDATE OR IGNORE tasks SET done_at = ?, done_by = ? WHERE id = ?",
                (moment, found.done_by, task),
            )

        self._store.write(work)
        return found


_INSERT = "INSERT INTO tasks VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, '')"
_SAME = "SELECT * FROM tasks WHERE ticket = ? AND what = ? AND article = ? AND done_at IS NULL"
_SAME_ON_ARTICLE = """
    SELECT * FROM tasks WHERE what = ? AND article = ? AND locale = ?
        AND ticket IS NULL AND done_at IS NULL
"""
_OPEN = "SELECT * FROM tasks WHERE done_at IS NULL ORDER BY created_at, id LIMIT ?"
_DONE = "SELECT * FROM tasks WHERE done_at IS NOT NULL ORDER BY done_at DESC, id LIMIT ?"


def _row(task: Task) -> tuple[object, ...]:
    return (
        task.id, task.what, task.ticket, task.article, task.locale, task.note, task.author,
        task.created_at.isoformat(), task.title, task.draft,
    )  # fmt: skip


def _task(row: Mapping[str, Any]) -> Task:
    done = row["done_at"]
    return Task(
        **{
            **row,
            "what": What(row["what"]),
            "created_at": datetime.fromisoformat(row["created_at"]),
            "done_at": datetime.fromisoformat(done) if done else None,
        }
    )
