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
