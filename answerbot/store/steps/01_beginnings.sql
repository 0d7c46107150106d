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
