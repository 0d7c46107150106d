"""The names that a file has for a ticket's values: `--column subject=Betreff`.

Knows: names.
Must not know: files, what a value means.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from eval.replay.ticket import FIELDS


class Columns:
    """Which column holds which value; a value without a name of its own has its usual one."""

    def __init__(self, names: Mapping[str, str] | None = None) -> None:
        self.given = dict(names or {})

    @classmethod
    def parse(cls, pairs: Iterable[str]) -> Columns:
        """From texts such as `subject=Betreff`. Raises ValueError, which says what is wrong."""
        names: dict[str, str] = {}
        for pair in pairs:
            name, equals, column = (part.strip() for part in pair.partition("="))
            if not equals or not column:
                raise ValueError(f"{pair!r} is not NAME=COLUMN, such as subject=Betreff")
            if name not in FIELDS:
                raise ValueError(
                    f"{name!r} is no value of a ticket; these are: {', '.join(FIELDS)}"
                )
            if name in names:
                raise ValueError(f"{name!r} is named twice: {names[name]!r} and {column!r}")
            names[name] = column
        return cls(names)

    def of(self, name: str) -> str:
        """The column of a value."""
        return self.given.get(name, name)

    def pick(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """The row's values under their usual names; what it lacks is left out."""
        return {name: row[self.of(name)] for name in FIELDS if self.of(name) in row}

    def missing(self, known: Iterable[str]) -> list[str]:
        """The columns that were named and are not among `known`."""
        there = set(known)
        return [column for column in self.given.values() if column not in there]
