"""Who signed in, who failed to, what was done to accounts and to the bot's articles.

Knows: the table `audit`.
Must not know: what any entry leads to.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlite_utils import Database

from answerbot.store.db import Store


class Act(StrEnum):
    """What can happen to an account, a webhook or an article."""

    SIGNED_IN = "signed in"
    FAILED = "gave a wrong password for"
    SIGNED_OUT = "signed out"
    ADDED = "added"
    INVITED = "made a link for"
    PASSWORD = "set the password of"  # noqa: S105
    ROLE = "changed the role of"
    DISABLED = "disabled"
    ENABLED = "enabled"
    LIFTED = "lifted the lock of"
    WEBHOOK = "changed a webhook"
    PRECISION = "changed a precision"
    EXCLUDED = "excluded the article"
    INCLUDED = "let the bot offer again the article"
    CURATED = "set a wording of the article"
    UNCURATED = "took back a wording of the article"
    ASKED = "asked editors to mend the article"
    WITHDREW = "took back what was asked of the article"
    BEGAN = "made the experiment"
    STOPPED = "stopped the experiment"


@dataclass(frozen=True, slots=True)
class Deed:
    """One entry. `who` as in the ledger ("staff:" and an id), empty if it is not known;
    `about` is a member's id or what was changed; `network` is where it came from, in part."""

    at: datetime
    who: str
    act: Act
    about: str = ""
    network: str = ""


class Audit:
    """Entries, latest first."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, deed: Deed) -> None:
        """Keep one."""
        self._store.write(lambda db: insert_deed(db, deed))

    def added_by(self, member: str) -> str:
        """Who made the account of a member; empty if it is not told."""
        sql = "SELECT who FROM audit WHERE about = ? AND what = ? ORDER BY at LIMIT 1"
        row = self._store.read().execute(sql, (member, Act.ADDED)).fetchone()
        return str(row[0]) if row else ""

    def latest(self, limit: int) -> list[Deed]:
        """The last entries."""
        sql = "SELECT * FROM audit ORDER BY sequence DESC LIMIT ?"
        return [
            Deed(
                datetime.fromisoformat(row["at"]),
                row["who"],
                Act(row["what"]),
                row["about"],
                row["network"],
            )
            for row in self._store.read().query(sql, [limit])
        ]


def insert_deed(db: Database, deed: Deed) -> None:
    """Within a writer's transaction."""
    db.execute(
        "INSERT INTO audit (at, who, what, about, network) VALUES (?, ?, ?, ?, ?)",
        (deed.at.isoformat(), deed.who, deed.act, deed.about, deed.network),
    )
