"""Public and secret keys.

Knows: the table `keys`, and lines of `meta` for keys of our own.
Must not know: HTTP, what a key may do.

Of a secret key only the sha256 is kept (its 32 random bytes need no slow hash). A
public key is public: it stands in every page, so it is kept as it is.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Literal

from sqlite_utils import Database

from answerbot.errors import NotFound
from answerbot.store.db import Store

KeyKind = Literal["public", "secret"]


@dataclass(frozen=True, slots=True)
class Key:
    """A key as stored. `origins` are the exact origins a public key works on."""

    id: str
    kind: KeyKind
    public: str
    label: str
    origins: tuple[str, ...]


class Keys:
    """The keys that are not revoked."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, key: Key, text: str, *, now: datetime) -> None:
        """Keep a key whose full text is `text`."""
        row = (
            key.id, key.kind, digest(text), text if key.kind == "public" else None,
            key.label, json.dumps(key.origins), now.isoformat(), None,
        )  # fmt: skip
        self._store.write(
            lambda db: db.execute("INSERT INTO keys VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
        )

    def find(self, text: str) -> Key | None:
        """The key with this text, unless revoked."""
        sql = "SELECT * FROM keys WHERE hash = ? AND revoked_at IS NULL"
        for row in self._store.read().query(sql, [digest(text)]):
            return _key(row)
        return None

    def all(self) -> list[Key]:
        """All that are not revoked, oldest first."""
        sql = "SELECT * FROM keys WHERE revoked_at IS NULL ORDER BY created_at, id"
        return [_key(row) for row in self._store.read().query(sql)]

    def revoke(self, key: str, *, now: datetime) -> None:
        """Raises NotFound."""

        def work(db: Database) -> int:
            sql = "UPDATE keys SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL"
            return int(db.execute(sql, (now.isoformat(), key)).rowcount)

        if not self._store.write(work):
            raise NotFound(f"no key {key!r}; `answerbot keys list` shows them")

    def constant(self, name: str, fresh: str) -> str:
        """A value made once and kept for good, such as the key that signs links."""

        def work(db: Database) -> str:
            db.execute("INSERT OR IGNORE INTO meta VALUES (?, ?)", (name, fresh))
            row = db.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
            return str(row[0])

        return self._store.write(work)


def digest(text: str) -> str:
    """What is kept of a key."""
    return sha256(text.encode()).hexdigest()


def _key(row: dict[str, Any]) -> Key:
    return Key(
        row["id"], row["kind"], row["public"] or "", row["label"], tuple(json.loads(row["origins"]))
    )
