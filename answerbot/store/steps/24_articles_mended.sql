CREATE TABLE article_edits (
    article TEXT NOT NULL,
    locale TEXT NOT NULL,
    at TEXT NOT NULL,
    kept REAL,
    PRIMARY KEY (article, locale, at)
) STRICT, WITHOUT ROWID;
INSERT INTO article_edits SELECT id, locale, imported_at, NULL FROM articles;

CREATE TABLE exclusions (
    article TEXT PRIMARY KEY,
    author TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE tasks_anew (
    id TEXT PRIMARY KEY,
    what TEXT NOT NULL,
    ticket INTEGER REFERENCES tickets (number),
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
INSERT INTO tasks_anew SELECT * FROM tasks;
DROP TABLE tasks;
ALTER TABLE tasks_anew RENAME TO tasks;
CREATE UNIQUE INDEX tasks_open ON tasks (ticket, what, article) WHERE done_at IS NULL;
CREATE UNIQUE INDEX tasks_open_on_article ON tasks (what, article, locale)
    WHERE done_at IS NULL AND ticket IS NULL;
CREATE INDEX tasks_by_time ON tasks (done_at, created_at);
