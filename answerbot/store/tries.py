"""Wrong passwords, so that a restart forgets no lock.

Knows: the table `sign_in_tries`.
Must not know: how long a lock is (`security/lockout.py` does).

An address is kept as a hash: people type passwords and private addresses into that field.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlite_utils import Database

from answerbot.security.lockout import KEPT, PER_ADDRESS, PER_NETWORK, locked_until
from answerbot.store.db import Store


@dataclass(frozen=True, slots=True)
class Lock:
    """Who must wait. `kind` is address or network; of an address `value` is the hash."""

    kind: str
    value: str
    tries: int
    until: datetime


class Tries:
    """Wrong passwords of the last day."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def begin(self, email: str, network: str, *, now: datetime) -> Lock | None:
        """Count a try before it is known whether it is wrong: many at once get no further
        than one after the other. If it is not allowed, nothing is counted: the lock is why."""

        def work(db: Database) -> Lock | None:
            db.execute("DELETE FROM sign_in_tries WHERE at <= ?", ((now - KEPT).isoformat(),))
            wanted = (("address", hashed(email)), ("network", network))
            locks = [lock for name, value in wanted if (lock := _lock(db, name, value, now))]
            if locks:
                return max(locks, key=lambda lock: lock.until)
            sql = "INSERT INTO sign_in_tries (address, network, at) VALUES (?, ?, ?)"
            db.execute(sql, (hashed(email), network, now.isoformat()))
            return None

        return self._store.write(work)

    def forget(self, email: str) -> None:
        """The password was right: what went wrong with this address before is over."""
        self.lift("address", hashed(email))

    def locks(self, *, now: datetime) -> list[Lock]:
        """All that hold now, longest first."""
        found = list(_locks(self._store.read(), now))
        return sorted(found, key=lambda lock: lock.until, reverse=True)

    def lift(self, kind: str, value: str) -> None:
        """Let them try again."""
        column = "address" if kind == "address" else "network"
        sql = f"DELETE FROM sign_in_tries WHERE {column} = ?"  # noqa: S608
        self._store.write(lambda db: db.execute(sql, (value,)))


def hashed(email: str) -> str:
    """What is kept of an address."""
    return sha256(email.strip().casefold().encode()).hexdigest()


def _locks(db: Database, now: datetime) -> Iterator[Lock]:
    for kind, free in (("address", PER_ADDRESS), ("network", PER_NETWORK)):
        sql = f"SELECT {kind} FROM sign_in_tries GROUP BY {kind} HAVING count(*) >= ?"  # noqa: S608
        for (value,) in db.execute(sql, (free,)).fetchall():
            lock = _lock(db, kind, value, now)
            if lock:
                yield lock


def _lock(db: Database, kind: str, value: str, now: datetime) -> Lock | None:
    free = PER_ADDRESS if kind == "address" else PER_NETWORK
    sql = f"SELECT at FROM sign_in_tries WHERE {kind} = ? AND at > ?"  # noqa: S608
    rows = db.execute(sql, (value, (now - KEPT).isoformat())).fetchall()
    times = [datetime.fromisoformat(at) for (at,) in rows]
    until = locked_until(times, free)
    return Lock(kind, value, len(times), until) if until and until > now else None
