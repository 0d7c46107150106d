"""The database's schema, as numbered steps that are never edited once released.

Knows: tables and triggers.
Must not know: what is stored in them, HTTP, rules.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from importlib.resources import files
from operator import attrgetter
from pathlib import Path

from answerbot.errors import BadSettings

STEPS = tuple(
    step.read_text(encoding="utf-8")
    for step in sorted((files("answerbot") / "store" / "steps").iterdir(), key=attrgetter("name"))
    if step.name.endswith(".sql")
)


def migrate(connection: sqlite3.Connection, file: Path) -> None:
    """Bring the schema up to date: whole or not at all, and once if several start together.

    Raises BadSettings if the file was written by a newer version.
    """
    if _missing(connection, file):
        connection.execute("BEGIN IMMEDIATE")
        try:
            _upgrade(connection, file)
        except BaseException:
            connection.rollback()
            raise
        connection.commit()


def _upgrade(connection: sqlite3.Connection, file: Path) -> None:
    """Within a transaction. What is missing is asked again: another start may have been faster."""
    for step in _missing(connection, file):
        for statement in statements(step):
            connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {len(STEPS)}")


def _missing(connection: sqlite3.Connection, file: Path) -> tuple[str, ...]:
    """The steps that the file has not had yet. Raises BadSettings."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > len(STEPS):
        raise BadSettings(
            f"{file} has schema {version}, this version knows {len(STEPS)}; upgrade answerbot"
        )
    return STEPS[version:]


def statements(script: str) -> Iterator[str]:
    """The statements of a script. (`executescript` would end the transaction that it runs in.)"""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
