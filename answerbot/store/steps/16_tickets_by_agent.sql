CREATE INDEX tickets_by_agent ON tickets (status, assignee);

CREATE TABLE macros (
    id TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    locale TEXT NOT NULL,
    text TEXT NOT NULL,
    author TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    removed_at TEXT
) STRICT, WITHOUT ROWID;
