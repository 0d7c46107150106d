"""The database: one writer, any number of readers.

Knows: connections, transactions, durability.
Must not know: tables.

All writes go through one connection, one at a time, a transaction each. A write that was
acknowledged survives the process being killed; a durable one survives a power cut
too (`synchronous=FULL`). Several processes (server and `answerbot import`) wait
for each other by SQLite's own lock.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from sqlite_utils import Database

from answerbot.store.migrations import migrate

T = TypeVar("T")

BUSY_MILLISECONDS = 30_000


class Store:
    """Open with `Store(file)`; close when done."""

    def __init__(self, file: Path) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        self._file = file
        self._writing = threading.Lock()
        self._local = threading.local()
        self._open: list[sqlite3.Connection] = []
        self._database = self._connect_writer()

    def read(self) -> Database:
        """This thread's own reading connection. Never write through it."""
        database: Database | None = getattr(self._local, "database", None)
        if database is None:
            connection = self._connect()
            connection.execute("PRAGMA query_only = ON")
            database = self._local.database = Database(connection)
        return database

    def write(self, work: Callable[[Database], T], *, durable: bool = True) -> T:
        """Run `work` in a transaction of the writer; return once it is committed."""
        with self._writing:
            return self._transaction(work, durable)

    def close(self) -> None:
        """Finish the write that is under way, then close every connection."""
        with self._writing:
            for connection in self._open:
                connection.close()

    def _transaction(self, work: Callable[[Database], T], durable: bool) -> T:
        database = self._database
        database.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
        database.execute("BEGIN IMMEDIATE")
        try:
            result = work(database)
        except BaseException:
            database.rollback()
            raise
        database.commit()
        return result

    def _connect_writer(self) -> Database:
        connection = self._connect()
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA secure_delete = ON")
        migrate(connection, self._file)
        return Database(connection)

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self._file, timeout=BUSY_MILLISECONDS / 1000, check_same_thread=False
        )
        connection.execute("PRAGMA foreign_keys = ON")
        self._open.append(connection)
        return connection
