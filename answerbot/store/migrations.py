"""The database's schema, as numbered steps that are never edited once released.

Knows: tables and triggers.
Must not know: what is stored in them, HTTP, rules.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from answerbot.errors import BadSettings

STEPS = (
    """
    CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

    CREATE TABLE articles (
        id TEXT NOT NULL,
        locale TEXT NOT NULL,
        source TEXT NOT NULL,
        digest TEXT NOT NULL,
        record TEXT NOT NULL,
        imported_at TEXT NOT NULL,
        PRIMARY KEY (id, locale)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX articles_by_source ON articles (source);

    CREATE TABLE keys (
        id TEXT PRIMARY KEY,
        kind TEXT NOT NULL CHECK (kind IN ('public', 'secret')),
        hash TEXT NOT NULL UNIQUE,
        public TEXT,
        label TEXT NOT NULL,
        origins TEXT NOT NULL,
        created_at TEXT NOT NULL,
        revoked_at TEXT
    ) STRICT;

    CREATE TABLE enquiries (
        id TEXT PRIMARY KEY,
        session TEXT NOT NULL,
        channel TEXT NOT NULL,
        locale TEXT NOT NULL,
        form TEXT NOT NULL,
        page TEXT NOT NULL,
        asked_at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX enquiries_by_time ON enquiries (asked_at);

    CREATE TABLE events (
        sequence INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        enquiry TEXT NOT NULL REFERENCES enquiries (id),
        kind TEXT NOT NULL,
        at TEXT NOT NULL,
        article TEXT NOT NULL,
        locale TEXT NOT NULL,
        generation TEXT NOT NULL,
        detail TEXT NOT NULL
    ) STRICT;
    CREATE INDEX events_by_enquiry ON events (enquiry, sequence);
    CREATE INDEX events_by_article ON events (article, kind) WHERE article <> '';
    CREATE TRIGGER events_are_never_changed BEFORE UPDATE ON events
        BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
    CREATE TRIGGER events_are_never_deleted BEFORE DELETE ON events
        BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;

    CREATE TABLE tickets (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        enquiry TEXT NOT NULL REFERENCES enquiries (id),
        subject TEXT NOT NULL,
        description TEXT NOT NULL,
        name TEXT NOT NULL,
        email TEXT NOT NULL,
        form TEXT NOT NULL,
        locale TEXT NOT NULL,
        channel TEXT NOT NULL,
        status TEXT NOT NULL,
        tags TEXT NOT NULL,
        resolved_by TEXT NOT NULL,
        created_at TEXT NOT NULL,
        updated_at TEXT NOT NULL
    ) STRICT;
    CREATE INDEX tickets_by_status ON tickets (status, number);
    CREATE INDEX tickets_by_enquiry ON tickets (enquiry);

    CREATE TABLE messages (
        sequence INTEGER PRIMARY KEY AUTOINCREMENT,
        ticket INTEGER NOT NULL REFERENCES tickets (number),
        author TEXT NOT NULL CHECK (author IN ('customer', 'agent')),
        text TEXT NOT NULL,
        at TEXT NOT NULL
    ) STRICT;
    CREATE INDEX messages_by_ticket ON messages (ticket, sequence);
    """,
    """
    CREATE INDEX tickets_waiting ON tickets (created_at, number) WHERE status <> 'solved';
    DROP INDEX tickets_by_status;
    CREATE INDEX tickets_by_status ON tickets (status, updated_at, number);
    """,
    """
    CREATE TABLE wordings (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL CHECK (kind IN ('phrasing', 'synonyms', 'pin', 'stop_word')),
        scope TEXT NOT NULL,
        article TEXT NOT NULL,
        source TEXT NOT NULL,
        words TEXT NOT NULL,
        sameness TEXT NOT NULL,
        author TEXT NOT NULL,
        created_at TEXT NOT NULL,
        review INTEGER NOT NULL DEFAULT 0,
        removed_at TEXT
    ) STRICT;
    CREATE UNIQUE INDEX wordings_once
        ON wordings (kind, sameness, scope, article, source = 'rejected')
        WHERE removed_at IS NULL;
    CREATE INDEX wordings_by_article ON wordings (article) WHERE article <> '';
    """,
    """
    ALTER TABLE articles ADD COLUMN settled_at TEXT NOT NULL DEFAULT '';
    """,
    """
    CREATE TABLE topics (
        id TEXT PRIMARY KEY,
        open INTEGER NOT NULL,
        record TEXT NOT NULL,
        previous TEXT NOT NULL,
        author TEXT NOT NULL,
        created_at TEXT NOT NULL,
        updated_at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX topics_open ON topics (updated_at) WHERE open = 1;

    CREATE TABLE followers (
        topic TEXT NOT NULL REFERENCES topics (id),
        address TEXT NOT NULL,
        email TEXT NOT NULL,
        locale TEXT NOT NULL,
        enquiry TEXT NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (topic, address)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX followers_by_address ON followers (address);
    """,
    """
    CREATE TABLE mails (
        id TEXT PRIMARY KEY,
        ticket INTEGER REFERENCES tickets (number),
        message INTEGER REFERENCES messages (sequence),
        reason TEXT NOT NULL,
        sender TEXT NOT NULL,
        name TEXT NOT NULL,
        subject TEXT NOT NULL,
        locale TEXT NOT NULL,
        text TEXT NOT NULL,
        quoted TEXT NOT NULL,
        attachments TEXT NOT NULL,
        received_at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX mails_by_ticket ON mails (ticket) WHERE ticket IS NOT NULL;
    CREATE INDEX mails_kept_out ON mails (received_at) WHERE ticket IS NULL;
    """,
    """
    ALTER TABLE enquiries ADD COLUMN person TEXT NOT NULL DEFAULT '';
    ALTER TABLE enquiries ADD COLUMN audiences TEXT NOT NULL DEFAULT '[]';
    CREATE INDEX enquiries_by_person ON enquiries (person, asked_at) WHERE person <> '';

    ALTER TABLE events ADD COLUMN who TEXT NOT NULL DEFAULT '';
    ALTER TABLE events ADD COLUMN channel TEXT NOT NULL DEFAULT '';

    ALTER TABLE tickets ADD COLUMN person TEXT NOT NULL DEFAULT '';
    ALTER TABLE tickets ADD COLUMN audiences TEXT NOT NULL DEFAULT '[]';
    ALTER TABLE tickets ADD COLUMN priority TEXT NOT NULL DEFAULT 'normal';
    ALTER TABLE tickets ADD COLUMN team TEXT NOT NULL DEFAULT '';
    ALTER TABLE tickets ADD COLUMN assignee TEXT NOT NULL DEFAULT '';
    ALTER TABLE tickets ADD COLUMN waiting_since TEXT NOT NULL DEFAULT '';
    ALTER TABLE tickets ADD COLUMN answered_at TEXT NOT NULL DEFAULT '';
    ALTER TABLE tickets ADD COLUMN answer_due TEXT NOT NULL DEFAULT '';
    ALTER TABLE tickets ADD COLUMN solve_due TEXT NOT NULL DEFAULT '';
    UPDATE tickets SET waiting_since = created_at WHERE status <> 'solved';
    CREATE INDEX tickets_by_person ON tickets (person) WHERE person <> '';
    """,
    """
    CREATE INDEX tickets_queue ON tickets (status, waiting_since, number, assignee, team,
        priority, form, channel, locale, answered_at, answer_due, solve_due, created_at,
        updated_at, tags, audiences);
    CREATE INDEX tickets_by_words ON tickets (subject, name, email);
    CREATE INDEX tickets_bot_resolved ON tickets (resolved_by) WHERE resolved_by <> '';
    DROP INDEX tickets_waiting;
    """,
    """
    CREATE TABLE tasks (
        id TEXT PRIMARY KEY,
        what TEXT NOT NULL,
        ticket INTEGER NOT NULL REFERENCES tickets (number),
        article TEXT NOT NULL,
        locale TEXT NOT NULL,
        note TEXT NOT NULL,
        author TEXT NOT NULL,
        created_at TEXT NOT NULL,
        title TEXT NOT NULL,
        draft TEXT NOT NULL,
        done_at TEXT,
        done_by TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE UNIQUE INDEX tasks_open ON tasks (ticket, what, article) WHERE done_at IS NULL;
    CREATE INDEX tasks_by_time ON tasks (done_at, created_at);
    """,
    """
    ALTER TABLE tickets ADD COLUMN paused_at TEXT NOT NULL DEFAULT '';
    CREATE INDEX tickets_to_resume ON tickets (number)
        WHERE paused_at <> '' AND waiting_since <> '';
    CREATE INDEX tickets_answer_due ON tickets (answer_due)
        WHERE answer_due <> '' AND answered_at = '' AND status <> 'solved';
    CREATE INDEX tickets_solve_due ON tickets (solve_due)
        WHERE solve_due <> '' AND paused_at = '' AND status <> 'solved';
    """,
    """
    CREATE TABLE macros (
        id TEXT PRIMARY KEY,
        title TEXT NOT NULL,
        locale TEXT NOT NULL,
        text TEXT NOT NULL,
        author TEXT NOT NULL,
        updated_at TEXT NOT NULL,
        removed_at TEXT
    ) STRICT, WITHOUT ROWID;
    """,
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
