"""Macros in the database.

Knows: the table `macros`.
Must not know: placeholders.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from answerbot.errors import NotFound
from answerbot.macros import Macro
from answerbot.store.db import Store


class Macros:
    """Macros by title; one that was removed can be brought back."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def all(self) -> list[Macro]:
        """Those that are not removed."""
        sql = "SELECT * FROM macros WHERE removed_at IS NULL ORDER BY lower(title), id"
        return [_macro(row) for row in self._store.read().query(sql)]

    def get(self, macro: str) -> Macro:
        """Raises NotFound."""
        for row in self._store.read().query("SELECT * FROM macros WHERE id = ?", [macro]):
            return _macro(row)
        raise NotFound(f"no macro {macro[:80]!r}")

    def put(self, macro: Macro) -> None:
        """Keep it, in the place of what it was before."""
        removed = macro.removed_at.isoformat() if macro.removed_at else None
        values = (
            macro.id, macro.title, macro.locale, macro.text, macro.author,
            macro.updated_at.isoformat(), removed,
        )  # fmt: skip
        sql = "INSERT OR REPLACE INTO macros VALUES (?, ?, ?, ?, ?, ?, ?)"
        self._store.write(lambda db: db.execute(sql, values))


def _macro(row: Mapping[str, Any]) -> Macro:
    removed = row["removed_at"]
    return Macro(
        **{
            **row,
            "updated_at": datetime.fromisoformat(row["updated_at"]),
            "removed_at": datetime.fromisoformat(removed) if removed else None,
        }
    )
