CREATE TABLE tellings (
    id TEXT PRIMARY KEY,
    topic TEXT NOT NULL REFERENCES topics (id),
    texts TEXT NOT NULL,
    solves INTEGER NOT NULL,
    author TEXT NOT NULL,
    who TEXT NOT NULL,
    created_at TEXT NOT NULL,
    due_at TEXT NOT NULL,
    cancelled_at TEXT,
    done_at TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX tellings_due ON tellings (due_at) WHERE done_at IS NULL AND cancelled_at IS NULL;
CREATE INDEX tellings_by_topic ON tellings (topic, created_at);

CREATE TABLE told (
    topic TEXT NOT NULL REFERENCES topics (id),
    whom TEXT NOT NULL,
    telling TEXT NOT NULL REFERENCES tellings (id),
    PRIMARY KEY (topic, whom)
) STRICT, WITHOUT ROWID;
CREATE INDEX told_by_telling ON told (telling);

CREATE TABLE topic_tickets (
    topic TEXT NOT NULL REFERENCES topics (id),
    ticket INTEGER NOT NULL REFERENCES tickets (number),
    at TEXT NOT NULL,
    PRIMARY KEY (topic, ticket)
) STRICT, WITHOUT ROWID;
CREATE INDEX topic_tickets_by_ticket ON topic_tickets (ticket);
