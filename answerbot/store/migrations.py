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
    CREATE TABLE standings (
        enquiry TEXT PRIMARY KEY REFERENCES enquiries (id),
        asked_at TEXT NOT NULL,
        channel TEXT NOT NULL,
        locale TEXT NOT NULL,
        form TEXT NOT NULL,
        audiences TEXT NOT NULL,
        state TEXT NOT NULL,
        article TEXT NOT NULL,
        since TEXT NOT NULL,
        offered INTEGER NOT NULL,
        opened INTEGER NOT NULL,
        clicked INTEGER NOT NULL,
        objected INTEGER NOT NULL,
        submitted INTEGER NOT NULL,
        recontacted INTEGER NOT NULL,
        satisfaction INTEGER,
        effort INTEGER,
        excluded INTEGER NOT NULL,
        reach TEXT NOT NULL GENERATED ALWAYS AS (
            CASE WHEN opened THEN 'opened' WHEN offered THEN 'offered' ELSE 'asked' END
        ) VIRTUAL
    ) STRICT;
    CREATE INDEX standings_accepted ON standings (article) WHERE state = 'accepted';
    CREATE INDEX standings_immature ON standings (since) WHERE state = 'accepted';

    CREATE TABLE daily (
        day TEXT NOT NULL,
        channel TEXT NOT NULL,
        locale TEXT NOT NULL,
        form TEXT NOT NULL,
        audiences TEXT NOT NULL,
        reach TEXT NOT NULL,
        asked INTEGER NOT NULL,
        offered INTEGER NOT NULL,
        opened INTEGER NOT NULL,
        clicked INTEGER NOT NULL,
        objected INTEGER NOT NULL,
        submitted INTEGER NOT NULL,
        recontacted INTEGER NOT NULL,
        accepted INTEGER NOT NULL,
        revoked INTEGER NOT NULL,
        rejected INTEGER NOT NULL,
        escalated INTEGER NOT NULL,
        assumed INTEGER NOT NULL,
        silent INTEGER NOT NULL,
        satisfaction INTEGER NOT NULL,
        satisfaction_n INTEGER NOT NULL,
        effort INTEGER NOT NULL,
        effort_n INTEGER NOT NULL,
        excluded INTEGER NOT NULL,
        PRIMARY KEY (day, channel, locale, form, audiences, reach)
    ) STRICT, WITHOUT ROWID;

    CREATE TRIGGER standings_counted AFTER INSERT ON standings BEGIN
        INSERT INTO daily VALUES (
            substr(NEW.asked_at, 1, 10), NEW.channel, NEW.locale, NEW.form, NEW.audiences,
            NEW.reach, 1,
            NEW.offered,
            NEW.opened,
            NEW.clicked,
            NEW.objected,
            NEW.submitted,
            NEW.recontacted,
            NEW.state = 'accepted',
            NEW.state = 'revoked',
            NEW.state = 'rejected',
            NEW.state = 'escalated',
            NEW.state = 'assumed',
            NEW.state = 'silent',
            coalesce(NEW.satisfaction, 0),
            NEW.satisfaction IS NOT NULL,
            coalesce(NEW.effort, 0),
            NEW.effort IS NOT NULL,
            NEW.excluded
        ) ON CONFLICT DO UPDATE SET
            asked = daily.asked + 1,
            offered = daily.offered + NEW.offered,
            opened = daily.opened + NEW.opened,
            clicked = daily.clicked + NEW.clicked,
            objected = daily.objected + NEW.objected,
            submitted = daily.submitted + NEW.submitted,
            recontacted = daily.recontacted + NEW.recontacted,
            accepted = daily.accepted + (NEW.state = 'accepted'),
            revoked = daily.revoked + (NEW.state = 'revoked'),
            rejected = daily.rejected + (NEW.state = 'rejected'),
            escalated = daily.escalated + (NEW.state = 'escalated'),
            assumed = daily.assumed + (NEW.state = 'assumed'),
            silent = daily.silent + (NEW.state = 'silent'),
            satisfaction = daily.satisfaction + coalesce(NEW.satisfaction, 0),
            satisfaction_n = daily.satisfaction_n + (NEW.satisfaction IS NOT NULL),
            effort = daily.effort + coalesce(NEW.effort, 0),
            effort_n = daily.effort_n + (NEW.effort IS NOT NULL),
            excluded = daily.excluded + NEW.excluded;
    END;
    CREATE TRIGGER standings_recounted AFTER UPDATE ON standings BEGIN
        UPDATE daily SET
            asked = asked - 1,
            offered = offered - OLD.offered,
            opened = opened - OLD.opened,
            clicked = clicked - OLD.clicked,
            objected = objected - OLD.objected,
            submitted = submitted - OLD.submitted,
            recontacted = recontacted - OLD.recontacted,
            accepted = accepted - (OLD.state = 'accepted'),
            revoked = revoked - (OLD.state = 'revoked'),
            rejected = rejected - (OLD.state = 'rejected'),
            escalated = escalated - (OLD.state = 'escalated'),
            assumed = assumed - (OLD.state = 'assumed'),
            silent = silent - (OLD.state = 'silent'),
            satisfaction = satisfaction - coalesce(OLD.satisfaction, 0),
            satisfaction_n = satisfaction_n - (OLD.satisfaction IS NOT NULL),
            effort = effort - coalesce(OLD.effort, 0),
            effort_n = effort_n - (OLD.effort IS NOT NULL),
            excluded = excluded - OLD.excluded
        WHERE day = substr(OLD.asked_at, 1, 10) AND channel = OLD.channel
            AND locale = OLD.locale
            AND form = OLD.form
            AND audiences = OLD.audiences
            AND reach = OLD.reach;
        INSERT INTO daily VALUES (
            substr(NEW.asked_at, 1, 10), NEW.channel, NEW.locale, NEW.form, NEW.audiences,
            NEW.reach, 1,
            NEW.offered,
            NEW.opened,
            NEW.clicked,
            NEW.objected,
            NEW.submitted,
            NEW.recontacted,
            NEW.state = 'accepted',
            NEW.state = 'revoked',
            NEW.state = 'rejected',
            NEW.state = 'escalated',
            NEW.state = 'assumed',
            NEW.state = 'silent',
            coalesce(NEW.satisfaction, 0),
            NEW.satisfaction IS NOT NULL,
            coalesce(NEW.effort, 0),
            NEW.effort IS NOT NULL,
            NEW.excluded
        ) ON CONFLICT DO UPDATE SET
            asked = daily.asked + 1,
            offered = daily.offered + NEW.offered,
            opened = daily.opened + NEW.opened,
            clicked = daily.clicked + NEW.clicked,
            objected = daily.objected + NEW.objected,
            submitted = daily.submitted + NEW.submitted,
            recontacted = daily.recontacted + NEW.recontacted,
            accepted = daily.accepted + (NEW.state = 'accepted'),
            revoked = daily.revoked + (NEW.state = 'revoked'),
            rejected = daily.rejected + (NEW.state = 'rejected'),
            escalated = daily.escalated + (NEW.state = 'escalated'),
            assumed = daily.assumed + (NEW.state = 'assumed'),
            silent = daily.silent + (NEW.state = 'silent'),
            satisfaction = daily.satisfaction + coalesce(NEW.satisfaction, 0),
            satisfaction_n = daily.satisfaction_n + (NEW.satisfaction IS NOT NULL),
            effort = daily.effort + coalesce(NEW.effort, 0),
            effort_n = daily.effort_n + (NEW.effort IS NOT NULL),
            excluded = daily.excluded + NEW.excluded;
    END;
    CREATE TRIGGER standings_uncounted AFTER DELETE ON standings BEGIN
        UPDATE daily SET
            asked = asked - 1,
            offered = offered - OLD.offered,
            opened = opened - OLD.opened,
            clicked = clicked - OLD.clicked,
            objected = objected - OLD.objected,
            submitted = submitted - OLD.submitted,
            recontacted = recontacted - OLD.recontacted,
            accepted = accepted - (OLD.state = 'accepted'),
            revoked = revoked - (OLD.state = 'revoked'),
            rejected = rejected - (OLD.state = 'rejected'),
            escalated = escalated - (OLD.state = 'escalated'),
            assumed = assumed - (OLD.state = 'assumed'),
            silent = silent - (OLD.state = 'silent'),
            satisfaction = satisfaction - coalesce(OLD.satisfaction, 0),
            satisfaction_n = satisfaction_n - (OLD.satisfaction IS NOT NULL),
            effort = effort - coalesce(OLD.effort, 0),
            effort_n = effort_n - (OLD.effort IS NOT NULL),
            excluded = excluded - OLD.excluded
        WHERE day = substr(OLD.asked_at, 1, 10) AND channel = OLD.channel
            AND locale = OLD.locale
            AND form = OLD.form
            AND audiences = OLD.audiences
            AND reach = OLD.reach;
    END;
    """,
    """
    CREATE TABLE members (
        id TEXT PRIMARY KEY,
        email TEXT NOT NULL UNIQUE,
        name TEXT NOT NULL,
        role TEXT NOT NULL CHECK (role IN ('agent', 'editor', 'admin')),
        password TEXT NOT NULL DEFAULT '',
        subject TEXT NOT NULL DEFAULT '',
        created_at TEXT NOT NULL,
        disabled_at TEXT NOT NULL DEFAULT ''
    ) STRICT, WITHOUT ROWID;
    CREATE UNIQUE INDEX members_by_subject ON members (subject) WHERE subject <> '';

    CREATE TABLE invitations (
        hash TEXT PRIMARY KEY,
        member TEXT NOT NULL UNIQUE REFERENCES members (id),
        expires_at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE sessions (
        hash TEXT PRIMARY KEY,
        member TEXT NOT NULL,
        started_at TEXT NOT NULL,
        seen_at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX sessions_by_member ON sessions (member);

    CREATE TABLE sign_in_tries (
        sequence INTEGER PRIMARY KEY AUTOINCREMENT,
        address TEXT NOT NULL,
        network TEXT NOT NULL,
        at TEXT NOT NULL
    ) STRICT;
    CREATE INDEX sign_in_tries_by_address ON sign_in_tries (address, at);
    CREATE INDEX sign_in_tries_by_network ON sign_in_tries (network, at);

    CREATE TABLE audit (
        sequence INTEGER PRIMARY KEY AUTOINCREMENT,
        at TEXT NOT NULL,
        who TEXT NOT NULL,
        what TEXT NOT NULL,
        about TEXT NOT NULL,
        network TEXT NOT NULL
    ) STRICT;
    CREATE INDEX audit_by_member ON audit (about, what, at);
    """,
    """
    CREATE TABLE outbox (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        cause TEXT NOT NULL UNIQUE,
        sort TEXT NOT NULL,
        recipient TEXT NOT NULL,
        subject TEXT NOT NULL,
        text TEXT NOT NULL,
        html TEXT NOT NULL,
        ticket INTEGER REFERENCES tickets (number),
        message INTEGER REFERENCES messages (sequence),
        answers TEXT NOT NULL,
        headers TEXT NOT NULL,
        not_before TEXT NOT NULL,
        queued_at TEXT NOT NULL,
        next_try_at TEXT NOT NULL,
        tries INTEGER NOT NULL DEFAULT 0,
        progress TEXT NOT NULL DEFAULT 'queued',
        done_at TEXT NOT NULL DEFAULT '',
        problem TEXT NOT NULL DEFAULT ''
    ) STRICT;
    CREATE INDEX outbox_due ON outbox (next_try_at, number) WHERE progress = 'queued';
    CREATE INDEX outbox_by_progress ON outbox (progress, number);
    CREATE INDEX outbox_by_ticket ON outbox (ticket) WHERE ticket IS NOT NULL;
    CREATE INDEX outbox_by_recipient ON outbox (recipient, queued_at);

    CREATE TABLE auto_replies (
        ticket INTEGER PRIMARY KEY REFERENCES tickets (number),
        outcome TEXT NOT NULL,
        rule TEXT NOT NULL,
        considered TEXT NOT NULL,
        decided_at TEXT NOT NULL
    ) STRICT;
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
    CREATE TABLE webhooks (
        id TEXT PRIMARY KEY,
        record TEXT NOT NULL,
        cursor INTEGER NOT NULL,
        created_at TEXT NOT NULL,
        disabled_at TEXT NOT NULL DEFAULT '',
        why TEXT NOT NULL DEFAULT '',
        removed_at TEXT NOT NULL DEFAULT ''
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE deliveries (
        id TEXT PRIMARY KEY,
        webhook TEXT NOT NULL REFERENCES webhooks (id),
        name TEXT NOT NULL,
        sequence INTEGER NOT NULL,
        ticket INTEGER,
        state TEXT NOT NULL,
        tries INTEGER NOT NULL DEFAULT 0,
        next_at TEXT NOT NULL,
        status INTEGER NOT NULL DEFAULT 0,
        answer TEXT NOT NULL DEFAULT '',
        milliseconds INTEGER NOT NULL DEFAULT 0,
        created_at TEXT NOT NULL,
        tried_at TEXT NOT NULL DEFAULT ''
    ) STRICT, WITHOUT ROWID;
    CREATE UNIQUE INDEX deliveries_once ON deliveries (webhook, sequence) WHERE sequence > 0;
    CREATE INDEX deliveries_due ON deliveries (webhook, next_at) WHERE state = 'waiting';
    CREATE INDEX deliveries_latest ON deliveries (webhook, created_at);

    CREATE TABLE ticket_links (
        ticket INTEGER NOT NULL REFERENCES tickets (number),
        webhook TEXT NOT NULL,
        name TEXT NOT NULL,
        url TEXT NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (ticket, webhook)
    ) STRICT, WITHOUT ROWID;
    """,
    """
    CREATE TABLE identity_keys (
        id TEXT PRIMARY KEY,
        secret TEXT NOT NULL,
        label TEXT NOT NULL,
        created_at TEXT NOT NULL,
        retired_at TEXT,
        revoked_at TEXT
    ) STRICT, WITHOUT ROWID;

    CREATE INDEX enquiries_by_session ON enquiries (session, asked_at) WHERE session <> '';
    CREATE INDEX tickets_by_email ON tickets (lower(email), created_at) WHERE email <> '';
    CREATE INDEX events_recontacted ON events (json_extract(detail, '$.enquiry'))
        WHERE kind = 'recontacted';
    """,
    """
    CREATE INDEX tickets_by_agent ON tickets (status, assignee);
    CREATE INDEX tickets_by_team ON tickets (team) WHERE team <> '';

    CREATE TABLE macros (
        id TEXT PRIMARY KEY,
        title TEXT NOT NULL,
        locale TEXT NOT NULL,
        text TEXT NOT NULL,
        author TEXT NOT NULL,
        updated_at TEXT NOT NULL,
        removed_at TEXT
    ) STRICT, WITHOUT ROWID;

    CREATE INDEX events_rated ON events (enquiry, sequence) WHERE kind = 'rated';
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
