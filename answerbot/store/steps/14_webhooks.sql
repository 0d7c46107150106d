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
