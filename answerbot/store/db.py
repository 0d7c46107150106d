"""The database: one writer, any number of readers.

Knows: connections, transactions, durability.
Must not know: tables.

All writes go through one connection, one at a time, a transaction each. A write that was
acknowledged survives the process being killed; a durable one survives a power cut
too (`synchronous=FULL`). Several processes (server and `answerbot import`) wait
for each other by SQLite's own lock. A thread's reading connection is closed when the
thread ends: a server's pool starts and ends threads all day.
"""

from __future__ import annotations

import sqlite3
import threading
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from sqlite_utils import Database

from answerbot.errors import BadSettings
from answerbot.store.migrations import migrate

T = TypeVar("T")

BUSY_MILLISECONDS = 30_000
WAL_ATTEMPTS = 100


class Store:
    """Open with `Store(file)`; close when done."""

    def __init__(self, file: Path) -> None:
        """Raises BadSettings, with the file's name, if it cannot be used as our database."""
        file.parent.mkdir(parents=True, exist_ok=True)
        self._file = file
        self._writing = threading.Lock()
        self._next = threading.Lock()
        self._local = threading.local()
        self._open: set[sqlite3.Connection] = set()
        try:
            self._database = self._connect_writer()
        except sqlite3.Error as error:
            raise BadSettings(
                f"{file} cannot be used as the database ({error});"
                " restore a backup, or move it away to begin anew"
            ) from error

    def read(self) -> Database:
        """This thread's own reading connection, closed with the thread. Never write through it."""
        database: Database | None = getattr(self._local, "database", None)
        if database is None:
            connection = self._connect(_only_read)
            database = self._local.database = Database(connection)
            # Not a method of ours: it would keep this store, and so the connection, alive.
            weakref.finalize(database, _close, self._open, connection)
        return database

    @contextmanager
    def snapshot(self) -> Iterator[Database]:
        """The reading connection, for several queries that must see one and the same state: each
        by itself would see what was committed just before it."""
        database = self.read()
        database.execute("BEGIN")
        try:
            yield database
        finally:
            database.rollback()

    def write(self, work: Callable[[Database], T], *, durable: bool = True) -> T:
        """Run `work` in a transaction of the writer; return once it is committed."""
        # Who waits holds `_next`: a chore that writes again and again does not overtake it.
        with self._next:
            self._writing.acquire()
        try:
            return self._transaction(work, durable)
        finally:
            self._writing.release()

    def close(self) -> None:
        """Finish the write that is under way, then close every connection."""
        with self._writing:
            for connection in list(self._open):
                _close(self._open, connection)

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
        return Database(self._connect(self._prepare))

    def _prepare(self, connection: sqlite3.Connection) -> None:
        _use_wal(connection)
        connection.execute("PRAGMA secure_delete = ON")
        migrate(connection, self._file)

    def _connect(self, prepare: Callable[[sqlite3.Connection], object]) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self._file, timeout=BUSY_MILLISECONDS / 1000, check_same_thread=False
        )
        try:
            connection.execute("PRAGMA foreign_keys = ON")
            prepare(connection)
        except BaseException:
            connection.close()
            raise
        self._open.add(connection)
        return connection


def _only_read(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA query_only = ON")


def _close(held: set[sqlite3.Connection], connection: sqlite3.Connection) -> None:
    held.discard(connection)
    connection.close()


def _use_wal(connection: sqlite3.Connection) -> None:
    """Two first starts at once: SQLite refuses one of them this change without waiting."""
    for attempt in range(1, WAL_ATTEMPTS + 1):
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            busy = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
            if not busy or attempt == WAL_ATTEMPTS:
                raise
        # A lock, unlike the change, is waited for: until the other start is through.
        connection.execute("BEGIN IMMEDIATE")
        connection.rollback()
