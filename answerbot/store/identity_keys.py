"""The keys by which sites sign who their customers are.

Knows: the table `identity_keys`.
Must not know: tokens, HTTP.

HS256 is symmetric: to check a signature one needs the secret itself, so that no hash of it can
be kept, as is done for other keys. It lies in the database as it is; that file is to be guarded
as a password file is. Nothing shows a secret again, and of a revoked key it is erased.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from answerbot.errors import NotFound
from answerbot.security.tokens import SigningKey
from answerbot.store.db import Store


@dataclass(frozen=True, slots=True)
class IdentityKey:
    """A key without its secret. `id` is the `kid` of its tokens."""

    id: str
    label: str
    created_at: datetime
    retired_at: datetime | None


class IdentityKeys:
    """The keys that are not revoked."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, key: str, secret: str, *, label: str, now: datetime) -> None:
        """Keep a new key."""
        row = (key, secret, label, now.isoformat(), None, None)
        sql = "INSERT INTO identity_keys VALUES (?, ?, ?, ?, ?, ?)"
        self._store.write(lambda db: db.execute(sql, row))

    def find(self, key: str) -> SigningKey | None:
        """The key with this id, unless revoked."""
        sql = "SELECT * FROM identity_keys WHERE id = ? AND revoked_at IS NULL"
        for row in self._store.read().query(sql, [key]):
            return SigningKey(row["id"], row["secret"], _moment(row["retired_at"]))
        return None

    def all(self) -> list[IdentityKey]:
        """All that are not revoked, oldest first."""
        sql = "SELECT * FROM identity_keys WHERE revoked_at IS NULL ORDER BY created_at, id"
        return [_key(row) for row in self._store.read().query(sql)]

    def retire(self, key: str, *, now: datetime) -> None:
        """From now on it signs nothing; tokens of before are good until they end.
        Raises NotFound."""
        self._change("retired_at = coalesce(retired_at, ?)", now, key)

    def revoke(self, key: str, *, now: datetime) -> None:
        """None of its tokens is good any more, and its secret is gone. Raises NotFound."""
        self._change("revoked_at = ?, secret = ''", now, key)

    def _change(self, what: str, now: datetime, key: str) -> None:
        sql = f"UPDATE identity_keys SET {what} WHERE id = ? AND revoked_at IS NULL"  # noqa: S608

        def work(db: Database) -> int:
            return int(db.execute(sql, (now.isoformat(), key)).rowcount)

        if not self._store.write(work):
            raise NotFound(f"no identity key {key!r}; `answerbot keys list` shows them")


def _key(row: dict[str, Any]) -> IdentityKey:
    created = datetime.fromisoformat(row["created_at"])
    return IdentityKey(row["id"], row["label"], created, _moment(row["retired_at"]))


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
