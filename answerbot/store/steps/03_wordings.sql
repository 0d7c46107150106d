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
