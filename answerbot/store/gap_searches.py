"""Searches for gaps: how far each came, and the questions that they look at.

Knows: the table `gap_searches`, and which enquiries are without an answer.
Must not know: how gaps are found.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from answerbot.enquiries import BY_STAFF
from answerbot.gaps.failing import Question
from answerbot.gaps.gap import Gap
from answerbot.redaction import teachable
from answerbot.store.db import Store
from answerbot.store.gaps import Found, decided, replace_members

MOST = 20_000
"""The newest so many questions are looked at."""

_WANTED = "gaps_wanted"


@dataclass(frozen=True, slots=True)
class Search:
    """One search: of the questions since `first`, `grouped` are in a gap, `left_out` say too
    little to be searched for. `encoder` is empty if only words were compared."""

    number: int
    first: datetime
    started_at: datetime
    moved_at: datetime
    finished_at: datetime | None
    step: str
    done: int
    total: int
    enquiries: int
    grouped: int
    left_out: int
    encoder: str
    error: str

    @property
    def cut(self) -> bool:
        """Whether it read as many as one search may; then `first` is when the oldest was asked."""
        return self.enquiries >= MOST


class Searches:
    """What was searched, newest last."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def last(self) -> Search | None:
        """The latest, finished or not."""
        return self._one("SELECT * FROM gap_searches ORDER BY number DESC LIMIT 1")

    def last_finished(self) -> Search | None:
        """The latest that came to its end."""
        sql = "SELECT * FROM gap_searches WHERE finished_at <> '' AND error = ''"
        return self._one(f"{sql} ORDER BY number DESC LIMIT 1")

    def begin(self, first: datetime, *, now: datetime, encoder: str) -> int:
        """One begins; returns its number. What was wanted is under way."""

        def work(db: Database) -> int:
            db.execute("DELETE FROM meta WHERE name = ?", (_WANTED,))
            values = (first.isoformat(), now.isoformat(), now.isoformat(), encoder)
            return int(db.execute(_BEGIN, values).lastrowid or 0)

        return self._store.write(work)

    def move(self, number: int, step: str, done: int, total: int, *, now: datetime) -> None:
        """It came so far."""
        values = (step, done, total, now.isoformat(), number)
        sql = "UPDATE gap_searches SET step = ?, done = ?, total = ?, moved_at = ? WHERE number = ?"
        self._store.write(lambda db: db.execute(sql, values), durable=False)

    def fail(self, number: int, error: str, *, now: datetime) -> None:
        """It came to no good end."""
        sql = "UPDATE gap_searches SET error = ?, finished_at = ? WHERE number = ?"
        self._store.write(lambda db: db.execute(sql, (error[:500], now.isoformat(), number)))

    def finish(
        self,
        number: int,
        found: Iterable[Found],
        back: Iterable[Gap],
        *,
        questions: Sequence[Question],
        now: datetime,
    ) -> None:
        """Keep what was found among the questions (newest first), in one transaction; `back` are
        gaps that came back."""
        held = list(found)
        enquiries, left_out = len(questions), sum(not one.text for one in questions)
        oldest = questions[-1].asked_at.isoformat() if enquiries >= MOST else None
        grouped = sum(len(one.members) for one in held)

        def work(db: Database) -> None:
            replace_members(db, held, now)
            for gap in back:
                decided(db, gap)
            db.execute(_FINISH, (now.isoformat(), enquiries, grouped, left_out, oldest, number))

        self._store.write(work)

    def want(self, now: datetime) -> None:
        """Somebody asks for a search."""
        sql = "INSERT OR REPLACE INTO meta VALUES (?, ?)"
        self._store.write(lambda db: db.execute(sql, (_WANTED, now.isoformat())))

    def wanted(self) -> bool:
        """Whether somebody asked for one that has not begun."""
        sql = "SELECT 1 FROM meta WHERE name = ?"
        return self._store.read().execute(sql, (_WANTED,)).fetchone() is not None

    def reached(self, search: Search) -> datetime:
        """From when on a search could find questions: its beginning, or the first enquiry."""
        (first,) = self._store.read().execute("SELECT min(asked_at) FROM enquiries").fetchone()
        return max(search.first, datetime.fromisoformat(first)) if first else search.first

    def unanswered_since(self, moment: datetime, *, most: int = MOST) -> int:
        """How many enquiries without an answer began since, counted up to `most`."""
        sql = f"SELECT count(*) FROM (SELECT 1 {_UNANSWERED} LIMIT ?)"  # noqa: S608
        return int(self._store.read().execute(sql, [moment.isoformat(), most]).fetchone()[0])

    def questions(self, first: datetime, home: str) -> Iterator[Question]:
        """The newest questions since `first` that nothing answered, newest first; what is of no
        language is of `home`. Their texts are without what is private; some say nothing."""
        for row in self._store.read().query(_QUESTIONS, [first.isoformat(), MOST]):
            yield _question(row, home)

    def _one(self, sql: str) -> Search | None:
        for row in self._store.read().query(sql):
            return _search(row)
        return None


_LAST = """(
    SELECT detail FROM events WHERE enquiry = enquiries.id AND kind IN ('offered', 'unoffered')
    ORDER BY sequence DESC LIMIT 1
)"""
_UNANSWERED = f"""
    FROM enquiries CROSS JOIN standings ON standings.enquiry = enquiries.id
    WHERE enquiries.asked_at >= ? AND state <> 'accepted' AND enquiries.channel <> '{BY_STAFF}'
        AND (NOT offered OR objected OR submitted)
        AND json_extract({_LAST}, '$.withheld[0]') IS NULL
"""
"""Nothing was offered, or what was offered did not help, or a ticket was written; without those
whose last question a hold-out kept an article from, which say nothing of the articles. (CROSS
JOIN: the days decide where SQLite begins.)"""

_QUESTIONS = f"""
    SELECT enquiries.id, enquiries.asked_at, enquiries.locale, {_LAST} AS last,
        CASE WHEN objected THEN (
            SELECT json_group_array(detail ->> '$.reason') FROM events
            WHERE enquiry = enquiries.id AND kind = 'rejected'
        ) END AS reasons
    {_UNANSWERED} ORDER BY enquiries.asked_at DESC, enquiries.id LIMIT ?
"""  # noqa: S608

_BEGIN = "INSERT INTO gap_searches (first, started_at, moved_at, encoder) VALUES (?, ?, ?, ?)"
_FINISH = """
    UPDATE gap_searches SET finished_at = ?, enquiries = ?, grouped = ?, left_out = ?,
        first = coalesce(?, first)
    WHERE number = ?
"""


def _question(row: Mapping[str, Any], home: str) -> Question:
    last = json.loads(row["last"]) if row["last"] else {}
    articles = last.get("articles", ())
    given = json.loads(row["reasons"]) if row["reasons"] else []
    return Question(
        enquiry=row["id"],
        asked_at=datetime.fromisoformat(row["asked_at"]),
        language=(row["locale"] or home).split("-")[0],
        text=teachable(str(last.get("query", ""))),
        nearest=articles[0] if articles else str(last.get("nearest") or ""),
        confidence=max(last.get("best") or last.get("confidence") or [0.0]),
        offered=bool(articles),
        rejected=tuple(reason or "unsaid" for reason in given),
    )


def _search(row: Mapping[str, Any]) -> Search:
    moments = {
        name: datetime.fromisoformat(row[name]) for name in ("first", "started_at", "moved_at")
    }
    ended = row["finished_at"]
    finished = datetime.fromisoformat(ended) if ended else None
    return Search(**{**row, **moments, "finished_at": finished})
