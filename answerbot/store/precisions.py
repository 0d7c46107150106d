"""The precision wanted of each channel: what was saved on the page, else what the settings say.

Knows: the table `precisions`, which only grows.
Must not know: thresholds, offers.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlite_utils import Database

from answerbot.settings import Settings
from answerbot.store.audit import Act, Deed, insert_deed
from answerbot.store.db import Store
from answerbot.thresholds import Channel


class Saved(NamedTuple):
    """A change. `wanted` is None where the settings decide again; `made_by` as in the ledger."""

    channel: Channel
    wanted: float | None
    made_by: str
    at: datetime


class Precisions:
    """What is wanted now, and who wanted what before."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self._store = store
        self._settings = settings

    def wanted(self, channel: Channel) -> float:
        """A share of offers that shall be right."""
        sql = "SELECT wanted FROM precisions WHERE channel = ? ORDER BY number DESC LIMIT 1"
        row = self._store.read().execute(sql, (channel,)).fetchone()
        return float(row[0]) if row and row[0] is not None else self.set_for(channel)

    def set_for(self, channel: Channel) -> float:
        """What the settings say."""
        return float(self._settings[channel.setting])

    def changes(self, channel: Channel | None = None, limit: int = 10) -> list[Saved]:
        """The last changes, of one channel or of all, latest first."""
        sql = (
            "SELECT * FROM precisions WHERE ?1 IS NULL OR channel = ?1"
            " ORDER BY number DESC LIMIT ?2"
        )
        return [_saved(row) for row in self._store.read().query(sql, [channel, limit])]

    def save(self, change: Saved) -> None:
        """From now on; it is recorded who did it."""
        about = f"{change.channel.setting} = {written(change.wanted)}"

        def work(db: Database) -> None:
            db.execute(
                "INSERT INTO precisions (channel, wanted, made_by, at) VALUES (?, ?, ?, ?)",
                (change.channel, change.wanted, change.made_by, change.at.isoformat()),
            )
            insert_deed(db, Deed(change.at, change.made_by, Act.PRECISION, about))

        self._store.write(work)


def written(wanted: float | None) -> str:
    """For people: a number, or where it is set."""
    return "as in answerbot.toml" if wanted is None else f"{wanted:g}"


def _saved(row: Mapping[str, Any]) -> Saved:
    at = datetime.fromisoformat(row["at"])
    return Saved(Channel(row["channel"]), row["wanted"], row["made_by"], at)
